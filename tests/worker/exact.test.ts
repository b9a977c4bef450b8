import { env } from 'cloudflare:workers';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { limits } from '../../core/contract.ts';
import { dayMs } from '../../core/periods.ts';
import { foldIfDue } from '../../worker/store/fold.ts';
import { readCounts } from '../../worker/store/results.ts';
import { valuesPerDay } from '../../worker/store/tallies.ts';
import { idAt, putResponse, putView } from './fixtures.ts';

const firstDay = 20_000;
const days = 4;
const now = (firstDay + days) * dayMs;
const key = { site: 'shop', survey: 'nps' };
const small = { at: 5, keeps: 2, chunk: 3 };

/** Ids are few and spread over the days, so that most posts are late, repeated or change an earlier one. */
const id = fc.nat({ max: 12 }).map((index) => idAt(firstDay * dayMs + index * 0.3 * dayMs, index));
const facets = {
  page: fc.constantFrom('/', '/a', '/b'),
  variant: fc.constantFrom('', 'plain', 'short'),
  device: fc.constantFrom('phone', 'desktop'),
  properties: fc.constantFrom({}, { plan: 'free' }, { plan: 'paid', age: 7 }),
};
const operation = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      did: fc.constant('respond'),
      id,
      ...facets,
      rev: fc.integer({ min: 1, max: 9 }),
      score: fc.oneof({ weight: 3, arbitrary: fc.constant(10) }, fc.nat({ max: 10 })),
      comment: fc.constantFrom('', 'so so'),
      email: fc.constantFrom('a@shop.example', 'b@shop.example'),
      person: fc.constantFrom('ana', 'bo', 'cy'),
      at: fc.constantFrom(now, now + limits.changeMs + 1),
    }),
  },
  { weight: 4, arbitrary: fc.record({ did: fc.constant('view'), id, ...facets, dismissed: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ did: fc.constant('fold') }) },
) as fc.Arbitrary<Operation>;

interface Facets {
  page: string;
  variant: string;
  device: 'phone' | 'desktop';
  properties: Record<string, string | number>;
}

interface Response extends Facets {
  id: string;
  rev: number;
  score: number;
  comment: string;
  email: string;
  person: string;
}

interface View extends Facets {
  dismissed: boolean;
}

type Operation = (Response & { did: 'respond'; at: number }) | (View & { did: 'view'; id: string }) | { did: 'fold' };

/** What the store should hold: the first page and variant, the greatest rev of the hour, words whenever, whether ever dismissed. */
class Model {
  readonly responses = new Map<string, Response & { at: number }>();
  readonly views = new Map<string, View>();

  run(done: Operation): void {
    if (done.did === 'respond') this.respond(done);
    if (done.did === 'view') {
      const known = this.views.get(done.id);
      this.views.set(done.id, { ...(known ?? done), dismissed: done.dismissed || !!known?.dismissed });
    }
  }

  private respond(done: Response & { at: number }): void {
    const known = this.responses.get(done.id);
    if (!known) this.responses.set(done.id, done);
    if (!known || known.rev >= done.rev) return;
    const { page, variant, device, properties, at, person } = known;
    const kept = { page, variant, device, properties, at };
    if (done.at <= at + limits.changeMs) this.responses.set(done.id, { ...done, ...kept });
    else if (known.comment === '' && known.score === done.score) {
      this.responses.set(done.id, { ...done, ...kept, person });
    }
  }

  rows() {
    const rowOf = ({ id, page, variant, rev, score, comment, email, person }: Response) => ({
      id,
      page,
      variant,
      rev,
      score,
      comment: comment || null,
      email,
      person,
    });
    return [...this.responses.values()].map(rowOf).sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  counts(isWanted: (of: Facets) => boolean) {
    const responses = [...this.responses.values()].filter(isWanted);
    const views = [...this.views.values()].filter(isWanted);
    return {
      scores: Array.from({ length: 11 }, (_, score) => responses.filter((response) => response.score === score).length),
      comments: responses.filter(({ comment }) => comment !== '').length,
      views: views.length,
      dismissals: views.filter(({ dismissed }) => dismissed).length,
    };
  }
}

async function run(done: Operation): Promise<void> {
  if (done.did === 'respond') await putResponse(env.DB, { ...key, ...done }, done.at);
  if (done.did === 'view') await putView(env.DB, { ...key, ...done });
  if (done.did === 'fold') await foldIfDue(env.DB, key, small);
}

async function readRows() {
  const sql = 'SELECT id, page, variant, rev, score, comment, email, person FROM response ORDER BY id';
  return (await env.DB.prepare(sql).run()).results;
}

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

/** Cells for what was never said, of which there should be none. */
async function cellsOfNone() {
  const sql = `SELECT * FROM tally WHERE (facet = 'variant' AND value NOT IN ('plain', 'short'))
    OR facet IN ('touchpoint', 'stage', 'locale', 'channel')`;
  return (await env.DB.prepare(sql).run()).results;
}

const foldEverything = () => foldIfDue(env.DB, key, { at: 0, keeps: 0, chunk: 1000 });

async function clear() {
  await env.DB.batch(['response', 'view', 'tally', 'watermark'].map((table) => env.DB.prepare(`DELETE FROM ${table}`)));
}

describe('what a view counts', () => {
  it('is what was given, whatever came late, twice, changed, and folded in between', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(operation, { minLength: 10, maxLength: 60 }), async (operations) => {
        await clear();
        const model = new Model();
        for (const done of operations) {
          await run(done);
          model.run(done);
        }
        expect(await readRows()).toEqual(model.rows());
        expect(await countsOfView()).toEqual(model.counts(() => true));
        await foldEverything();
        expect(await countsOfView()).toEqual(model.counts(() => true));
        for (const page of ['/', '/a', '/b']) {
          expect(await countsOfCells('page', page)).toEqual(model.counts((of) => of.page === page));
        }
        for (const variant of ['plain', 'short']) {
          expect(await countsOfCells('variant', variant)).toEqual(model.counts((of) => of.variant === variant));
        }
        expect(await countsOfCells('device', 'phone')).toEqual(model.counts((of) => of.device === 'phone'));
        expect(await countsOfCells('property.plan', 'paid')).toEqual(
          model.counts((of) => of.properties.plan === 'paid'),
        );
        expect(await countsOfCells('property.age', '7')).toEqual(model.counts((of) => of.properties.age === 7));
        expect(await cellsOfNone()).toEqual([]);
      }),
      { seed: 20_261_122, numRuns: 40, endOnFailure: true },
    );
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
