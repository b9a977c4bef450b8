import { env } from 'cloudflare:workers';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { dayMs, dayOf } from '../../core/periods.ts';
import type { Verification } from '../../core/results.ts';
import { foldIfDue } from '../../worker/store/fold.ts';
import { putResponse } from '../../worker/store/responses.ts';
import { valuesPerDay } from '../../worker/store/tallies.ts';
import { verify, verifyInTurn } from '../../worker/store/verify.ts';
import { putView } from '../../worker/store/views.ts';
import { idAt, openShop, problemOf } from './fixtures.ts';

const firstDay = 20_000;
const now = (firstDay + 5) * dayMs;
const key = { site: 'shop', survey: 'nps' };
const foldEverything = () => foldIfDue(env.DB, key, { at: 0, keeps: 0, chunk: 1000 });

/** Twenty responses to views over five days, and on the first one more pages than it has room for. */
async function openStore() {
  const idOf = (index: number) => idAt(firstDay * dayMs + index * 0.25 * dayMs, index);
  for (let index = 0; index < 20; index++) {
    const facets = { page: `/${index % 3}`, device: 'phone' as const, properties: { plan: 'free' } };
    await putView(env.DB, { ...key, id: idOf(index), ...facets });
    await putResponse(env.DB, { ...key, id: idOf(index), rev: 1, score: index % 11, ...facets }, now);
  }
  for (let index = 0; index < valuesPerDay; index++) {
    await putView(env.DB, { ...key, id: idAt(firstDay * dayMs + index, 100 + index), page: `/crowd-${index}` });
  }
  await foldEverything();
  return { first: idOf(0) };
}

const write = (sql: string) => env.DB.prepare(sql).run();

describe('verification', () => {
  it('finds nothing where nothing is wrong, folded or not, with a day that is full', async () => {
    await openStore();
    await putView(env.DB, { ...key, id: idAt(now, 999) });
    expect((await verify(env.DB, key)).differences).toEqual([]);
    const overflow = await env.DB.prepare(`SELECT views FROM tally WHERE facet = 'page' AND value = '*'`).first();
    expect(overflow).toEqual({ views: 3 });
  });

  it.each([
    [
      'a counter that is too great',
      `UPDATE tally SET s3 = s3 + 2 WHERE facet = 'device' AND day = ${firstDay + 3}`,
      { facet: 'device', day: firstDay + 3, value: 'phone', surplus: { s3: 2 } },
    ],
    [
      'a cell that is missing',
      `DELETE FROM tally WHERE facet = 'property.plan' AND day = ${firstDay + 4}`,
      { facet: 'property.plan', day: firstDay + 4, value: 'free', surplus: expect.objectContaining({ views: -4 }) },
    ],
    [
      'a cell of a day, and a facet, that nothing is of',
      `INSERT INTO tally (site, survey, facet, day, value, views) VALUES ('shop', 'nps', 'zone', 30000, 'x', 1)`,
      { facet: 'zone', day: 30_000, value: 'x', surplus: { views: 1 } },
    ],
    [
      'what overflowed into the wrong cell',
      `UPDATE tally SET views = views - 1 WHERE facet = 'page' AND value = '*'`,
      { facet: 'page', day: firstDay, value: '*', surplus: { views: -1 } },
    ],
  ])('finds %s', async (_, falsify, difference) => {
    await openStore();
    await write(falsify);
    const { differences } = await verify(env.DB, key);
    expect(differences).toContainEqual({ ...difference, value: expect.any(String) });
    expect(differences.every(({ facet, day }) => facet === difference.facet && day === difference.day)).toBe(true);
  });

  it('finds a response that is lost in each of its facets', async () => {
    const { first } = await openStore();
    await env.DB.prepare('DELETE FROM response WHERE id = ?1').bind(first).run();
    const { differences } = await verify(env.DB, key);
    expect(differences.map(({ facet, surplus }) => [facet, surplus])).toEqual(
      ['device', 'page', 'property.plan', 'total'].map((facet) => [facet, { s0: 1 }]),
    );
  });

  it('leaves the days alone whose rows were dropped', async () => {
    const { first } = await openStore();
    await write(`UPDATE watermark SET verified_from = ${firstDay + 1}`);
    await env.DB.prepare('DELETE FROM response WHERE id = ?1').bind(first).run();
    expect((await verify(env.DB, key)).differences).toEqual([]);
  });

  it('goes on where it ended, in whole days', async () => {
    const { call, site } = await openShop();
    const rows = Array.from({ length: 45_000 }, (_, index) => {
      const at = firstDay * dayMs + index * 40_000;
      return [idAt(at, index), dayOf(at)];
    });
    const fill = `INSERT INTO view (site, survey, id, dismissed, day, page)
      SELECT ?1, 'nps', value ->> 0, 0, value ->> 1, '/' FROM json_each(?2)`;
    for (let from = 0; from < rows.length; from += 15_000) {
      await env.DB.prepare(fill)
        .bind(site, JSON.stringify(rows.slice(from, from + 15_000)))
        .run();
    }
    await foldIfDue(env.DB, { site, survey: 'nps' });
    const parts: Verification[] = [];
    do {
      const path = `/api/sites/${site}/surveys/nps/verification?from=${parts.at(-1)?.next ?? 0}`;
      parts.push((await (await call('GET', path)).json()) as Verification);
    } while (parts.at(-1)?.next !== undefined);
    expect(parts.flatMap(({ differences }) => differences)).toEqual([]);
    expect(parts.length).toBeGreaterThanOrEqual(3);
    // Of 20,000 rows each; D1 counts a row again for each facet that it is sorted by.
    expect(Math.max(...parts.map(({ rowsRead }) => rowsRead))).toBeLessThan(300_000);
  }, 30_000);

  it('is asked for from a day, or refused in words', async () => {
    const { call, site } = await openShop();
    const answer = await call('GET', `/api/sites/${site}/surveys/nps/verification?from=-1`);
    expect(await problemOf(answer)).toMatchObject({ code: 'invalid', errors: [{ field: 'from' }] });
  });
});

describe('the verification of each cron', () => {
  afterEach(() => void vi.restoreAllMocks());

  it('comes to every day of every survey, and logs the cells that are wrong', async () => {
    const { site } = await openShop();
    await openStore();
    await write(`UPDATE tally SET s1 = s1 + 1 WHERE facet = 'total' AND day = ${firstDay}`);
    const log = vi.spyOn(console, 'error').mockImplementation(() => {});
    const surveys = [{ site, survey: 'nps' }, key].map((each) => ({ db: env.DB, ...each }));
    for (let turn = 0; turn < 2 * 5; turn++) await verifyInTurn(surveys, turn);
    expect(log).toHaveBeenCalledWith(expect.any(String), { ...key, cells: 1 });
  });

  it('comes to the days of every scale, also where the first one has none any more', async () => {
    const late = firstDay + 9;
    await openStore();
    await putResponse(env.DB, { ...key, id: idAt(late * dayMs), rev: 1, score: 5, page: '/', scale: 'csat' }, now);
    await foldEverything();
    expect((await verify(env.DB, key)).differences).toEqual([]);
    await write(`UPDATE tally SET s5 = s5 + 1 WHERE facet = 'csat/total' AND day = ${late}`);
    const log = vi.spyOn(console, 'error').mockImplementation(() => {});
    for (let turn = 0; turn < 10; turn++) await verifyInTurn([{ db: env.DB, ...key }], turn);
    expect(log).toHaveBeenCalledWith(expect.any(String), { ...key, cells: 1 });
  });
});
