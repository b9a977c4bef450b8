import { env } from 'cloudflare:workers';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dayMs, dayOf, periodOf } from '../../core/periods.ts';
import type { Breakdown } from '../../core/results.ts';
import { readByFacet, readByFacets } from '../../worker/store/breakdown.ts';
import { foldIfDue } from '../../worker/store/fold.ts';
import { putResponse } from '../../worker/store/responses.ts';
import { valuesPerDay } from '../../worker/store/tallies.ts';
import { putView } from '../../worker/store/views.ts';
import { idAt, openShop, post, problemOf } from './fixtures.ts';
import { metered } from './metered.ts';

const now = Date.now();
const key = { site: 'shop', survey: 'nps' };
const period = periodOf('28d', now);
const everything = { at: 0, keeps: 0, chunk: 5000 };

async function openBreakdown() {
  const { site, call } = await openShop({ touchpoint: 'Checkout', stage: 'purchase' });
  await call('PUT', `/api/sites/${site}`, { name: 'Shop', origins: ['https://shop.example'], facets: ['plan'] });
  const ask = (query: string) => call('GET', `/api/sites/${site}/surveys/nps/breakdown?${query}`);
  const read = async (query: string) => (await (await ask(query)).json()) as Breakdown;
  const respond = async (score: number, facets: object) => {
    const response = { site, survey: 'nps', id: idAt(Date.now() - 1000), rev: 1, score };
    expect((await post('/v1/r', { ...response, ...facets })).status).toBe(201);
  };
  return { site, ask, read, respond };
}

describe('a breakdown by one facet', () => {
  it('has a group with its score for each value that was said, the most responses first', async () => {
    const { read, respond } = await openBreakdown();
    await respond(10, { device: 'phone', locale: 'pt-BR' });
    await respond(0, { device: 'phone', page: '/a' });
    await respond(9, { device: 'desktop' });
    await respond(9, {});
    const { groups, other } = await read('by=device');
    expect(groups).toMatchObject([
      { values: ['phone'], n: 2, score: { value: 0, n: 2 } },
      { values: ['desktop'], n: 1, score: { value: 100, n: 1 } },
    ]);
    expect(other).toBeUndefined();
    expect((await read('by=locale')).groups).toMatchObject([{ values: ['pt-BR'], n: 1 }]);
    expect((await read('by=page')).groups).toMatchObject([{ values: ['/a'], n: 1 }]);
  });

  it('has the touchpoint and the stage of the survey, unless the page says another touchpoint', async () => {
    const { read, respond } = await openBreakdown();
    await respond(10, {});
    await respond(10, { touchpoint: 'Basket' });
    await respond(10, {});
    expect((await read('by=touchpoint')).groups).toMatchObject([
      { values: ['Checkout'], n: 2 },
      { values: ['Basket'], n: 1 },
    ]);
    expect((await read('by=stage')).groups).toMatchObject([{ values: ['purchase'], n: 3 }]);
  });

  it('knows the properties that the site declares, and nothing is kept of others', async () => {
    const { site, read, respond } = await openBreakdown();
    await respond(10, { properties: { plan: 'paid', secret: 'x' } });
    await respond(10, { properties: { plan: true } });
    expect((await read('by=property.plan')).groups).toMatchObject([{ values: ['paid'] }, { values: ['true'] }]);
    const { results } = await env.DB.prepare('SELECT properties FROM response WHERE site = ?1').bind(site).run();
    expect(results).toEqual([{ properties: '{"plan":"paid"}' }, { properties: '{"plan":"true"}' }]);
    await foldIfDue(env.DB, { site, survey: 'nps' }, everything);
    expect((await read('by=property.plan')).groups).toMatchObject([{ values: ['paid'] }, { values: ['true'] }]);
    expect((await read('by=property.secret')).groups).toEqual([]);
  });

  it('counts what came after the hundredth value of a day as other', async () => {
    const { site, read } = await openBreakdown();
    for (let index = 0; index < valuesPerDay + 7; index++) {
      const id = idAt(now - 2 * dayMs + index);
      await putResponse(env.DB, { site, survey: 'nps', id, rev: 1, score: 10, page: `/${index}` }, now);
    }
    await foldIfDue(env.DB, { site, survey: 'nps' }, everything);
    const { groups, other } = await read('by=page');
    expect(groups).toHaveLength(valuesPerDay);
    expect(other).toMatchObject({ values: [], n: 7 });
  });

  it('reads values by days and never responses, however many there are', async () => {
    const fill = `INSERT INTO response (site, survey, id, rev, received_at, day, score, page, device)
      SELECT 'shop', 'nps', value ->> 'id', 1, 0, value ->> 'day', 9, '/', value ->> 'device' FROM json_each(?1)`;
    const rows = Array.from({ length: 8000 }, (_, index) => {
      const at = now - (index % 28) * dayMs;
      return { id: idAt(at, index), day: dayOf(at), device: ['phone', 'tablet', 'desktop'][index % 3] };
    });
    await env.DB.prepare(fill).bind(JSON.stringify(rows)).run();
    await foldIfDue(env.DB, key);
    const db = metered(env.DB);
    const { groups } = await readByFacet(db, key, { facet: 'device', period, series: [''] });
    const n = groups.reduce((sum, { counts }) => sum + (counts[9] ?? 0), 0);
    expect([n, db.rowsRead < 1000]).toEqual([8000, true]);
  });
});

describe('a breakdown by several facets', () => {
  it('says first how many rows it takes, and reads no more than it is let', async () => {
    const { read, respond } = await openBreakdown();
    for (const device of ['phone', 'phone', 'desktop']) await respond(10, { device, page: '/a' });
    await respond(3, { device: 'phone', page: '/b', comment: 'slow' });
    const asked = await read('by=device&by=page');
    expect(asked).toMatchObject({ by: ['device', 'page'], rowsToRead: 8 });
    expect(asked.groups).toBeUndefined();
    const { groups, rowsRead } = await read('by=device&by=page&upTo=8');
    expect(groups).toMatchObject([
      { values: ['phone', '/a'], n: 2, score: { value: 100 } },
      { values: ['desktop', '/a'], n: 1 },
      { values: ['phone', '/b'], n: 1, comments: 1, score: { value: -100 } },
    ]);
    expect(rowsRead).toBe(8);
    const part = await read('by=device&by=page&upTo=5');
    expect(part.groups?.reduce((sum, { n }) => sum + n, 0)).toBe(2);
    expect(part.lookedTo).toBeGreaterThan(now - 60_000);
  });

  it.each([
    ['', 'by'],
    ['by=score', 'by'],
    ['by=device&by=device', 'by'],
    ['by=property.', 'by'],
    [`by=property.${encodeURIComponent("a'")}`, 'by'],
    ['by=page&by=device&by=locale&by=channel', 'by'],
    ['by=page&by=device&upTo=1', 'upTo'],
    ['by=page&by=device&upTo=50001', 'upTo'],
    ['by=page&period=1d', 'period'],
  ])('is refused with the reason for %s', async (query, field) => {
    const { ask } = await openBreakdown();
    const { code, errors } = await problemOf(await ask(query));
    expect([code, errors?.map((error) => error.field)]).toEqual(['invalid', [field]]);
  });
});

it('a breakdown is what was given, by every facet and by two, folded or not', async () => {
  const given = fc.record({
    ago: fc.nat({ max: 5 }),
    score: fc.nat({ max: 10 }),
    device: fc.constantFrom('phone' as const, 'desktop' as const),
    locale: fc.constantFrom('en', 'pt-BR', 'es'),
    channel: fc.constantFrom('web' as const, 'qr' as const),
    isView: fc.boolean(),
  });
  type Given = typeof given extends fc.Arbitrary<infer T> ? T : never;
  const store = async ({ ago, score, isView, ...facets }: Given, index: number) => {
    const post = { ...key, id: idAt(now - ago * dayMs - 1000, index), ...facets };
    if (isView) await putView(env.DB, post);
    else await putResponse(env.DB, { ...post, rev: 1, score }, now);
  };
  const countsOf = (all: Given[]) =>
    Array.from({ length: 11 }, (_, score) => all.filter((one) => !one.isView && one.score === score).length);
  await fc.assert(
    fc.asyncProperty(fc.array(given, { minLength: 1, maxLength: 25 }), fc.nat({ max: 25 }), async (all, foldAfter) => {
      await env.DB.batch(['response', 'view', 'tally', 'watermark'].map((t) => env.DB.prepare(`DELETE FROM ${t}`)));
      for (const [index, one] of all.entries()) {
        await store(one, index);
        if (index === foldAfter) await foldIfDue(env.DB, key, { at: 0, keeps: 1, chunk: 3 });
      }
      for (const facet of ['device', 'locale', 'channel'] as const) {
        const { groups } = await readByFacet(env.DB, key, { facet, period, series: [''] });
        for (const value of new Set(all.map((one) => one[facet]))) {
          const own = groups.filter(({ values }) => values[0] === value);
          const sum = Array.from({ length: 11 }, (_, s) => own.reduce((n, { counts }) => n + (counts[s] ?? 0), 0));
          expect(sum).toEqual(countsOf(all.filter((one) => one[facet] === value)));
        }
      }
      const { groups } = await readByFacets(env.DB, key, {
        facets: ['device', 'locale'],
        period,
        series: [''],
        upTo: 100,
      });
      const n = groups.reduce((sum, { counts }) => sum + counts.reduce((a, b) => a + b, 0), 0);
      expect(n).toBe(all.filter(({ isView }) => !isView).length);
    }),
    { seed: 7, numRuns: 25 },
  );
});
