import { env } from 'cloudflare:workers';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { dayMs, dayOf, type PeriodName, periodOf, periods, previousOf } from '../../core/periods.ts';
import type { Results } from '../../core/results.ts';
import { app } from '../../worker/app.ts';
import { foldIfDue, foldSizes } from '../../worker/store/fold.ts';
import { idAt, openShop, post, problemOf } from './fixtures.ts';
import { metered } from './metered.ts';

const noon = Date.UTC(2026, 10, 22, 12);
const minute = 60_000;

beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'], now: noon }));
afterEach(() => void vi.useRealTimers());

/** A shop with what its visitors and its team do. */
async function openResults(survey = {}) {
  const { site, session, call } = await openShop(survey);
  const path = `/api/sites/${site}/surveys/nps/results`;
  const ask = (period = '28d', headers = {}) => call('GET', `${path}?period=${period}`, undefined, headers);
  return {
    site,
    session,
    path,
    call,
    ask,
    read: async (period = '28d') => (await (await ask(period)).json()) as Results,
    respond: async (score: number, { id = idAt(Date.now()), rev = 1, ...more }: Partial<Posted> = {}) => {
      const answer = await post('/v1/r', { site, survey: 'nps', id, rev, score, ...more });
      expect(answer.ok).toBe(true);
      return id;
    },
    view: async (id = idAt(Date.now()), dismissed = false) => {
      expect((await post('/v1/v', { site, survey: 'nps', id, dismissed })).ok).toBe(true);
      return id;
    },
  };
}

interface Posted {
  id: string;
  rev: number;
  comment: string;
  page: string;
}

const names = Object.keys(periods) as PeriodName[];

describe('results', () => {
  it('of no response are no score: neither 0 nor NaN, in no place', async () => {
    const { ask } = await openResults();
    const text = await (await ask()).text();
    const { current, previous, trend, newestComments, ...rest } = JSON.parse(text) as Results;
    const nothing = { n: 0, counts: Array(11).fill(0), views: 0, dismissals: 0, comments: 0 };
    expect([current, previous]).toEqual([nothing, nothing]);
    expect(trend.map((point) => Object.keys(point))).toEqual(Array(28).fill(['from', 'to', 'n']));
    expect(newestComments).toEqual([]);
    expect(Object.keys(rest).sort()).toEqual([
      'breaks',
      'hasResponses',
      'needed',
      'otherScales',
      'period',
      'rowsRead',
      'scale',
      'site',
      'survey',
    ]);
    expect(text).not.toMatch(/null|NaN|score/u);
  });

  it('of one response are a score without an interval, of two with one', async () => {
    const { read, respond } = await openResults();
    await respond(10);
    const { current, trend } = await read();
    const score = { value: 100, n: 1, few: true, unit: 'points', groups: { low: 0, middle: 0, high: 1 } };
    expect(current).toMatchObject({ n: 1, score });
    expect(current.score).toEqual(score);
    expect(trend.at(-1)).toEqual({ from: dayOf(noon), to: dayOf(noon), n: 1, score });
    await respond(0);
    const two = (await read()).current.score;
    expect(two).toMatchObject({ value: 0, n: 2, low: expect.any(Number), high: expect.any(Number) });
    expect((two?.low ?? 0) < 0 && (two?.high ?? 0) > 0).toBe(true);
  });

  it('count each score once, also when it is sent again, and a changed one where it now is', async () => {
    const { read, respond } = await openResults();
    const id = await respond(3);
    await respond(3, { id });
    await respond(9, { id, rev: 2 });
    await respond(7);
    const counts = Array(11).fill(0);
    counts[9] = counts[7] = 1;
    expect((await read()).current).toMatchObject({ n: 2, counts });
  });

  it.each(names)('have a trend that covers the period without a gap: %s', async (name) => {
    const { read, respond } = await openResults();
    const { from, to } = periodOf(name, noon);
    const step = Math.ceil(periods[name].days / 20);
    for (let day = from; day <= to; day += step) await respond(9, { id: idAt(day * dayMs) });
    const { period, current, trend } = await read(name);
    expect(period).toEqual({ from, to });
    expect([trend[0]?.from, trend.at(-1)?.to]).toEqual([from, to]);
    for (const [index, point] of trend.entries()) {
      expect(point.from).toBe((trend[index - 1]?.to ?? from - 1) + 1);
      expect(point.to - point.from).toBeLessThan(periods[name].bucket);
    }
    expect(current.n).toBe(Math.ceil(periods[name].days / step));
    expect(trend.reduce((sum, { n }) => sum + n, 0)).toBe(current.n);
    expect(trend.every(({ n, score }) => (score === undefined) === (n === 0))).toBe(true);
  });

  it('hold what lies in the period to the millisecond, and compare it to the one before', async () => {
    const { read, respond, view } = await openResults();
    const period = periodOf('7d', noon);
    const before = previousOf(period);
    for (const at of [period.from * dayMs, noon]) await view(await respond(10, { id: idAt(at) }));
    for (const at of [before.from * dayMs, period.from * dayMs - 1]) await view(await respond(0, { id: idAt(at) }));
    for (const at of [0, before.from * dayMs - 1]) await view(await respond(5, { id: idAt(at) }));
    const { current, previous, change } = await read('7d');
    expect(current).toMatchObject({ n: 2, views: 2, score: { value: 100 } });
    expect(previous).toMatchObject({ n: 2, views: 2, score: { value: -100 } });
    expect(change).toMatchObject({ value: 200, few: true });
  });

  it('have no change where one of the periods has no response', async () => {
    const { read, respond } = await openResults();
    await respond(10);
    expect(await read('7d')).not.toHaveProperty('change');
    await respond(10, { id: idAt(noon - 7 * dayMs) });
    expect((await read('7d')).change).toEqual({ value: 0, word: 'no real change', few: true });
  });

  it('count a dismissal as a view and not as a response', async () => {
    const { read, view } = await openResults();
    await view(await view(), true);
    await view(undefined, true);
    await view();
    const { current } = await read();
    expect(current).toMatchObject({ n: 0, views: 3, dismissals: 2, responseRate: { value: 0 } });
    expect(current).not.toHaveProperty('score');
  });

  it('have a response rate where views are counted, and none where there are more responses than views', async () => {
    const { read, respond, view } = await openResults();
    await respond(9);
    expect((await read()).current).not.toHaveProperty('responseRate');
    for (let shown = 0; shown < 3; shown++) await view();
    await view(await respond(8));
    expect((await read()).current).toMatchObject({ n: 2, views: 4, responseRate: { value: 0.5 } });
    for (let more = 0; more < 3; more++) await respond(9);
    expect((await read()).current).not.toHaveProperty('responseRate');
  });

  it('list the newest 20 comments of the period, newest first, by ids that cannot change them', async () => {
    const { ask, respond } = await openResults();
    const first = periodOf('28d', noon).from * dayMs;
    await respond(9, { id: idAt(first - 1), comment: 'too old' });
    const ids: string[] = [];
    for (let index = 0; index < 25; index++) {
      ids.push(
        await respond(index % 11, { id: idAt(first + index * dayMs), comment: `no. ${index}`, page: `/${index}` }),
      );
      await respond(9, { id: idAt(first + index * dayMs + 1) });
    }
    const text = await (await ask()).text();
    const { newestComments, current } = JSON.parse(text) as Results;
    const expected = ids.map((id, index) => ({
      id: id.slice(0, -8),
      at: first + index * dayMs,
      score: index % 11,
      page: `/${index}`,
      comment: `no. ${index}`,
    }));
    expect(newestComments).toEqual(expected.reverse().slice(0, 20));
    expect(current).toMatchObject({ n: 50, comments: 25, commentRate: { value: 0.5 } });
    for (const id of ids) expect(text).not.toContain(id.slice(-8));
  });

  it('list a comment as it now is, and not once it is taken back', async () => {
    const { read, respond } = await openResults();
    const id = await respond(9, { comment: 'draft' });
    await respond(9, { id, rev: 2, comment: '<b>fine</b>' });
    expect((await read()).newestComments).toMatchObject([{ comment: '<b>fine</b>' }]);
    await respond(9, { id, rev: 3 });
    expect(await read()).toMatchObject({ newestComments: [], current: { comments: 0 } });
  });

  it('are of this survey of this site alone', async () => {
    const { call, site, read, respond } = await openResults();
    const other = await openResults();
    await call(
      'PUT',
      `/api/sites/${site}/surveys/csat`,
      await (await call('GET', `/api/sites/${site}/surveys/nps`)).json(),
    );
    await post('/v1/r', { site, survey: 'csat', id: idAt(noon), rev: 1, score: 1, comment: 'another survey' });
    await other.respond(2, { comment: 'another site' });
    await respond(10);
    expect(await read()).toMatchObject({ current: { n: 1, comments: 0, score: { value: 100 } }, newestComments: [] });
  });

  it('of a period that there is not are refused', async () => {
    const { ask } = await openResults();
    const reason = 'must be one of 7d, 28d, 90d, 365d';
    for (const period of ['1d', '28', '28D', '', '28d%00', '__proto__', 'constructor', '7d,28d', '-7d']) {
      const { code, errors } = await problemOf(await ask(period));
      expect([period, code, errors]).toEqual([period, 'invalid', [{ field: 'period', reason }]]);
    }
  });

  it('are of 28 days where no period is named, and of no survey that there is not', async () => {
    const { call, path } = await openResults();
    expect(((await (await call('GET', path)).json()) as Results).period).toEqual(periodOf('28d', noon));
    expect((await problemOf(await call('GET', path.replace('/nps/', '/none/')))).code).toBe('unknown-survey');
    expect((await problemOf(await call('GET', path.replace('/shop-', '/none-')))).code).toBe('unknown-site');
  });
});

describe('the ETag of results', () => {
  const tagOf = async (answer: Promise<Response>) => {
    const { status, headers } = await answer;
    return [status, headers.get('ETag') ?? ''] as const;
  };

  it('is the same while nothing happens, which is then all that is answered', async () => {
    const { ask, respond } = await openResults();
    await respond(9);
    const [, tag] = await tagOf(ask());
    const again = await ask('28d', { 'If-None-Match': tag });
    expect([again.status, await again.text(), again.headers.get('ETag')]).toEqual([304, '', tag]);
    expect(again.headers.get('Cache-Control')).toBe('private, no-cache');
  });

  it('is another one after a response, a changed score, a comment, for another period and for a renamed survey', async () => {
    const { ask, respond, call, site } = await openResults();
    const tags = [(await tagOf(ask()))[1]];
    const expectAnother = async (period = '28d') => {
      const [status, tag] = await tagOf(ask(period, { 'If-None-Match': tags.at(-1) }));
      expect([status, tags.includes(tag)]).toEqual([200, false]);
      tags.push(tag);
    };
    const id = await respond(9);
    await expectAnother();
    await respond(8, { id, rev: 2 });
    await expectAnother();
    await respond(8, { id, rev: 3, comment: 'so so' });
    await expectAnother();
    await expectAnother('7d');
    const survey = (await (await call('GET', `/api/sites/${site}/surveys/nps`)).json()) as object;
    await call('PUT', `/api/sites/${site}/surveys/nps`, { ...survey, name: 'Renamed' });
    await expectAnother('7d');
  });

  it('is another one at the latest five minutes after a response that came late, and on the next day', async () => {
    const { ask, respond } = await openResults();
    for (let newer = 0; newer < 20; newer++) await respond(9);
    const [, tag] = await tagOf(ask());
    await respond(0, { id: idAt(noon - dayMs) });
    vi.setSystemTime(noon + 5 * minute);
    expect((await tagOf(ask('28d', { 'If-None-Match': tag })))[0]).toBe(200);
    vi.setSystemTime(noon + dayMs);
    expect((await tagOf(ask('28d', { 'If-None-Match': tag })))[0]).toBe(200);
  });

  it('is known again when a proxy that compressed the answer has made it a weak one', async () => {
    const { ask } = await openResults();
    const [, tag] = await tagOf(ask());
    for (const sent of [`W/${tag}`, `"other", ${tag}`]) {
      expect([sent, (await ask('28d', { 'If-None-Match': sent })).status]).toEqual([sent, 304]);
    }
  });
});

describe('a view of 90 days', () => {
  const days = Array.from({ length: 180 }, (_, index) => (dayOf(noon) - index) * dayMs);

  /** A view and a response to it at each of these times. */
  async function fill(site: string, times: number[]) {
    const rows = times.map((at) => ({ id: idAt(at), day: dayOf(at), score: at % 11 }));
    const from = (sql: string) => env.DB.prepare(`${sql} FROM json_each(?2)`).bind(site, JSON.stringify(rows));
    await env.DB.batch([
      from(
        `INSERT INTO response (site, survey, id, rev, received_at, day, score, page)
         SELECT ?1, 'nps', value ->> 'id', 1, 0, value ->> 'day', value ->> 'score', '/'`,
      ),
      from(
        `INSERT INTO view (site, survey, id, dismissed, day, page) SELECT ?1, 'nps', value ->> 'id', 0, value ->> 'day', '/'`,
      ),
    ]);
  }

  /** What one view costs when every day has its tallies and so many responses and views lie above the watermark. */
  async function costWithTail(tail: number) {
    const { site, session, path } = await openResults();
    await fill(
      site,
      days.flatMap((day) => [1, 2, 3, 4, 5].map((hour) => day + hour * 60 * minute)),
    );
    await foldIfDue(env.DB, { site, survey: 'nps' }, { at: 0, keeps: 0, chunk: 5000 });
    await fill(
      site,
      Array.from({ length: tail / 2 }, (_, index) => noon - 60 * minute + index),
    );

    const ask = async (db: D1Database, headers = {}) => {
      const Authorization = `Bearer ${session}`;
      const request = new Request(`http://localhost${path}?period=90d`, { headers: { Authorization, ...headers } });
      return await app.fetch(request, { ...env, DB: db });
    };
    const [first, second] = [metered(env.DB), metered(env.DB)];
    const answer = await ask(first);
    const { current, previous, rowsRead } = (await answer.json()) as Results;
    const n = 90 * 5 + tail / 2;
    expect([current.n, current.views, previous.n]).toEqual([n, n, 90 * 5]);
    const again = await ask(second, { 'If-None-Match': answer.headers.get('ETag') });
    expect([again.status, first.rowsWritten, second.rowsWritten]).toEqual([304, 0, 0]);
    return { said: rowsRead, all: first.rowsRead, again: second.rowsRead };
  }

  it.each([
    ['just after a fold', foldSizes.keeps],
    ['just before the next one', foldSizes.at],
  ])('reads at most 1,500 rows, and 25 where nothing has changed: %s', async (_, tail) => {
    const { said, all, again } = await costWithTail(tail);
    expect(said).toBeGreaterThan(180 + tail);
    expect(all).toBeGreaterThan(said);
    expect(again).toBeLessThanOrEqual(25);
    expect({ said, all }).toEqual({
      said: expect.toSatisfy((rows: number) => rows <= 1500, 'at most 1,500'),
      all: expect.toSatisfy((rows: number) => rows <= 1500, 'at most 1,500'),
    });
  });
});
