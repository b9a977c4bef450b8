import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import type { Survey, Variant } from '../../core/contract.ts';
import { dayMs } from '../../core/periods.ts';
import type { ExperimentResults, Results } from '../../core/results.ts';
import { storeWinner } from '../../worker/store/experiments.ts';
import { foldIfDue } from '../../worker/store/fold.ts';
import { idAt, npsSurvey, openShop, post, problemOf } from './fixtures.ts';

const variants: Variant[] = [
  { id: 'plain', change: {} },
  { id: 'short', weight: 2, change: { question: 'Would you recommend us?', delay: 9 } },
];

async function openExperiment(change: Partial<Survey> = { variants }) {
  const shop = await openShop(change);
  const { site, call } = shop;
  const path = `/api/sites/${site}/surveys/nps`;
  const key = { site, survey: 'nps' };
  const send = async (to: '/v1/r' | '/v1/v', body: object) => {
    expect((await post(to, { ...key, ...body })).ok).toBe(true);
  };
  /** Views, and so many responses to the first of them. */
  const ask = async (variant: string, { views, scores = [] }: { views: number; scores?: number[] }) => {
    for (let at = 0; at < views; at++) {
      const id = idAt(Date.now() - dayMs - at);
      await send('/v1/v', { id, variant });
      if (at < scores.length) await send('/v1/r', { id, rev: 1, score: scores[at], variant });
    }
  };
  const read = async () => (await (await call('GET', `${path}/experiment`)).json()) as ExperimentResults;
  const put = (changed: Partial<Survey>) => call('PUT', path, { ...npsSurvey, ...changed });
  const fold = () => foldIfDue(env.DB, key, { at: 0, keeps: 0, chunk: 1000 });
  const rows = async (table: 'response' | 'view') => {
    const sql = `SELECT variant FROM ${table} WHERE site = ?1 ORDER BY id`;
    return (await env.DB.prepare(sql).bind(site).run<{ variant: string }>()).results.map(({ variant }) => variant);
  };
  return { ...shop, path, key, send, ask, read, put, fold, rows };
}

describe('what is posted of a variant', () => {
  it('is stored with it, and keeps that of its first post', async () => {
    const { send, rows } = await openExperiment();
    const [id, later] = [idAt(Date.now() - 9), idAt(Date.now())];
    for (const variant of ['short', 'plain']) await send('/v1/v', { id, variant, dismissed: variant === 'plain' });
    for (const [index, variant] of ['short', 'plain'].entries()) {
      await send('/v1/r', { id, rev: index + 1, score: index, variant });
    }
    await send('/v1/r', { id: later, rev: 1, score: 9 });
    await send('/v1/r', { id: later, rev: 2, score: 9, variant: 'short' });
    expect([await rows('view'), await rows('response')]).toEqual([['short'], ['short', '']]);
  });

  it('is stored as of none where the survey does not have it, and is not lost', async () => {
    const { send, rows, put } = await openExperiment();
    await send('/v1/v', { id: idAt(Date.now() - 2), variant: 'gone' });
    await send('/v1/r', { id: idAt(Date.now() - 1), rev: 1, score: 9, variant: 'gone' });
    await put({});
    await send('/v1/r', { id: idAt(Date.now()), rev: 1, score: 9, variant: 'short' });
    expect([await rows('view'), await rows('response')]).toEqual([[''], ['', '']]);
  });

  it('is refused where it could be no variant of any survey', async () => {
    const { key } = await openExperiment();
    const { errors } = await problemOf(await post('/v1/v', { ...key, id: idAt(Date.now()), variant: 'A B' }));
    expect(errors?.map(({ field }) => field)).toEqual(['variant']);
  });
});

describe('an experiment', () => {
  it('counts what each variant has gathered, the same above and below the watermark', async () => {
    const { ask, read, fold } = await openExperiment();
    await ask('plain', { views: 4, scores: [10, 0] });
    await ask('short', { views: 8, scores: [10, 10, 10] });
    await ask('gone', { views: 2, scores: [0] });
    const expected = {
      survey: { id: 'nps', name: npsSurvey.name },
      variants: [
        { id: 'plain', n: 2, views: 4, score: { value: 0 } },
        { id: 'short', n: 3, views: 8, score: { value: 100 } },
      ],
      verdict: { reason: 'too few' },
    };
    const before = await read();
    expect(before).toMatchObject(expected);
    await fold();
    await ask('short', { views: 1, scores: [9] });
    const after = await read();
    expect(after.variants).toMatchObject([
      { n: 2, views: 4 },
      { n: 4, views: 9 },
    ]);
    // All that lies above the watermark; then a cell for each variant, the tail, and the watermark for its two tables.
    expect([before.rowsRead, after.rowsRead]).toEqual([14 + 6, 2 + 2 + 2]);
  });

  it('calls no winner where views are not divided as the weights say', async () => {
    const { site, read } = await openExperiment();
    const ids = Array.from({ length: 400 }, (_, at) => ({
      id: idAt(Date.now() - at),
      variant: at % 2 ? 'plain' : 'short',
    }));
    await env.DB.prepare(
      `INSERT INTO view (site, survey, id, dismissed, day, page, variant)
       SELECT ?1, 'nps', value ->> 'id', 0, 20000, '/', value ->> 'variant' FROM json_each(?2)`,
    )
      .bind(site, JSON.stringify(ids))
      .run();
    const { split, verdict } = await read();
    expect([split?.mismatch, verdict]).toEqual([true, { reason: 'mismatch' }]);
    expect(split?.expected.map(Math.round)).toEqual([133, 267]);
  });

  it('is not there where a survey has no variants', async () => {
    const { call, path } = await openExperiment({});
    expect((await problemOf(await call('GET', `${path}/experiment`))).code).toBe('no-experiment');
    expect((await problemOf(await call('POST', `${path}/winner`, { variant: 'plain' }))).code).toBe('no-experiment');
  });
});

describe('variants of which something is stored', () => {
  const weighted = variants.map((variant) => ({ ...variant, weight: 3 }));

  it.each([
    ['a view above the watermark', { views: 1 }, false],
    ['a response and a view below it', { views: 1, scores: [9] }, true],
  ])('stay as they are, live or paused: %s', async (_, given, isFolded) => {
    const { ask, put, fold } = await openExperiment();
    expect((await put({ variants: weighted })).status).toBe(200);
    expect((await put({ variants })).status).toBe(200);
    await ask('short', given);
    if (isFolded) await fold();
    const codeOf = async (change: Partial<Survey>) => (await problemOf(await put(change))).code;
    expect(await codeOf({ variants: weighted })).toBe('fixed');
    expect(await codeOf({ variants: weighted, status: 'paused' })).toBe('fixed');
    expect(await codeOf({ variants: [...variants, { id: 'third', change: {} }] })).toBe('fixed');
    expect((await put({ variants, status: 'paused', name: 'Renamed' })).status).toBe(200);
    expect((await put({ variants: variants.map((one) => ({ ...one, id: `${one.id}-2` })) })).status).toBe(200);
    expect((await put({})).status).toBe(200);
    expect(await codeOf({ variants: weighted })).toBe('fixed');
  });
});

describe('a winner', () => {
  it('becomes the survey, ends the experiment and marks the trend', async () => {
    const { call, path, ask } = await openExperiment();
    await ask('short', { views: 2, scores: [9] });
    const before = Date.now();
    const won = { ...npsSurvey, ...variants[1]?.change };
    expect(await (await call('POST', `${path}/winner`, { variant: 'short' })).json()).toEqual(won);
    expect(await (await call('GET', path)).json()).toEqual(won);
    expect((await problemOf(await call('GET', `${path}/experiment`))).code).toBe('no-experiment');
    const { breaks, current } = (await (await call('GET', `${path}/results?period=7d`)).json()) as Results;
    expect(breaks).toEqual([
      { at: expect.toSatisfy((at: number) => at >= before && at <= Date.now()), winner: 'short' },
    ]);
    expect([current.n, current.views]).toEqual([1, 2]);
  });

  it('has to be one of the variants', async () => {
    const { call, path } = await openExperiment();
    const { errors } = await problemOf(await call('POST', `${path}/winner`, { variant: 'gone' }));
    expect(errors).toEqual([{ field: 'variant', reason: 'must be one of plain, short' }]);
  });

  it('is not declared of a survey that was changed meanwhile', async () => {
    const { key } = await openExperiment();
    const stale = { ...npsSurvey, name: 'Before', variants };
    expect(await storeWinner(env.DB, key, { before: stale, after: npsSurvey, winner: 'plain', at: 1 })).toBe(false);
    expect(await env.DB.prepare('SELECT * FROM trend_break WHERE site = ?1').bind(key.site).first()).toBeNull();
  });
});
