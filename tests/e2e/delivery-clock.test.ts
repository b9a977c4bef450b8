import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { timeOf } from '../../core/id.ts';
import {
  card,
  choose,
  giveInVain,
  held,
  keptText,
  nothingKept,
  notice,
  openStage,
  replayed,
  type Stage,
  sentSoFar,
} from './faults/stage.ts';

let stage: Stage;

beforeAll(async () => {
  stage = await openStage();
  stage.page('/other', 'data-auto="false"');
});
afterAll(() => stage.close());
afterEach(() => stage.clear());

const hourMs = 3_600_000;
const times = async () => (await stage.rows()).map(({ id }) => timeOf(id));

it('a clock two days behind is believed: the response has the time that the visitor had', async () => {
  const before = Date.now();
  const page = await stage.open('/', { aheadMs: -48 * hourMs });
  await choose(page, 6);
  await expect.poll(times).toHaveLength(1);
  const [at = 0] = await times();
  expect(at).toBeGreaterThanOrEqual(before - 48 * hourMs);
  expect(at).toBeLessThanOrEqual(Date.now() - 48 * hourMs);
});

describe('with a clock an hour ahead a response has the time of the server, and is one', () => {
  const ahead = { aheadMs: hourMs };
  const before = Date.now();
  const expectOne = async (row: object) => {
    expect(await stage.rows()).toMatchObject([row]);
    const [at = 0] = await times();
    expect(at).toBeGreaterThanOrEqual(before);
    expect(at).toBeLessThanOrEqual(Date.now());
  };

  it.each(['the first post', 'the second post'])('when it is changed before %s is answered', async (which) => {
    const { proxy, open } = stage;
    const page = await open('/', ahead);
    await notice(page);
    const [first, second] = [held(), held()];
    proxy.next = [first.deed, second.deed];
    await choose(page, 2);
    await choose(page, 9);
    await expect.poll(() => proxy.posts).toHaveLength(2);
    const [one, other] = which === 'the first post' ? [second, first] : [first, second];
    one.pass();
    await expect.poll(() => proxy.posts.filter(({ status }) => status === 409)).toHaveLength(1);
    other.pass();
    await nothingKept(page);
    await card(page).getByRole('textbox').fill('The last word');
    await card(page).getByRole('button', { name: 'Send' }).click();
    await card(page).getByText('Thank you').waitFor();
    await expectOne({ score: 9, comment: 'The last word' });
  });

  it('when the answer to the new id is lost', async () => {
    const { proxy, open } = stage;
    const page = await open('/', ahead);
    await notice(page);
    proxy.next = ['pass', 'lose', 'lose'];
    await choose(page, 2);
    await expect.poll(() => proxy.posts.some(({ status }) => status === 200)).toBe(true);
    await nothingKept(page);
    await expectOne({ score: 2 });
  });

  it('when it was kept by an earlier visit', async () => {
    await giveInVain(stage, 3, ahead);
    const page = await stage.open('/other');
    await nothingKept(page);
    await expectOne({ score: 3 });
  });

  it('when another tab finds it kept while it is on its way', async () => {
    const { proxy, open } = stage;
    const page = await open('/', ahead);
    await notice(page);
    const { deed, pass } = held();
    proxy.next = [deed];
    await choose(page, 4);
    await expect.poll(() => proxy.posts).toHaveLength(1);
    const other = await open('/other');
    await replayed(other, stage);
    await sentSoFar(other, stage);
    pass();
    await nothingKept(page);
    await card(page).getByRole('textbox').fill('One of one');
    await card(page).getByRole('button', { name: 'Send' }).click();
    await card(page).getByText('Thank you').waitFor();
    await expectOne({ score: 4, comment: 'One of one' });
  });

  it('when the network comes back before what follows the score has come', async () => {
    const { open, context, rows } = { open: stage.open, context: () => stage.context, rows: stage.rows };
    const page = await open('/', ahead);
    await card(page).waitFor();
    await context().setOffline(true);
    await choose(page, 8);
    await card(page).getByText(keptText).waitFor();
    await context().setOffline(false);
    await expect.poll(rows).toHaveLength(1);
    await card(page).getByRole('textbox').fill('Back again');
    await card(page).getByRole('button', { name: 'Send' }).click();
    await card(page).getByText('Thank you').waitFor();
    await nothingKept(page);
    await expectOne({ score: 8, comment: 'Back again' });
  });

  it('when another tab has delivered it before what follows the score has come', async () => {
    const { proxy, open } = stage;
    const { deed, pass } = held();
    proxy.onFile = (path) => (path.endsWith('/reply.js') ? deed : 'pass');
    const page = await open('/', ahead);
    await choose(page, 4);
    await expect.poll(() => proxy.posts.some(({ status }) => status === 409)).toBe(true);
    const other = await open('/other');
    await nothingKept(other);
    pass();
    await card(page).getByRole('textbox').fill('After all');
    await card(page).getByRole('button', { name: 'Send' }).click();
    await card(page).getByText('Thank you').waitFor();
    await expectOne({ score: 4, comment: 'After all' });
  });

  it('when the server does not know its own time: it is not asked again and again at once', async () => {
    const { proxy, open } = stage;
    const page = await open('/', ahead);
    await notice(page);
    const refusal = { status: 409, body: JSON.stringify({ code: 'clock-ahead', now: Date.now() }) };
    proxy.next = Array.from({ length: 40 }, () => refusal);
    await choose(page, 4);
    await card(page).getByText(keptText).waitFor();
    expect(proxy.posts.length).toBeLessThan(5);
    proxy.next = [];
    await nothingKept(page);
    await expectOne({ score: 4 });
  });
});
