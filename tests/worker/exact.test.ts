import { env } from 'cloudflare:workers';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { limits } from '../../core/contract.ts';
import { dayMs } from '../../core/periods.ts';
import { eraseStep } from '../../worker/store/erasure.ts';
import { foldIfDue } from '../../worker/store/fold.ts';
import { changeResponse, findResponse } from '../../worker/store/handling.ts';
import { anonymiseResponses, deleteResponses } from '../../worker/store/removal.ts';
import { putResponse } from '../../worker/store/responses.ts';
import { readCounts } from '../../worker/store/results.ts';
import { retain } from '../../worker/store/retention.ts';
import { counters, valuesPerDay } from '../../worker/store/tallies.ts';
import { verify } from '../../worker/store/verify.ts';
import { putView } from '../../worker/store/views.ts';
import { idAt } from './fixtures.ts';
import { type Cells, type Counts, Model, nameOfCell, type Operation } from './model.ts';

const firstDay = 20_000;
const days = 4;
const now = (firstDay + days) * dayMs;
const key = { site: 'shop', survey: 'nps' };
const small = { at: 5, keeps: 2, chunk: 3 };

/** Ids are few and spread over the days, so that most posts are late, repeated or change an earlier one. */
const id = fc.nat({ max: 12 }).map((index) => idAt(firstDay * dayMs + index * 0.3 * dayMs, index));
const pages = ['/', '/a', '/b', '/c', '/d', '/e'];
const people = ['ana', 'bo', 'cy'];
const addresses = ['a@shop.example', 'b@shop.example'];
const facets = {
  page: fc.constantFrom(...pages),
  variant: fc.constantFrom('', 'plain', 'short'),
  device: fc.constantFrom('phone' as const, 'desktop' as const),
  properties: fc.constantFrom<Record<string, string | number>[]>({}, { plan: 'free' }, { plan: 'paid', age: 7 }),
};
const did = <T extends Operation['did']>(name: T) => fc.constant(name);
const respond = fc.record({
  did: did('respond'),
  id,
  ...facets,
  rev: fc.integer({ min: 1, max: 9 }),
  score: fc.oneof({ weight: 3, arbitrary: fc.constant(10) }, fc.nat({ max: 10 })),
  comment: fc.constantFrom('', 'so so'),
  email: fc.constantFrom(...addresses),
  person: fc.constantFrom(...people),
  at: fc.constantFrom(now, now + limits.changeMs + 1),
  times: fc.constantFrom(1, 1, 1, 3),
});
const erase = fc.oneof(
  fc.record({ did: did('erase'), by: fc.constant('person' as const), value: fc.constantFrom(...people) }),
  fc.record({ did: did('erase'), by: fc.constant('email' as const), value: fc.constantFrom(...addresses) }),
);
const retention = fc.record({
  did: did('retain'),
  action: fc.constantFrom('delete' as const, 'anonymise' as const),
  day: fc.integer({ min: firstDay, max: firstDay + 1 }),
  rows: fc.constantFrom(1, 3, 100),
});
const operation: fc.Arbitrary<Operation> = fc.oneof(
  { weight: 40, arbitrary: respond },
  { weight: 20, arbitrary: fc.record({ did: did('view'), id, ...facets, dismissed: fc.boolean() }) },
  { weight: 12, arbitrary: fc.record({ did: did('fold') }) },
  { weight: 12, arbitrary: fc.record({ did: did('mark'), id, mark: fc.constantFrom('spam', 'test', null, null) }) },
  { weight: 3, arbitrary: fc.record({ did: fc.constantFrom('delete', 'anonymise'), id }) },
  { weight: 1, arbitrary: erase },
  { weight: 2, arbitrary: retention },
);

async function run(done: Operation): Promise<void> {
  const found = async (id: string) => (await findResponse(env.DB, key, id)) !== undefined;
  if (done.did === 'respond') {
    await Promise.all(
      Array.from({ length: done.times }, () => putResponse(env.DB, { ...key, ...postOf(done) }, done.at)),
    );
  }
  if (done.did === 'view') await putView(env.DB, { ...key, ...done });
  if (done.did === 'fold') await foldIfDue(env.DB, key, small);
  if (done.did === 'mark' && (await found(done.id))) await changeResponse(env.DB, key, done);
  if (done.did === 'delete' && (await found(done.id))) await deleteResponses(env.DB, key, [done.id]);
  if (done.did === 'anonymise' && (await found(done.id))) await anonymiseResponses(env.DB, key, [done.id]);
  if (done.did === 'erase') await eraseAll(done);
  if (done.did === 'retain') {
    await retain(env.DB, key, { ...done, days: firstDay + days - done.day, now, chunks: 1 });
  }
}

const postOf = ({ email, person, ...post }: Extract<Operation, { did: 'respond' }>) => ({
  ...{ ...post, ...(email && { email }), ...(person && { person }) },
});

async function eraseAll({ by, value }: Extract<Operation, { did: 'erase' }>) {
  for (let cursor: string | undefined = ''; cursor !== undefined; ) {
    const site = { id: key.site, surveys: [key.survey] };
    const step = await eraseStep(env.DB, site, { [by]: value, ...(cursor && { cursor }) });
    cursor = step.cursor;
  }
}

async function readRows() {
  const facets = 'id, page, variant, device, mark';
  const responses = `SELECT ${facets}, rev, score, email, person, comment FROM response ORDER BY id`;
  const views = `SELECT ${facets}, dismissed FROM view ORDER BY id`;
  const [first, second] = await env.DB.batch([env.DB.prepare(responses), env.DB.prepare(views)]);
  return { responses: first?.results, views: second?.results };
}

async function readCells(): Promise<Cells> {
  const { results } = await env.DB.prepare('SELECT * FROM tally').run<{ facet: string; day: number; value: string }>();
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
async function expectToBe(model: Model) {
  expect(await readRows()).toEqual(model.rows());
  const total = sumOf([...model.cells()].filter(([name]) => name.startsWith('["total"')).map(([, counts]) => counts));
  expect(await countsOfView()).toEqual(total);
  expect(await differences()).toEqual([]);
  await foldEverything();
  expect(await countsOfView()).toEqual(total);
  const stored = await readCells();
  expect(stored).toEqual(asNamed(model.cells(), stored));
  expectOverflowOfFullDaysAlone(stored);
  expect(await differences()).toEqual([]);
}

const differences = async () => (await verify(env.DB, key)).differences;

const sumOf = (all: Counts[]) => ({
  scores: Array.from({ length: 11 }, (_, score) => all.reduce((sum, counts) => sum + (counts[`s${score}`] ?? 0), 0)),
  comments: all.reduce((sum, { comments = 0 }) => sum + comments, 0),
  views: all.reduce((sum, { views = 0 }) => sum + views, 0),
  dismissals: all.reduce((sum, { dismissals = 0 }) => sum + dismissals, 0),
});

/** Responses on so many pages of the first day that few more find room. */
const crowd = Array.from({ length: valuesPerDay - 3 }, (_, index): Operation => {
  const at = firstDay * dayMs + 1000 + index;
  const said = { page: `/crowd-${index}`, variant: '', device: 'phone' as const, properties: {}, comment: '' };
  return {
    did: 'respond',
    id: idAt(at, index),
    rev: 1,
    score: 5,
    ...said,
    email: null,
    person: null,
    at: now,
    times: 1,
  };
});

async function countsOfView() {
  const counted = { from: firstDay, to: firstDay + days };
  const read = await readCounts(env.DB, key, { counted, shown: counted });
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

const foldEverything = () => foldIfDue(env.DB, key, { at: 0, keeps: 0, chunk: 1000 });

async function clear() {
  await env.DB.batch(['response', 'view', 'tally', 'watermark'].map((table) => env.DB.prepare(`DELETE FROM ${table}`)));
}

describe('what a view counts', () => {
  it('is what was given, whatever came late, twice, was changed, marked, removed, and folded in between', async () => {
    const sequences = fc.array(operation, { minLength: 100, maxLength: 100 });
    let [runs, done] = [0, 0];
    await fc.assert(
      fc.asyncProperty(sequences, async (sequence) => {
        await clear();
        const model = new Model();
        const operations = runs++ % 10 === 0 ? [...crowd, { did: 'fold' as const }, ...sequence] : sequence;
        for (const operation of operations) {
          await run(operation);
          model.run(operation);
        }
        await expectToBe(model);
        done += operations.length;
      }),
      { seed: 20_261_122, numRuns: env.OPERATIONS / 100, endOnFailure: true },
    );
    expect(done).toBeGreaterThanOrEqual(env.OPERATIONS);
  });

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
    expect((await countsOfView()).scores).toEqual(expected);
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
          await foldEverything();
        }
        return env.DB.batch(statements);
      },
    } as D1Database;
    await foldIfDue(slow, key, small);
    await foldEverything();
    expect((await countsOfView()).scores[10]).toBe(20);
    expect(await countsOfCells('total', '')).toEqual(await countsOfView());
  });
});

describe('pages beyond the cap of a day', () => {
  it('are counted together, and what is changed later is changed where it was counted', async () => {
    const pages = Array.from({ length: valuesPerDay + 30 }, (_, index) => `/page-${index}`);
    const responseOn = (page: string, index: number) => ({ ...key, id: idAt(now + index), rev: 1, score: 10, page });
    const responses = pages.map(responseOn);
    for (const response of responses.slice(0, 60)) await putResponse(env.DB, response, now);
    await foldEverything();
    for (const response of responses.slice(60)) await putResponse(env.DB, response, now);
    await foldEverything();
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
