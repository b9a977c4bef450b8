import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { limits, type ResponseChange } from '../../core/contract.ts';
import { shortId } from '../../core/id.ts';
import { dayMs, dayOf } from '../../core/periods.ts';
import type { Erased, Results } from '../../core/results.ts';
import { runJobs } from '../../worker/jobs.ts';
import { readActs } from '../../worker/store/acts.ts';
import { eraseStep } from '../../worker/store/erasure.ts';
import { foldIfDue, type SurveyKey } from '../../worker/store/fold.ts';
import { changeResponse } from '../../worker/store/handling.ts';
import { anonymiseResponses, deleteResponses } from '../../worker/store/removal.ts';
import { putResponse } from '../../worker/store/responses.ts';
import { putView } from '../../worker/store/views.ts';
import { idAt, openShop, post, problemOf } from './fixtures.ts';
import { metered } from './metered.ts';

const foldEverything = (key: SurveyKey) => foldIfDue(env.DB, key, { at: 0, keeps: 0, chunk: 1000 });

const rowOf = async (table: 'response' | 'view', id: string) =>
  await env.DB.prepare(`SELECT * FROM ${table} WHERE id = ?1`).bind(id).first();

const facets = { page: '/thanks', device: 'phone', locale: 'pt-BR', properties: { plan: 'free' } } as const;
const personal = { comment: 'meu nome é Ana', email: 'ana@shop.example', person: 'ana', reasons: ['ease'] };

/** A shop with a response to a view, as a page posts them, and what its team does with it. */
async function openAnswered({ isFolded = false } = {}) {
  const shop = await openShop();
  await shop.call('PUT', `/api/sites/${shop.site}`, {
    ...{ name: 'Shop', origins: ['https://shop.example'], facets: ['plan'] },
  });
  const key = { site: shop.site, survey: 'nps' };
  const id = idAt(Date.now());
  await post('/v1/v', { ...key, id, ...facets });
  const response = { ...key, id, rev: 3, score: 9, ...facets, ...personal };
  await post('/v1/r', response);
  if (isFolded) await foldEverything(key);
  const path = `/api/sites/${shop.site}/surveys/nps`;
  const of = `${path}/responses/${shortId(id)}`;
  const change = async (body: ResponseChange) => (await shop.call('PATCH', of, body)).json();
  const current = async () => {
    const { current, newestComments } = (await (await shop.call('GET', `${path}/results`)).json()) as Results;
    const { n, views, comments } = current;
    return { n, views, comments, listed: newestComments.length };
  };
  return { ...shop, key, id, path, of, response, change, current };
}

const counted = { n: 1, views: 1, comments: 1, listed: 1 };
const notCounted = { n: 0, views: 0, comments: 0, listed: 0 };

describe('a response that is marked', () => {
  it.each([false, true])('leaves every number with its view, and comes back with it: folded %s', async (isFolded) => {
    const { id, change, current, key } = await openAnswered({ isFolded });
    expect(await current()).toEqual(counted);
    const handling = { id: shortId(id), mark: 'spam', status: 'unread', tags: [] };
    expect(await change({ mark: 'spam' })).toEqual(handling);
    expect(await current()).toEqual(notCounted);
    expect(await change({ mark: 'test' })).toEqual({ ...handling, mark: 'test' });
    await foldEverything(key);
    expect(await current()).toEqual(notCounted);
    expect(await change({ mark: null })).toEqual({ ...handling, mark: null });
    expect(await current()).toEqual(counted);
  });

  it('takes with it a view that arrives only then', async () => {
    const { key, call, current, path } = await openAnswered();
    const id = idAt(Date.now());
    await post('/v1/r', { ...key, id, rev: 1, score: 0 });
    await call('PATCH', `${path}/responses/${id}`, { mark: 'test' });
    await post('/v1/v', { ...key, id, dismissed: true });
    expect(await current()).toEqual(counted);
    await call('PATCH', `${path}/responses/${id}`, { mark: null });
    expect(await current()).toEqual({ ...counted, n: 2, views: 2 });
  });
});

describe('what the team notes on a response', () => {
  it('stays until it is noted otherwise, and writes one row or none', async () => {
    const { key, id, change } = await openAnswered();
    const noted = { id: shortId(id), mark: null, status: 'done', tags: ['price', 'Zu langsam'] };
    expect(await change({ status: 'done', tags: noted.tags })).toEqual(noted);
    expect(await change({})).toEqual(noted);
    expect(await change({ status: 'unread', tags: [] })).toEqual({ ...noted, status: 'unread', tags: [] });

    const db = metered(env.DB);
    for (const status of ['read', 'read'] as const) await changeResponse(db, key, { id, status });
    expect(db.rowsWritten).toBe(1);
  });

  it.each([
    [{ mark: 'deleted' }, 'mark', 'must be one of spam, test'],
    [{ status: 'new' }, 'status', 'must be one of unread, read, done, archived'],
    [{ tags: 'price' }, 'tags', 'must be a list'],
    [{ tags: [''] }, 'tags.0', 'must not be empty'],
    [{ tags: ['a'.repeat(41)] }, 'tags.0', 'must not be longer than 40 UTF-16 units'],
    [{ tags: ['a', 'a'] }, 'tags', 'must be distinct'],
    [{ tags: Array.from({ length: 11 }, (_, n) => `t${n}`) }, 'tags', 'must not be more than 10'],
    [{ score: 10 }, 'score', 'is not a known field'],
  ])('is refused in words: %j', async (change, field, reason) => {
    const { call, of } = await openAnswered();
    expect(await problemOf(await call('PATCH', of, change))).toMatchObject({ errors: [{ field, reason }] });
  });
});

describe('a response that is deleted', () => {
  it.each([false, true])('is gone with its numbers, and no retry brings it back: folded %s', async (isFolded) => {
    const { key, id, of, call, response, current } = await openAnswered({ isFolded });
    expect((await call('DELETE', of)).status).toBe(204);
    expect(await current()).toEqual(notCounted);
    const [row, view] = [await rowOf('response', id), await rowOf('view', id)];
    const said = ['Ana', 'ana', 'thanks', 'phone', 'pt-BR', 'free', 'ease'];
    for (const word of said) expect(JSON.stringify([row, view])).not.toContain(word);

    for (const rev of [3, 4, limits.rev]) {
      const again = await post('/v1/r', { ...response, rev });
      expect([again.status, await again.json()]).toEqual([200, { id, rev: limits.rev + 1 }]);
    }
    await post('/v1/v', { ...key, id, ...facets, dismissed: true });
    expect([await rowOf('response', id), await rowOf('view', id)]).toEqual([row, view]);
    expect(await current()).toEqual(notCounted);
    await foldEverything(key);
    expect(await current()).toEqual(notCounted);
  });

  it('is no longer there for the team, nor is one that never was', async () => {
    const { call, of, path, id } = await openAnswered();
    await call('DELETE', of);
    const other = idAt(Date.now() + 1);
    for (const asked of [id, shortId(id), other, id.slice(0, 13), '%25', 'A'.repeat(36), `${id}0`]) {
      const at = `${path}/responses/${asked}`;
      const answers = [call('PATCH', at, { mark: 'spam' }), call('DELETE', at), call('POST', `${at}/anonymise`)];
      for (const answer of await Promise.all(answers)) expect((await problemOf(answer)).code).toBe('unknown-response');
    }
  });

  it('keeps a view away that arrives only then', async () => {
    const { key, call, path } = await openAnswered();
    const id = idAt(Date.now());
    await post('/v1/r', { ...key, id, rev: 1, score: 0 });
    await call('DELETE', `${path}/responses/${id}`);
    await post('/v1/v', { ...key, id, ...facets });
    expect(await rowOf('view', id)).toBeNull();
  });
});

describe('a response that is made anonymous', () => {
  it.each([false, true])(
    'keeps its numbers, loses its words and its person, and is fixed: folded %s',
    async (isFolded) => {
      const { id, of, call, change, response, current } = await openAnswered({ isFolded });
      await change({ tags: ['Ana'], status: 'done' });
      expect((await call('POST', `${of}/anonymise`)).status).toBe(204);
      expect(await current()).toEqual({ ...counted, listed: 0 });
      const row = await rowOf('response', id);
      expect(row).toMatchObject({
        score: 9,
        comment: '',
        email: null,
        person: null,
        verified: 0,
        tags: null,
        page: '/thanks',
      });
      const late = await post('/v1/r', { ...response, rev: 9, score: 0 });
      expect([late.status, await rowOf('response', id)]).toEqual([200, row]);
      expect((await call('POST', `${of}/anonymise`)).status).toBe(204);
      expect(await rowOf('response', id)).toEqual(row);
    },
  );
});

describe('what changes numbers that are folded', () => {
  const key = { site: 'shop', survey: 'nps' };
  const now = Date.UTC(2026, 10, 22, 12);

  /** One that is one of many, in the cells total, page and device. */
  async function openFolded() {
    const ids = Array.from({ length: 50 }, (_, index) => idAt(now + index));
    for (const id of ids) {
      await putView(env.DB, { ...key, id, page: '/', device: 'phone' });
      await putResponse(env.DB, { ...key, id, rev: 1, score: 7, page: '/', device: 'phone' }, now);
    }
    await foldEverything(key);
    return { id: ids[25] ?? '', db: metered(env.DB) };
  }

  it.each([
    ['a mark', 5, (db: D1Database, id: string) => changeResponse(db, key, { id, mark: 'spam' as const })],
    ['a deletion', 5, (db: D1Database, id: string) => deleteResponses(db, key, [id])],
    ['an anonymisation', 1, (db: D1Database, id: string) => anonymiseResponses(db, key, [id])],
  ])(
    '%s writes %i rows, of the response, its view and three cells, and none when it is repeated',
    async (_, rows, change) => {
      const { id, db } = await openFolded();
      await change(db, id);
      expect(db.rowsWritten).toBe(rows);
      await change(db, id);
      expect(db.rowsWritten).toBe(rows);
      expect(db.rowsRead).toBeLessThan(100);
    },
  );
});

describe('the erasure of a person', () => {
  async function eraseAll(
    call: (method: string, path: string, body: unknown) => Promise<Response>,
    path: string,
    whom: object,
  ) {
    const steps: Erased[] = [];
    do {
      const cursor = steps.at(-1)?.cursor;
      steps.push((await (await call('POST', path, { ...whom, ...(cursor && { cursor }) })).json()) as Erased);
    } while (steps.at(-1)?.cursor);
    return steps;
  }

  it('finds them in every survey of the site, takes what they did, and leaves everybody else and every other site', async () => {
    const [shop, other] = [await openAnswered({ isFolded: true }), await openAnswered()];
    await shop.call('PUT', `/api/sites/${shop.site}/surveys/other`, {
      ...((await (await shop.call('GET', shop.path)).json()) as object),
    });
    const said = { site: shop.site, survey: 'other', rev: 1, score: 3 };
    await putResponse(env.DB, { ...said, id: idAt(Date.now()), person: 'ana', isVerified: true }, Date.now());
    await putResponse(env.DB, { ...said, id: idAt(Date.now()), person: 'bo', isVerified: true }, Date.now());
    const steps = await eraseAll(shop.call, `/api/sites/${shop.site}/erasures`, { person: 'ana' });
    expect(steps.reduce((sum, { erased }) => sum + erased, 0)).toBe(2);
    const left = await env.DB.prepare('SELECT site, person FROM response WHERE person IS NOT NULL ORDER BY site').run();
    expect(left.results).toEqual([
      { site: shop.site, person: 'bo' },
      { site: other.site, person: 'ana' },
    ]);
    expect(await readActs(env.DB, shop.site, 'ana')).toEqual({});
    expect(Object.keys(await readActs(env.DB, shop.site, 'bo'))).toEqual(['other']);
    expect(await shop.current()).toEqual(notCounted);
  });

  it('finds an address in upper and lower case', async () => {
    const shop = await openAnswered();
    const [first] = await eraseAll(shop.call, `/api/sites/${shop.site}/erasures`, { email: 'ANA@shop.example' });
    expect(first?.erased).toBe(1);
    expect(await shop.current()).toEqual(notCounted);
  });

  it('goes on over ten thousand responses, none of its steps reading more than 5,000 rows', async () => {
    const key = { site: 'shop', survey: 'nps' };
    const now = Date.UTC(2026, 10, 22, 12);
    const ids = Array.from({ length: 10_000 }, (_, index) => idAt(now + index, index));
    const fill = `INSERT INTO response (site, survey, id, rev, received_at, day, score, page, person)
      SELECT ?1, ?2, value, 1, ?3, ?4, 9, '/', iif(key % 60 = 0, 'ana', 'bo') FROM json_each(?5)`;
    await env.DB.prepare(fill).bind('shop', 'nps', now, dayOf(now), JSON.stringify(ids)).run();
    await foldEverything(key);
    let [erased, cursor]: [number, string | undefined] = [0, ''];
    const costs: number[] = [];
    while (cursor !== undefined) {
      const db = metered(env.DB);
      const step: Erased = await eraseStep(
        db,
        { id: 'shop', surveys: ['nps'] },
        { person: 'ana', ...(cursor && { cursor }) },
      );
      costs.push(db.rowsRead);
      erased += step.erased;
      cursor = step.cursor;
    }
    expect(erased).toBe(167);
    expect(Math.max(...costs)).toBeLessThanOrEqual(5000);
  }, 30_000);

  it.each([
    [{}, '', 'must name a person or an email'],
    [{ person: 'ana', email: 'a@b.example' }, '', 'must name a person or an email'],
    [{ person: 'ana', cursor: 'nps' }, 'cursor', 'must be the cursor of the answer before'],
  ])('has to be of one person: %j', async (body, field, reason) => {
    const { call, site } = await openAnswered();
    expect(await problemOf(await call('POST', `/api/sites/${site}/erasures`, body))).toMatchObject({
      errors: [{ field, reason }],
    });
  });
});

describe('retention', () => {
  const now = Date.now();

  /** A response of each of the last forty days. */
  async function openAged(action: 'delete' | 'anonymise') {
    const shop = await openAnswered();
    for (let days = 0; days < 40; days++) {
      const id = idAt(now - days * dayMs, days);
      await putResponse(env.DB, { ...shop.key, id, rev: 1, score: 9, comment: 'words', person: 'ana' }, now);
      await putView(env.DB, { ...shop.key, id });
    }
    await shop.call('PUT', `/api/sites/${shop.site}`, {
      name: 'Shop',
      origins: ['https://shop.example'],
      retention: { days: 30, action },
    });
    const results = async (period: string) =>
      (await (await shop.call('GET', `${shop.path}/results?period=${period}`)).json()) as Results;
    const before = (await results('90d')).current;
    await runJobs(env, now);
    return { ...shop, before, results };
  }

  it('drops old responses and views, keeps their numbers, and says from when on they can be counted again', async () => {
    const { before, results, key } = await openAged('delete');
    const { current, verifiedFrom } = await results('90d');
    expect(current).toEqual(before);
    expect(verifiedFrom).toBe(dayOf(now) - 30);
    expect((await results('28d')).verifiedFrom).toBeUndefined();
    const oldest = await env.DB.prepare(
      'SELECT min(day) AS day FROM (SELECT day FROM response UNION ALL SELECT day FROM view)',
    ).first();
    expect(oldest).toEqual({ day: dayOf(now) - 30 });

    const late = await post('/v1/r', { ...key, id: idAt(now - 35 * dayMs), rev: 1, score: 0 });
    expect((await problemOf(late)).code).toBe('expired');
    expect((await results('90d')).current).toEqual(before);
  });

  it('takes words and persons from old responses, and keeps everything else', async () => {
    const { before, results, key } = await openAged('anonymise');
    expect((await results('90d')).current).toEqual(before);
    expect((await results('90d')).verifiedFrom).toBeUndefined();
    const rows = await env.DB.prepare('SELECT day, comment, person FROM response ORDER BY day').run<{ day: number }>();
    expect(rows.results).toHaveLength(41);
    for (const { day, ...said } of rows.results) {
      if (day < dayOf(now) - 30) expect(said).toEqual({ comment: '', person: null });
      else expect(said).toEqual({ comment: expect.stringMatching(/words|Ana/u), person: 'ana' });
    }
    const late = await post('/v1/r', { ...key, id: idAt(now - 39 * dayMs), rev: 1, score: 0, comment: 'more words' });
    expect((await problemOf(late)).code).toBe('expired');
  });
});
