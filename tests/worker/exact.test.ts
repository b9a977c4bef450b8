import { env } from 'cloudflare:workers';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dayMs } from '../../core/periods.ts';
import { foldIfDue, type SurveyKey } from '../../worker/store/fold.ts';
import { readCounts } from '../../worker/store/results.ts';
import type { Series } from '../../worker/store/series.ts';
import { counters, valuesPerDay } from '../../worker/store/tallies.ts';
import { verify } from '../../worker/store/verify.ts';
import { idAt, putResponse } from './fixtures.ts';
import { type Cells, type Counts, Model, nameOfCell, type Operation } from './model.ts';
import { crowd, days, firstDay, now, operation, runOperation, small } from './operations.ts';

const key = { site: 'shop', survey: 'nps' };

async function readRows({ site }: SurveyKey) {
  const facets = 'id, page, variant, device, scale, mark';
  const responses = `SELECT ${facets}, rev, score, email, person, comment FROM response WHERE site = ?1 ORDER BY id`;
  const views = `SELECT ${facets}, dismissed FROM view WHERE site = ?1 ORDER BY id`;
  const [first, second] = await env.DB.batch([responses, views].map((sql) => env.DB.prepare(sql).bind(site)));
  return { responses: first?.results, views: second?.results };
}

async function readCells({ site }: SurveyKey): Promise<Cells> {
  const { results } = await env.DB.prepare('SELECT * FROM tally WHERE site = ?1')
    .bind(site)
    .run<{ facet: string; day: number; value: string }>();
  return new Map(results.map((row) => [nameOfCell(row.facet, row.day, row.value), countsIn({ ...row })]));
}

const countsIn = (row: Record<string, unknown>) =>
  Object.fromEntries(
    counters.map((name) => [name, Number(row[name] ?? 0)]).filter(([, count]) => count !== 0),
  ) as Counts;

/** The model's cells under the names they are stored by: a value without a cell of its own is one of '*'. */
function asNamed(cells: Cells, stored: Cells): Cells {
  const named: Cells = new Map([...stored.keys()].map((name) => [name, {}]));
  for (const [name, counts] of cells) {
    const [facet, day] = JSON.parse(name) as [string, number];
    const target = named.get(name) ?? named.get(nameOfCell(facet, day, '*'));
    if (!target) named.set(name, counts);
    for (const counter of target ? counters : []) {
      const sum = (target?.[counter] ?? 0) + (counts[counter] ?? 0);
      if (target && sum !== 0) target[counter] = sum;
    }
  }
  return named;
}

/** What has no cell of its own came to a day that was full. */
function expectOverflowOfFullDaysAlone(stored: Cells) {
  const namesByDay = Map.groupBy(
    [...stored.keys()].map((name) => JSON.parse(name) as [string, number, string]),
    ([facet, day]) => `${facet} ${day}`,
  );
  for (const names of namesByDay.values()) {
    const own = names.filter(([, , value]) => value !== '*').length;
    expect(own).toBeLessThanOrEqual(valuesPerDay);
    if (own < names.length) expect(own).toBe(valuesPerDay);
  }
}

/** Rows and numbers are what the model says, before and after everything is folded, and verification finds nothing. */
async function expectToBe(key: SurveyKey, model: Model) {
  expect(await readRows(key)).toEqual(model.rows());
  const cells = [...model.cells()];
  const totalOf = (facet: string) =>
    sumOf(cells.filter(([name]) => name.startsWith(`["${facet}"`)).map(([, counts]) => counts));
  const totals = [totalOf('total'), totalOf('csat/total')];
  const views = async () => [await countsOfView(key), await countsOfView(key, 'csat')];
  expect(await views()).toEqual(totals);
  expect(await differences(key)).toEqual([]);
  await foldEverything(key);
  expect(await views()).toEqual(totals);
  const stored = await readCells(key);
  expect(stored).toEqual(asNamed(model.cells(), stored));
  expectOverflowOfFullDaysAlone(stored);
  expect(await differences(key)).toEqual([]);
}

const differences = async (key: SurveyKey) => (await verify(env.DB, key)).differences;

const sumOf = (all: Counts[]) => ({
  scores: Array.from({ length: 11 }, (_, score) => all.reduce((sum, counts) => sum + (counts[`s${score}`] ?? 0), 0)),
  comments: all.reduce((sum, { comments = 0 }) => sum + comments, 0),
  views: all.reduce((sum, { views = 0 }) => sum + views, 0),
  dismissals: all.reduce((sum, { dismissals = 0 }) => sum + dismissals, 0),
});

async function countsOfView(key: SurveyKey, series: Series = '') {
  const counted = { from: firstDay, to: firstDay + days };
  const read = await readCounts(env.DB, key, { series, counted, shown: counted });
  const sum = (counter: 'comments' | 'views' | 'dismissals') =>
    read.days.reduce((total, day) => total + day[counter], 0);
  const scores = Array.from({ length: 11 }, (_, score) =>
    read.days.reduce((total, day) => total + (day.counts[score] ?? 0), 0),
  );
  return { scores, comments: sum('comments'), views: sum('views'), dismissals: sum('dismissals') };
}

/** What the cells of a facet hold, added up over the days. */
async function countsOfCells(facet: string, value: string) {
  const { results } = await env.DB.prepare('SELECT * FROM tally WHERE facet = ?1 AND value = ?2')
    .bind(facet, value)
    .run<Record<string, number>>();
  const sum = (counter: string) => results.reduce((total, row) => total + (row[counter] ?? 0), 0);
  const scores = Array.from({ length: 11 }, (_, score) => sum(`s${score}`));
  return { scores, comments: sum('comments'), views: sum('views'), dismissals: sum('dismissals') };
}

const foldEverything = (key: SurveyKey) => foldIfDue(env.DB, key, { at: 0, keeps: 0, chunk: 1000 });

async function clear() {
  await env.DB.batch(['response', 'view', 'tally', 'watermark'].map((table) => env.DB.prepare(`DELETE FROM ${table}`)));
}

async function liveThrough(key: SurveyKey, operations: Operation[]) {
  const model = new Model();
  for (const operation of operations) {
    await runOperation(key, operation);
    model.run(operation);
  }
  await expectToBe(key, model);
}

describe('what a view counts', () => {
  it(
    'is what was given, whatever came late, twice, was changed, marked, removed, and folded in between',
    async () => {
      const sequences = fc.array(fc.array(operation, { minLength: 100, maxLength: 100 }), {
        minLength: 4,
        maxLength: 4,
      });
      let [runs, done] = [0, 0];
      await fc.assert(
        fc.asyncProperty(sequences, async (all) => {
          await clear();
          const isCrowded = runs++ % 10 === 0;
          const sequence = all.map((operations) => (isCrowded ? [...crowd, ...operations] : operations));
          await Promise.all(
            sequence.map((operations, shop) => liveThrough({ ...key, site: `shop-${shop}` }, operations)),
          );
          done += sequence.flat().length;
        }),
        // Each run is 400 operations, and every tenth begins with four crowds.
        {
          ...{ seed: 20_261_122, endOnFailure: true },
          numRuns: Math.ceil(env.OPERATIONS / (400 + (4 * crowd.length) / 10)),
        },
      );
      expect(done).toBeGreaterThanOrEqual(env.OPERATIONS);
    },
    20 * 60_000,
  );

  it('is exact while many write, repeat and fold at the same time', async () => {
    const responses = Array.from({ length: 300 }, (_, index) => ({
      ...key,
      id: idAt(now - (index % 10 === 0 ? dayMs : 0) + index),
      rev: 1,
      score: index % 11,
      page: '/',
    }));
    const writers = Array.from({ length: 8 }, async (_, writer) => {
      for (const [index, response] of responses.entries()) {
        if (index % 8 === writer || index % 40 === writer) await putResponse(env.DB, response, now);
        if (index % 25 === writer) await foldIfDue(env.DB, key, small);
      }
    });
    await Promise.all(writers);
    const expected = Array.from(
      { length: 11 },
      (_, score) => responses.filter((response) => response.score === score).length,
    );
    expect((await countsOfView(key)).scores).toEqual(expected);
  });
});

describe('a fold that another one has overtaken', () => {
  it('changes nothing', async () => {
    const respond = (index: number) =>
      putResponse(env.DB, { ...key, id: idAt(now + index, index), rev: 1, score: 10, page: '/' }, now);
    for (let index = 0; index < 10; index++) await respond(index);
    let isOvertaken = false;
    const slow = {
      prepare: (sql: string) => env.DB.prepare(sql),
      batch: async (statements: D1PreparedStatement[]) => {
        if (statements.length > 1 && !isOvertaken) {
          isOvertaken = true;
          for (let index = 10; index < 20; index++) await respond(index);
          await foldEverything(key);
        }
        return env.DB.batch(statements);
      },
    } as D1Database;
    await foldIfDue(slow, key, small);
    await foldEverything(key);
    expect((await countsOfView(key)).scores[10]).toBe(20);
    expect(await countsOfCells('total', '')).toEqual(await countsOfView(key));
  });
});

describe('pages beyond the cap of a day', () => {
  it('are counted together, and what is changed later is changed where it was counted', async () => {
    const pages = Array.from({ length: valuesPerDay + 30 }, (_, index) => `/page-${index}`);
    const responseOn = (page: string, index: number) => ({ ...key, id: idAt(now + index), rev: 1, score: 10, page });
    const responses = pages.map(responseOn);
    for (const response of responses.slice(0, 60)) await putResponse(env.DB, response, now);
    await foldEverything(key);
    for (const response of responses.slice(60)) await putResponse(env.DB, response, now);
    await foldEverything(key);
    for (const response of responses) await putResponse(env.DB, { ...response, rev: 2, score: 0 }, now);

    const cells = await env.DB.prepare(`SELECT value, s0, s10 FROM tally WHERE facet = 'page'`).run<{
      value: string;
      s0: number;
      s10: number;
    }>();
    expect(cells.results).toHaveLength(valuesPerDay + 1);
    expect(cells.results.find(({ value }) => value === '*')).toEqual({ value: '*', s0: 30, s10: 0 });
    expect(cells.results.filter(({ value }) => value !== '*').every(({ s0, s10 }) => s0 === 1 && s10 === 0)).toBe(true);
  });
});
