import { env, exports } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import type { Survey, Variant, WidgetConfig } from '../../core/contract.ts';
import type { ResponseItem, ResponseList } from '../../core/lists.ts';
import { dayMs, dayOf } from '../../core/periods.ts';
import type { Breakdown, ExperimentResults, Results, Verification } from '../../core/results.ts';
import { app } from '../../worker/app.ts';
import { foldIfDue } from '../../worker/store/fold.ts';
import { putResponse } from '../../worker/store/responses.ts';
import { readCounts } from '../../worker/store/results.ts';
import { forgetSite } from '../../worker/store/site-cache.ts';
import { putSurvey } from '../../worker/store/surveys.ts';
import { putView } from '../../worker/store/views.ts';
import { idAt, npsSurvey, openShop, origin, post, problemOf } from './fixtures.ts';
import { metered } from './metered.ts';

const variants: Variant[] = [
  { id: 'ten', change: {} },
  { id: 'faces', change: { scale: 'csat', look: 'faces' } },
];

async function openScales(change: Partial<Survey> = { variants }) {
  const shop = await openShop(change);
  const { site, call } = shop;
  const path = `/api/sites/${site}/surveys/nps`;
  const key = { site, survey: 'nps' };
  const json = async <T>(to: string) => (await (await call('GET', to)).json()) as T;
  const respond = async (score: number, variant?: string, more: object = {}) => {
    const id = idAt(Date.now() - 1000);
    const answer = await post('/v1/r', { ...key, id, rev: 1, score, ...(variant && { variant }), ...more });
    return { answer, id };
  };
  const give = async (scores: number[], variant?: string) => {
    for (const score of scores) expect((await respond(score, variant)).answer.status).toBe(201);
  };
  return {
    ...{ ...shop, path, key, respond, give },
    put: (changed: Partial<Survey>) => call('PUT', path, { ...npsSurvey, ...changed }),
    declare: (variant: string) => call('POST', `${path}/winner`, { variant }),
    fold: () => foldIfDue(env.DB, key, { at: 0, keeps: 0, chunk: 1000 }),
    results: (scale?: string) => json<Results>(`${path}/results?period=7d${scale ? `&scale=${scale}` : ''}`),
    experiment: () => json<ExperimentResults>(`${path}/experiment`),
    breakdown: (query: string) => json<Breakdown>(`${path}/breakdown?period=7d&${query}`),
    list: async (query = '') => (await json<ResponseList>(`/api/sites/${site}/responses?${query}`)).items,
    verify: async () => (await json<Verification>(`${path}/verification`)).differences,
    config: async () => (await (await exports.default.fetch(`http://localhost/o/${site}.json`)).json()) as WidgetConfig,
  };
}

/** How many responses, and the score, of the results on a scale. */
const said = ({ scale, otherScales, current: { n, score } }: Results) => ({
  scale,
  n,
  score: score?.value,
  otherScales,
});

describe('a score', () => {
  it('is checked against the scale of its variant, and where it has none that there is against that of the survey', async () => {
    const { respond } = await openScales();
    const statusOf = async (score: number, variant?: string) => (await respond(score, variant)).answer.status;
    expect(await Promise.all([5, 1].map((score) => statusOf(score, 'faces')))).toEqual([201, 201]);
    expect(await Promise.all([9, 0].map((score) => statusOf(score, 'faces')))).toEqual([400, 400]);
    expect(await Promise.all(['ten', 'gone', 'constructor', undefined].map((one) => statusOf(9, one)))).toEqual(
      Array(4).fill(201),
    );
    const { errors } = await problemOf((await respond(6, 'faces')).answer);
    expect(errors).toEqual([{ field: 'score', reason: 'must be a whole number, 1 to 5' }]);
  });

  it('cannot be changed to one on another scale', async () => {
    const { key, respond, results } = await openScales();
    const { id } = await respond(4, 'faces');
    const later = (more: object) => post('/v1/r', { ...key, id, rev: 2, ...more });
    expect((await problemOf(await later({ score: 9, variant: 'ten' }))).code).toBe('closed');
    expect((await problemOf(await later({ score: 4 }))).code).toBe('closed');
    expect((await later({ score: 1, variant: 'faces', comment: 'No.' })).status).toBe(200);
    expect([said(await results()).n, said(await results('csat')).score]).toEqual([0, 0]);
  });
});

describe('a variant that another isolate has just published', () => {
  it('has its scores on its scale here as well', async () => {
    const { site, respond, give, results } = await openScales({});
    await give([9]);
    await putSurvey(env.DB, site, 'nps', { ...npsSurvey, variants });
    expect((await respond(9, 'faces')).answer.status).toBe(400);
    expect((await respond(4, 'faces')).answer.status).toBe(201);
    expect(said(await results('csat'))).toMatchObject({ n: 1, otherScales: [{ scale: 'nps', n: 1 }] });
  });

  it('is looked for about once a second, whatever names are sent that it has not', async () => {
    const { key } = await openScales();
    let reads = 0;
    const DB = {
      batch: (all: D1PreparedStatement[]) => env.DB.batch(all),
      prepare(sql: string) {
        if (/FROM survey\b/u.test(sql)) reads++;
        return env.DB.prepare(sql);
      },
    };
    const begunAt = Date.now();
    for (let sent = 0; sent < 30; sent++) {
      const body = JSON.stringify({ ...key, id: idAt(Date.now()), variant: `none-${sent}` });
      const request = new Request('http://localhost/v1/v', { method: 'POST', headers: { Origin: origin }, body });
      expect((await app.fetch(request, { ...env, DB })).status).toBe(204);
    }
    // Once as it is kept, once more for the first name, and again after each second.
    expect(reads).toBeLessThanOrEqual(2 + (2 * (Date.now() - begunAt)) / 1000);
  });
});

describe('numbers', () => {
  it.each([
    ['above the watermark', false],
    ['below it', true],
  ])('are of one scale each, %s', async (_, isFolded) => {
    const { give, respond, fold, results, verify, call, path } = await openScales();
    await give([10, 0], 'ten');
    await give([9]);
    await give([5, 5, 1], 'faces');
    const gone = await respond(1, 'faces');
    const { id } = await respond(5, 'faces');
    if (isFolded) await fold();
    await post('/v1/r', { site: path.split('/')[3], survey: 'nps', id, rev: 2, score: 2, variant: 'faces' });
    await call('DELETE', `${path}/responses/${gone.id}`);
    const own = { scale: 'nps', n: 3, score: expect.closeTo(100 / 3), otherScales: [{ scale: 'csat', n: 4 }] };
    const other = { scale: 'csat', n: 4, score: 0.5, otherScales: [{ scale: 'nps', n: 3 }] };
    expect([said(await results()), said(await results('csat'))]).toEqual([own, other]);
    expect(await verify()).toEqual([]);
    const { current, trend } = await results('csat');
    expect(current.counts).toEqual([0, 1, 1, 0, 0, 2, 0, 0, 0, 0, 0]);
    expect(trend.reduce((sum, { n }) => sum + n, 0)).toBe(4);
  });

  it('of another scale are those that the survey has been asked on, and of no other', async () => {
    const { call, path } = await openScales();
    const { errors } = await problemOf(await call('GET', `${path}/results?scale=stars`));
    expect(errors).toEqual([{ field: 'scale', reason: 'must be one of nps, csat' }]);
  });

  it('have the comments and views of their own scale', async () => {
    const { key, respond, results } = await openScales();
    await respond(4, 'faces', { comment: 'Fine.' });
    await respond(9, 'ten', { comment: 'Good.' });
    await post('/v1/v', { ...key, id: idAt(Date.now()), variant: 'faces' });
    const [own, other] = [await results(), await results('csat')];
    expect([own, other].map(({ newestComments }) => newestComments.map(({ comment }) => comment))).toEqual([
      ['Good.'],
      ['Fine.'],
    ]);
    expect([own, other].map(({ current }) => [current.comments, current.views])).toEqual([
      [1, 0],
      [1, 1],
    ]);
  });

  it('by variant have each on its own scale, by every other facet those of the scale that is asked for', async () => {
    const { give, fold, breakdown } = await openScales();
    await give([10, 10, 10], 'ten');
    await give([5, 1], 'faces');
    await fold();
    await give([4], 'faces');
    const shown = ({ groups = [] }: Breakdown) =>
      groups.map(({ values, n, score, scale }) => [...values, n, score?.value, scale]);
    expect(shown(await breakdown('by=variant'))).toEqual([
      ['faces', 3, 2 / 3, 'csat'],
      ['ten', 3, 100, undefined],
    ]);
    expect(shown(await breakdown('by=variant&scale=csat'))).toEqual([
      ['faces', 3, 2 / 3, undefined],
      ['ten', 3, 100, 'nps'],
    ]);
    expect(shown(await breakdown('by=stage'))).toEqual([]);
    const combined = (more = '') => breakdown(`by=variant&by=device&upTo=100${more}`);
    expect(shown(await combined())).toEqual([
      ['faces', '', 3, 2 / 3, 'csat'],
      ['ten', '', 3, 100, undefined],
    ]);
    const rows = await breakdown('by=device&by=locale&upTo=100');
    expect([rows.rowsToRead, shown(rows)]).toEqual([12, [['', '', 3, 100, undefined]]]);
    expect(shown(await breakdown('by=device&by=locale&upTo=100&scale=csat'))).toEqual([['', '', 3, 2 / 3, undefined]]);
  });
});

describe('an experiment of two scales', () => {
  it('has each score on its own scale, compares rates alone, and judges by them', async () => {
    const { key, experiment, fold } = await openScales();
    const write = async (variant: string, { scale, of, score }: { scale: '' | 'csat'; of: number; score: number }) => {
      for (let at = 0; at < 100; at++) {
        const row = { ...key, id: idAt(Date.now() - 1000 - at), variant, scale, page: '/' };
        await putView(env.DB, row);
        if (at < of) await putResponse(env.DB, { ...row, rev: 1, score }, Date.now());
      }
    };
    await write('ten', { scale: '', of: 40, score: 10 });
    await write('faces', { scale: 'csat', of: 70, score: 1 });
    await fold();
    const { variants: shown, comparisons, verdict, rowsRead } = await experiment();
    expect(shown).toMatchObject([
      { id: 'ten', scale: 'nps', n: 40, views: 100, score: { value: 100, unit: 'points' } },
      { id: 'faces', scale: 'csat', n: 70, views: 100, score: { value: 0, unit: 'share' } },
    ]);
    expect(comparisons.map(({ metric }) => metric)).toEqual(['responseRate', 'commentRate']);
    const [rate, comments] = comparisons;
    // Holm over the two that are compared: the lesser p is doubled, and not tripled.
    expect(rate?.adjustedP).toBeCloseTo(2 * (rate?.p ?? 1), 12);
    expect(comments?.value).toBe(0);
    expect(verdict).toEqual({ reason: 'winner', winner: 'faces' });
    // A cell for each variant, and what it takes to look for them in two series and above the watermark.
    expect(rowsRead).toBeLessThanOrEqual(10);
  });
});

describe('a variant', () => {
  it('keeps the scale that pages may know of it, though nothing is stored', async () => {
    const { put } = await openScales();
    const stars: Variant[] = [
      { id: 'ten', change: {} },
      { id: 'faces', change: { scale: 'stars' } },
    ];
    expect((await problemOf(await put({ variants: stars }))).code).toBe('fixed');
    expect((await put({})).status).toBe(200);
    expect((await problemOf(await put({ variants: stars }))).code).toBe('fixed');
    expect(
      (
        await put({
          variants: [
            { id: 'ten', change: {} },
            { id: 'five', change: { scale: 'stars' } },
          ],
        })
      ).status,
    ).toBe(200);
  });

  it('that is no more has its late responses on its scale, and is stored as none', async () => {
    const { put, respond, results, list } = await openScales();
    await put({});
    expect((await respond(9, 'faces')).answer.status).toBe(400);
    expect((await respond(5, 'faces')).answer.status).toBe(201);
    expect(said(await results())).toMatchObject({ n: 0, otherScales: [{ scale: 'csat', n: 1 }] });
    expect((await list()).map(({ scale, segment, variant }) => [scale, segment, variant])).toEqual([
      ['csat', 'high', undefined],
    ]);
  });

  it('on another scale says nothing that was said of the survey’s', async () => {
    const translations = { de: { question: 'Wie?', thanks: 'Danke.' } };
    const { config } = await openScales({ variants, translations });
    const { surveys, ui } = await config();
    const [ten, faces] = surveys[0]?.variants ?? [];
    expect(ui).toBe('full');
    expect(ten).toMatchObject({ question: npsSurvey.question, low: npsSurvey.low, translations });
    expect(ten).not.toHaveProperty('metric');
    expect(faces).toMatchObject({ metric: 'csat', min: 1, segments: '00122', look: 'faces', thanks: npsSurvey.thanks });
    expect(faces?.translations).toEqual({ de: { thanks: 'Danke.' } });
    for (const name of ['question', 'low', 'high']) expect(faces).not.toHaveProperty(name);
  });
});

describe('a winner on another scale', () => {
  it('is the survey from then on, with the numbers that were given on it; the former ones stay as they are', async () => {
    const { give, fold, declare, results, respond, verify, path, call } = await openScales();
    await give([10, 10], 'ten');
    await give([0]);
    await give([5], 'faces');
    await fold();
    const after = (await (await declare('faces')).json()) as Survey;
    const { question, low, high, ...rest } = npsSurvey;
    expect(after).toEqual({ ...rest, scale: 'csat', look: 'faces' });
    expect(await (await call('GET', path)).json()).toEqual(after);
    await give([2], 'faces');
    const own = { scale: 'csat', n: 2, score: 0.5, otherScales: [{ scale: 'nps', n: 3 }] };
    const former = { scale: 'nps', n: 3, score: expect.closeTo(100 / 3), otherScales: [{ scale: 'csat', n: 2 }] };
    expect([said(await results()), said(await results('nps'))]).toEqual([own, former]);
    for (const scale of ['csat', 'nps']) expect((await results(scale)).breaks).toMatchObject([{ winner: 'faces' }]);
    // A page from before it was declared, one from before the experiment, and one that repeats itself.
    const late = [await respond(9, 'ten'), await respond(9), await respond(9, 'faces')];
    expect(late.map(({ answer }) => answer.status)).toEqual([201, 201, 400]);
    expect([said(await results()).n, said(await results('nps')).n]).toEqual([2, 5]);
    await fold();
    expect([said(await results()).n, said(await results('nps')).n, await verify()]).toEqual([2, 5, []]);
  });

  it('is what pages say they ask, so that their scores are known to be on its scale', async () => {
    const { declare, config, put } = await openScales();
    expect((await config()).surveys[0]).not.toHaveProperty('variant');
    const after = (await (await declare('faces')).json()) as Survey;
    expect((await config()).surveys[0]).toMatchObject({ variant: 'faces', metric: 'csat', segments: '00122' });
    expect((await problemOf(await put({}))).code).toBe('fixed');
    const again = [
      { id: 'csat', change: {} },
      { id: 'ten-again', change: { scale: 'nps' } },
    ] as const;
    expect((await put({ ...after, variants: [...again] })).status).toBe(200);
    const [asked] = (await config()).surveys;
    expect(asked?.variants?.map(({ variant, metric }) => [variant, metric])).toEqual([
      ['csat', 'csat'],
      ['ten-again', undefined],
    ]);
  });

  it('has no scores counted for an experiment that is put, called off and put again', async () => {
    const { declare, config, call, path, respond, give, experiment } = await openScales();
    await give([5], 'faces');
    const after = (await (await declare('faces')).json()) as Survey;
    const next: Variant[] = [
      { id: 'five', change: {} },
      { id: 'ten-again', change: { scale: 'nps' } },
    ];
    await call('PUT', path, { ...after, variants: next });
    await call('PUT', path, after);
    const page = (await config()).surveys[0];
    await call('PUT', path, { ...after, variants: next });
    expect((await respond(4, page?.variant)).answer.status).toBe(201);
    expect((await experiment()).variants.map(({ id, n }) => [id, n])).toEqual([
      ['five', 0],
      ['ten-again', 0],
    ]);
  });

  it('that asks on the survey’s own scale leaves pages as they were', async () => {
    const { declare, config } = await openScales();
    await declare('ten');
    expect((await config()).surveys[0]).not.toHaveProperty('variant');
  });
});

describe('responses of several scales', () => {
  const groups = async (list: (query: string) => Promise<ResponseItem[]>, group: string) =>
    (await list(`group=${group}`)).map(({ score, scale }) => [score, scale]).sort();

  it('are listed by the groups of their own scale', async () => {
    const { give, list } = await openScales();
    await give([10, 5], 'ten');
    await give([5, 1], 'faces');
    expect(await groups(list, 'high')).toEqual([
      [10, undefined],
      [5, 'csat'],
    ]);
    expect(await groups(list, 'low')).toEqual([
      [1, 'csat'],
      [5, undefined],
    ]);
  });

  it('are exported with their scale', async () => {
    const { give, call, path } = await openScales();
    await give([10], 'ten');
    await give([5], 'faces');
    const lines = (await (await call('GET', `${path}/responses.json`)).text()).trim().split('\n');
    const all = lines.map((line) => JSON.parse(line) as { score: number; scale: string });
    expect(all.map(({ score, scale }) => [score, scale]).sort()).toEqual([
      [10, 'nps'],
      [5, 'csat'],
    ]);
    expect(await (await call('GET', `${path}/responses.csv`)).text()).toMatch(/Z,5,csat,/u);
  });

  it('are counted together by the caps of their survey, folded or not', async () => {
    const { give, fold, config } = await openScales({ variants, stopAfter: 3 });
    await give([10], 'ten');
    await give([5], 'faces');
    await fold();
    expect((await config()).surveys).toHaveLength(1);
    await give([5], 'faces');
    forgetSite((await config()).site);
    expect((await config()).surveys).toEqual([]);
  });
});

describe('what several scales cost', () => {
  const all = ['', 'csat', 'stars', 'thumbs'] as const;

  it('is a row for each response and view, and a view of 90 days within 1,500 rows', async () => {
    const { key } = await openScales();
    const db = metered(env.DB);
    const now = Date.now();
    for (let day = 0; day < 90; day++) {
      for (const scale of all) {
        const row = { ...key, id: idAt(now - day * dayMs), scale, page: '/' };
        await putResponse(db, { ...row, rev: 1, score: 1 }, now);
      }
    }
    expect(db.rowsWritten).toBe(4 * 90);
    await putView(db, { ...key, id: idAt(now - 2000), scale: 'csat' });
    expect(db.rowsWritten).toBe(4 * 90 + 1);
    await foldIfDue(env.DB, key, { at: 0, keeps: 0, chunk: 5000 });
    const fill = `INSERT INTO view (site, survey, id, dismissed, day, page, scale)
      SELECT ?1, 'nps', value, 0, ?2, '/', 'csat' FROM json_each(?3)`;
    const to = dayOf(now);
    const counted = { from: to - 179, to };
    const wanted = { series: '', others: all.slice(1), counted, shown: { from: to - 89, to } } as const;
    const ids = Array.from({ length: 1000 }, (_, at) => idAt(now + at));
    await env.DB.prepare(fill).bind(key.site, to, JSON.stringify(ids)).run();
    await readCounts(env.DB, key, wanted);
    const most = 1000 - 3 * 90;
    const more = ids.slice(0, most - 200).map((_, at) => idAt(now + 1000 + at));
    await env.DB.prepare(fill).bind(key.site, to, JSON.stringify(more)).run();
    const { tailLength, others, rowsRead } = await readCounts(env.DB, key, wanted);
    expect([tailLength, others.map(({ n }) => n)]).toEqual([most, [90, 90, 90]]);
    // The 90 days before have no responses here, and would be a row each.
    expect(rowsRead).toBeLessThanOrEqual(1500 - 90);
  });
});
