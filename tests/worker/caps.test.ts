import { env, exports } from 'cloudflare:workers';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Survey, WidgetConfig } from '../../core/contract.ts';
import { dayMs, dayOf } from '../../core/periods.ts';
import { app } from '../../worker/app.ts';
import { literalOf } from '../../worker/literal.ts';
import { foldIfDue } from '../../worker/store/fold.ts';
import { idAt, npsSurvey, openShop, post } from './fixtures.ts';
import { metered } from './metered.ts';

const noon = Date.UTC(2026, 10, 22, 12);
/** For which an isolate keeps what it has counted. */
const keptMs = 5000;

beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'], now: noon }));
afterEach(() => void vi.useRealTimers());

/** A shop whose survey has caps, and what its pages and visitors do. */
async function openCapped(survey: Partial<Survey>) {
  const { site, call } = await openShop(survey);
  const respond = async (change: object = {}) => {
    const response = { site, survey: 'nps', id: idAt(Date.now()), rev: 1, score: 9, ...change };
    return (await post('/v1/r', response)).status;
  };
  const asked = async () => {
    vi.setSystemTime(Date.now() + keptMs);
    const answers = ['js', 'json'].map((type) => exports.default.fetch(`http://localhost/o/${site}.${type}`));
    const [script = '', json = ''] = await Promise.all(answers.map(async (answer) => (await answer).text()));
    const config = JSON.parse(json) as WidgetConfig;
    expect(script).toContain(literalOf(config));
    return config.surveys.map(({ id }) => id);
  };
  const foldEverything = () => foldIfDue(env.DB, { site, survey: 'nps' }, { at: 0, keeps: 0, chunk: 10 });
  return { site, call, respond, asked, foldEverything };
}

describe('a survey that stops', () => {
  it('after some responses asks no more once they are stored, wherever they are counted', async () => {
    const { respond, asked, foldEverything } = await openCapped({ stopAfter: 3 });
    await respond({ id: idAt(noon - 400 * dayMs) });
    await foldEverything();
    const id = idAt(noon);
    await respond({ id });
    expect(await asked()).toEqual(['nps']);
    await respond({ id, rev: 2, comment: 'fast' });
    await respond({ id, rev: 2, comment: 'fast' });
    expect(await asked()).toEqual(['nps']);
    await respond();
    expect(await asked()).toEqual([]);
    await foldEverything();
    expect(await asked()).toEqual([]);
  });

  it('is asked again once it may have more, and alone of its site is left out', async () => {
    const { site, call, respond, asked } = await openCapped({ stopAfter: 1 });
    await call('PUT', `/api/sites/${site}/surveys/other`, { ...npsSurvey, stopAfter: 1 });
    await respond();
    expect(await asked()).toEqual(['other']);
    await call('PUT', `/api/sites/${site}/surveys/nps`, { ...npsSurvey, stopAfter: 2 });
    expect(await asked()).toEqual(['nps', 'other']);
  });

  it('for a day asks again on the next one, by the clock of UTC and the time of the ids', async () => {
    const { respond, asked, foldEverything } = await openCapped({ perDay: 2 });
    const midnight = (dayOf(noon) + 1) * dayMs;
    for (const at of [midnight - dayMs - 1, midnight - dayMs]) await respond({ id: idAt(at) });
    await foldEverything();
    expect(await asked()).toEqual(['nps']);
    await respond({ id: idAt(midnight - 1 - 12 * 3_600_000) });
    expect(await asked()).toEqual([]);
    vi.setSystemTime(midnight - keptMs - 1);
    expect(await asked()).toEqual([]);
    vi.setSystemTime(midnight);
    expect(await asked()).toEqual(['nps']);
    await respond();
    await respond();
    expect(await asked()).toEqual([]);
    await foldEverything();
    expect(await asked()).toEqual([]);
  });

  it('at a moment is asked to the millisecond before it, and not from then on', async () => {
    const { asked } = await openCapped({ until: '2026-11-22T13:00:30+01:00' });
    vi.setSystemTime(noon + 30_000 - keptMs - 1);
    expect(await asked()).toEqual(['nps']);
    vi.setSystemTime(noon + 30_000 - keptMs);
    expect(await asked()).toEqual([]);
  });

  it.each<Partial<Survey>>([{ stopAfter: 1 }, { perDay: 1 }, { until: '2026-11-22T12:00:01Z' }])(
    'still stores what was begun: %o',
    async (survey) => {
      const { respond, asked } = await openCapped(survey);
      const id = idAt(noon);
      expect(await respond({ id })).toBe(201);
      expect(await asked()).toEqual([]);
      expect(await respond({ id, rev: 2, comment: 'after all' })).toBe(200);
      expect(await respond()).toBe(201);
    },
  );

  it('says nothing of its caps to visitors', async () => {
    const { site } = await openCapped({ stopAfter: 77, perDay: 66, until: '2027-01-01T00:00Z' });
    const config = await (await exports.default.fetch(`http://localhost/o/${site}.json`)).text();
    expect(config).toContain(`"until":${Date.UTC(2027, 0, 1)}`);
    expect(config).not.toMatch(/stopAfter|perDay|:77\b|:66\b/u);
  });
});

describe('what a page costs', () => {
  /** Rows that are read for a page: the first after what was kept is over, and the next. */
  async function costOf(survey: Partial<Survey>) {
    const { site, respond, foldEverything } = await openCapped(survey);
    for (let day = 0; day < 20; day++) await respond({ id: idAt(noon - day * dayMs) });
    await foldEverything();
    for (let more = 0; more < 30; more++) await respond({ id: idAt(noon + 1 + more) });
    for (let views = 0; views < 50; views++) await post('/v1/v', { site, survey: 'nps', id: idAt(noon + 1 + views) });
    vi.setSystemTime(noon + keptMs);
    const db = metered(env.DB);
    const load = async () => {
      const before = db.rowsRead;
      const answer = await app.fetch(new Request(`http://localhost/o/${site}.json`), { ...env, DB: db });
      expect(((await answer.json()) as WidgetConfig).surveys).toHaveLength(1);
      return db.rowsRead - before;
    };
    return [await load(), await load()];
  }

  it('is the site and its surveys alone, once in five seconds, where no survey has a cap', async () => {
    expect(await costOf({})).toEqual([2, 0]);
  });

  it('is a row more for each day and for each response that is not folded, for a cap in all', async () => {
    expect(await costOf({ stopAfter: 1000 })).toEqual([2 + 20 + 30 + 1, 0]);
  });

  it('is a row more for each response of the day that is not folded, for a cap a day', async () => {
    expect(await costOf({ perDay: 1000 })).toEqual([2 + 1 + 30 + 1, 0]);
  });
});
