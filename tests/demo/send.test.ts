import { expect, test } from 'vitest';
import type { Row } from '../../demo/replay/inspect.ts';
import { emptyProgress, openLedger } from '../../demo/replay/ledger.ts';
import type { Clock } from '../../demo/replay/pace.ts';
import { send } from '../../demo/replay/send.ts';
import { openStandIn, type StandIn } from './stand-in.ts';

const source = { hash: 'ab'.repeat(32), endAt: 1_700_000_000_000 };

/** A clock whose sleepers wake at once, later. */
function fastClock(): Clock & { at: number; naps: number[] } {
  const clock = {
    at: 1_000_000,
    naps: [] as number[],
    now: () => clock.at,
    async sleep(ms: number, signal: AbortSignal) {
      signal.throwIfAborted();
      clock.naps.push(ms);
      clock.at = Math.max(clock.at, clock.at + ms);
    },
  };
  return clock;
}

async function* scores(count: number, from = 0): AsyncGenerator<Row> {
  for (let index = from; index < count; index++) yield { index, score: index % 11 };
}

async function sendTo({ url }: Pick<StandIn, 'url'>, given: { count: number; clock?: Clock; concurrency?: number }) {
  const { settle, progress } = openLedger(emptyProgress());
  const options = { site: 'shop', survey: 'nps', concurrency: given.concurrency ?? 8 };
  const sending = { door: { url, origin: 'http://shop.example' }, options, source, rows: given.count, settle };
  const clock = given.clock ?? fastClock();
  await send(scores(given.count), { ...sending, clock, stop: new AbortController() });
  return progress;
}

test('every row is posted once, as a browser of the origin would', async () => {
  await using standIn = await openStandIn();
  expect(await sendTo(standIn, { count: 100 })).toEqual({ done: 100, stored: 100, known: 0, refused: {} });
  expect(standIn.posts).toHaveLength(100);
  expect(standIn.posts[0]).toMatchObject({ origin: 'http://shop.example', type: 'text/plain;charset=UTF-8' });
  expect(standIn.posts[0]?.body).toMatchObject({ site: 'shop', survey: 'nps', rev: 1, score: 0 });
});

test('what is sent again is already there, even when two send at the same time', async () => {
  await using standIn = await openStandIn();
  const [a, b] = await Promise.all([sendTo(standIn, { count: 200 }), sendTo(standIn, { count: 200 })]);
  expect(standIn.stored.size).toBe(200);
  expect(a.stored + b.stored).toBe(200);
  expect(a.known + b.known).toBe(200);
});

test('a server that breaks connections, before and after it stores, loses and doubles nothing', async () => {
  await using standIn = await openStandIn();
  let count = 0;
  standIn.onPost = () => (['dropped', undefined, 'lost', undefined, undefined] as const)[count++ % 5];
  const progress = await sendTo(standIn, { count: 300 });
  expect(progress).toMatchObject({ done: 300, refused: {} });
  expect(progress.stored + progress.known).toBe(300);
  expect(standIn.stored.size).toBe(300);
});

test('Retry-After holds every sender back for as long as it says', async () => {
  await using standIn = await openStandIn();
  const clock = fastClock();
  const opensAt = clock.at + 7000;
  let early = 0;
  standIn.onPost = () =>
    clock.at < opensAt && ++early ? { code: 'unavailable', status: 429, retryAfter: 7 } : undefined;
  expect(await sendTo(standIn, { count: 100, clock, concurrency: 4 })).toMatchObject({ done: 100, stored: 100 });
  expect(early).toBeLessThanOrEqual(4);
  expect(Math.max(...clock.naps)).toBe(7000);
});

test('a server in trouble is asked ever more slowly', async () => {
  await using standIn = await openStandIn();
  const clock = fastClock();
  let left = 5;
  standIn.onPost = () => (left-- > 0 ? { code: 'internal' } : undefined);
  await sendTo(standIn, { count: 3, clock, concurrency: 1 });
  expect(clock.naps).toEqual([100, 200, 400, 800, 1000]);
});

test('a minute without success ends it with a sentence', async () => {
  await using standIn = await openStandIn();
  standIn.onPost = () => ({ code: 'unavailable' });
  await expect(sendTo(standIn, { count: 10 })).rejects.toThrow(/^Nothing was accepted for a minute \(The database/);
});

test('a wait that nobody would sit through ends it too', async () => {
  await using standIn = await openStandIn();
  standIn.onPost = () => ({ code: 'unavailable', retryAfter: 86_400 });
  await expect(sendTo(standIn, { count: 10 })).rejects.toThrow('asks to wait 1440 minutes');
});

test('a server that has not yet heard of the survey is asked again', async () => {
  await using standIn = await openStandIn();
  let left = 3;
  standIn.onPost = () => (left-- > 0 ? { code: 'unknown-survey' } : undefined);
  expect(await sendTo(standIn, { count: 5 })).toMatchObject({ stored: 5, refused: {} });
});

test('a refused row is counted with the reason and the others go on', async () => {
  await using standIn = await openStandIn();
  standIn.onPost = ({ score }) => (score === 3 ? { code: 'invalid', detail: 'score must be lower.' } : undefined);
  const progress = await sendTo(standIn, { count: 11 });
  expect(progress).toMatchObject({
    done: 11,
    stored: 10,
    refused: { 'score must be lower.': { count: 1, rows: ['4'] } },
  });
});
