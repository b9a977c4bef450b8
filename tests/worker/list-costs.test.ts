import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { makeId, shortId } from '../../core/id.ts';
import type { ResponseList } from '../../core/lists.ts';
import { dayMs } from '../../core/periods.ts';
import { app } from '../../worker/app.ts';
import { foldIfDue } from '../../worker/store/fold.ts';
import { npsSurvey, openShop } from './fixtures.ts';
import { metered } from './metered.ts';
import { insertResponses, type Row } from './rows.ts';

const mostRead = 2000;
const start = Date.UTC(2026, 5, 1);
const oneWord = ['fast', 'slow', 'friendly', 'late', 'cheap', 'broken', 'lovely'];

/** So many responses, the n-th at its own millisecond, with a comment of which `comment` makes one for each. */
function rowsOf(survey: string, count: number, comment: (index: number) => string): Row[] {
  const every = Math.floor((90 * dayMs) / count);
  return Array.from({ length: count }, (_, index) => {
    const random = crypto.getRandomValues(new Uint8Array(10));
    const at = start + index * every;
    return { survey, id: makeId(at, random), at, score: index % 7, comment: comment(index), page: `/${index % 50}` };
  });
}

/** Reads a page as the dashboard does, and counts every row that it makes D1 read. */
async function readPage(shop: Awaited<ReturnType<typeof openShop>>, query: string) {
  const db = metered(env.DB);
  const request = new Request(`http://localhost/api/sites/${shop.site}/responses?${query}`, {
    headers: { Authorization: `Bearer ${shop.session}` },
  });
  const answer = await app.fetch(request, { ...env, DB: db });
  expect(answer.status).toBe(200);
  return { ...((await answer.json()) as ResponseList), total: db.rowsRead };
}

const foldWhole = (site: string, survey: string) =>
  foldIfDue(env.DB, { site, survey }, { at: 0, keeps: 0, chunk: 5000 });

describe('a page of a list reads no more than 2,000 rows', () => {
  it('among 100,000 responses of a survey, whatever is asked for, and goes on until it has found what is rare', async () => {
    const shop = await openShop();
    const rows = rowsOf('nps', 100_000, (index) => (index === 500 ? 'needle' : `${oneWord[index % 7]} always`));
    await insertResponses(env.DB, shop.site, rows);
    await foldWhole(shop.site, 'nps');

    const newest = await readPage(shop, 'survey=nps');
    expect(newest.items.map(({ id }) => id)).toEqual(
      rows
        .slice(-50)
        .reverse()
        .map(({ id }) => shortId(id)),
    );
    expect(newest.total).toBeLessThanOrEqual(65);
    const deep = await readPage(shop, `survey=nps&cursor=${shortId(rows[5000]?.id ?? '')}`);
    expect(deep.items[0]?.id).toBe(shortId(rows[4999]?.id ?? ''));
    expect(deep.total).toBeLessThanOrEqual(65);

    for (const query of [
      'page=/none',
      'group=high&page=/none',
      'tag=none',
      'text=always&page=/none',
      'mark=spam',
      'comment=false',
    ]) {
      const page = await readPage(shop, `survey=nps&${query}`);
      expect([query, page.items.length, page.total <= mostRead]).toEqual([query, 0, true]);
      expect(page.lookedTo).toBeLessThan(rows.at(-500)?.at ?? 0);
      expect(page.lookedTo).toBeGreaterThan(rows.at(-2000)?.at ?? 0);
    }
    for (const query of [
      'text=always',
      'text=always slow',
      'text=al*',
      'text="slow always"',
      'text=needle',
      'text=none',
    ]) {
      const page = await readPage(shop, `survey=nps&${query}`);
      expect([query, page.items.length, page.total <= 200]).toEqual([
        query,
        /nee|non/u.test(query) ? Number(/nee/u.test(query)) : 50,
        true,
      ]);
    }

    const rare: string[] = [];
    let pages = 0;
    for (let cursor: string | undefined; ; pages++) {
      const page = await readPage(shop, `survey=nps&page=/7&from=2026-08-25${cursor ? `&cursor=${cursor}` : ''}`);
      expect(page.total).toBeLessThanOrEqual(mostRead);
      rare.push(...page.items.map(({ id }) => id));
      cursor = page.cursor;
      if (!cursor) break;
    }
    const wanted = rows.filter(({ page, at }) => page === '/7' && at >= Date.UTC(2026, 7, 25));
    expect(rare).toEqual(wanted.reverse().map(({ id }) => shortId(id)));
    expect(pages).toBeGreaterThan(2);
  });

  it('over 60 surveys, of which one is busy or all are', async () => {
    const shop = await openShop();
    const surveys = Array.from({ length: 60 }, (_, index) => `survey-${index}`);
    const rows: Row[] = [];
    for (const survey of surveys) {
      await shop.call('PUT', `/api/sites/${shop.site}/surveys/${survey}`, npsSurvey);
      rows.push(...rowsOf(survey, 200, (index) => `${oneWord[index % 7]} always`));
    }
    rows.push(...rowsOf('nps', 10_000, () => 'always'));
    await insertResponses(env.DB, shop.site, rows);
    for (const survey of [...surveys, 'nps']) await foldWhole(shop.site, survey);
    rows.sort((a, b) => (a.id < b.id ? 1 : -1));

    const first = await readPage(shop, '');
    expect(first.items.map(({ id }) => id)).toEqual(rows.slice(0, 50).map(({ id }) => shortId(id)));
    expect(first.total).toBeLessThanOrEqual(600);
    for (const query of ['page=/none', 'text=always&page=/none', 'text=always', 'text=none', 'mark=test']) {
      const page = await readPage(shop, query);
      expect([query, page.total <= mostRead]).toEqual([query, true]);
      expect(page.items.length > 0 || page.lookedTo <= (rows[400]?.at ?? 0)).toBe(true);
    }

    const found: string[] = [];
    for (let cursor: string | undefined; ; ) {
      const page = await readPage(shop, `page=/7&from=2026-08-01${cursor ? `&cursor=${cursor}` : ''}`);
      expect(page.total).toBeLessThanOrEqual(mostRead);
      found.push(...page.items.map(({ id }) => id));
      cursor = page.cursor;
      if (!cursor) break;
    }
    const wanted = rows.filter(({ page, at }) => page === '/7' && at >= Date.UTC(2026, 7, 1));
    expect(found).toEqual(wanted.map(({ id }) => shortId(id)));
  });

  it('of a search in a site beside a much larger one that has the same words', async () => {
    const large = await openShop();
    const small = await openShop();
    await insertResponses(
      env.DB,
      large.site,
      rowsOf('nps', 20_000, () => 'always the same'),
    );
    await insertResponses(
      env.DB,
      small.site,
      rowsOf('nps', 10, () => 'always the same'),
    );
    await foldWhole(large.site, 'nps');
    await foldWhole(small.site, 'nps');
    const page = await readPage(small, 'text=always');
    expect(page.items).toHaveLength(10);
    expect(page.total).toBeLessThanOrEqual(50);
  });
});

it.each([500, 2500])('one survey of %i is listed and searched as one of a few is', async (count) => {
  const shop = await openShop();
  const others = Array.from({ length: count }, (_, index) => `other-${index}`);
  const fill = 'INSERT INTO survey (site, id, definition) SELECT ?1, value, ?2 FROM json_each(?3)';
  await env.DB.prepare(fill).bind(shop.site, JSON.stringify(npsSurvey), JSON.stringify(others)).run();
  await insertResponses(
    env.DB,
    shop.site,
    rowsOf('nps', 60, () => 'always'),
  );
  for (const query of ['survey=nps', 'survey=nps&text=always']) {
    const page = await readPage(shop, query);
    expect([query, page.items.length, page.cursor !== undefined]).toEqual([query, 50, true]);
  }
});
