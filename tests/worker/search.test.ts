import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { limits } from '../../core/contract.ts';
import { makeId, shortId } from '../../core/id.ts';
import type { ResponseItem, ResponseList } from '../../core/lists.ts';
import { foldIfDue } from '../../worker/store/fold.ts';
import { putResponse } from '../../worker/store/responses.ts';
import { forgetWords, rebuildSearch } from '../../worker/store/search.ts';
import { idAt, openShop, post, problemOf } from './fixtures.ts';
import { metered } from './metered.ts';
import { insertResponses } from './rows.ts';

const now = Date.now();
const foldWhole = { at: 0, keeps: 0, chunk: 5000 };

/** A shop, what its visitors and its team do, and what is found by words. */
async function openSearch(db: D1Database = env.DB) {
  const { site, call } = await openShop();
  const key = { site, survey: 'nps' };
  const respond = (id: string, comment: string, { rev = 1, at = now, score = 9 } = {}) =>
    putResponse(db, { ...key, id, rev, score, comment, page: '/' }, at);
  const list = async (query: Record<string, string>) =>
    await call('GET', `/api/sites/${site}/responses?${new URLSearchParams(query)}`);
  const find = async (text: string, query = {}) =>
    ((await (await list({ text, ...query })).json()) as ResponseList).items.map(({ comment }) => comment);
  const fold = () => foldIfDue(db, key, foldWhole);
  return { site, call, key, respond, list, find, fold };
}

const rowsIndexed = async () => (await env.DB.prepare('SELECT count(*) AS n FROM search').first<{ n: number }>())?.n;

describe('words are found', () => {
  it('as soon as they are stored, though no post writes more than its row for them', async () => {
    const db = metered(env.DB);
    const { respond, find } = await openSearch(db);
    await respond(idAt(now), 'Entrega muito rápida');
    expect(db.rowsWritten).toBe(1);
    expect(await rowsIndexed()).toBe(0);
    expect(await find('RAPIDA')).toEqual(['Entrega muito rápida']);
    await respond(idAt(now + 1), 'rapidíssima');
    expect(await find('rapid*')).toEqual(['rapidíssima', 'Entrega muito rápida']);
    expect(await find('"muito rápida"')).toEqual(['Entrega muito rápida']);
    expect(await find('"rápida muito"')).toEqual([]);
  });

  it.each([['below the watermark'], ['where only a search has passed']])(
    'late, changed and no more once they were replaced: %s',
    async (where) => {
      const { respond, find, fold } = await openSearch();
      const [early, late] = [idAt(now - 5000), idAt(now - 6000)];
      await respond(early, 'slow');
      if (where === 'below the watermark') await fold();
      expect(await find('slow')).toEqual(['slow']);
      await respond(late, 'slow too');
      expect(await find('slow')).toEqual(['slow', 'slow too']);
      await respond(late, 'rather fast', { rev: 2 });
      await respond(early, '', { rev: 2 });
      expect(await find('slow')).toEqual([]);
      expect(await find('rather')).toEqual(['rather fast']);
      expect(await rowsIndexed()).toBe(1);
      const afterwards = now + limits.changeMs + 1;
      await respond(early, 'slow again', { rev: 3, at: afterwards });
      await respond(late, 'slow as well', { rev: 3, at: afterwards });
      expect(await find('slow')).toEqual(['slow again']);
    },
  );

  it('in one survey or all of a site, and never in another one’s', async () => {
    const { site, call, key, respond, find } = await openSearch();
    const other = await openSearch();
    const survey = await (await call('GET', `/api/sites/${site}/surveys/nps`)).json();
    await call('PUT', `/api/sites/${site}/surveys/ces`, survey);
    await respond(idAt(now), 'one word');
    await putResponse(
      env.DB,
      { ...key, survey: 'ces', id: idAt(now + 1), rev: 1, score: 1, comment: 'two words' },
      now,
    );
    await other.respond(idAt(now + 2), 'word of others');
    expect(await find('word*')).toEqual(['two words', 'one word']);
    expect(await find('word*', { survey: 'ces' })).toEqual(['two words']);
    expect(await other.find('word*')).toEqual(['word of others']);
  });

  it.each([
    ['NEAR(a b)', ['near a b']],
    ['slow AND', []],
    ['slow OR fast', ['slow or fast']],
    ['words : slow', []],
    ['^slow', ['slow or fast']],
    ['slow -fast', ['slow or fast']],
    ['scope:*', []],
    ['"', undefined],
    ['* * "" -', undefined],
    ['"slow or', ['slow or fast']],
    ["it's", ["it's"]],
    ['{words}:slow', []],
    ['slow) OR (x', []],
    ['a'.repeat(200), []],
  ])('whatever is typed is words and not syntax: %s', async (text, found) => {
    const { respond, find, list } = await openSearch();
    for (const [at, comment] of ['near a b', 'slow or fast', "it's"].entries()) await respond(idAt(now + at), comment);
    if (found) expect(await find(text)).toEqual(found);
    else
      expect((await problemOf(await list({ text }))).errors).toEqual([{ field: 'text', reason: expect.any(String) }]);
  });
});

describe('the index', () => {
  const words = (count: number) =>
    Array.from({ length: count }, (_, index) => ({
      ...{ survey: 'nps', id: idAt(now - count + index), at: now, score: 9, page: '/' },
      comment: index % 3 === 0 ? `words of the ${index}th` : '',
    }));

  it('costs no more than two rows written for a comment when it is folded, and none for other responses', async () => {
    const { site, key } = await openSearch();
    await insertResponses(env.DB, site, words(1500));
    await foldIfDue(env.DB, key);
    const indexed = (await rowsIndexed()) ?? 0;
    expect(indexed).toBe(434);
    const db = metered(env.DB);
    await env.DB.batch([env.DB.prepare('DELETE FROM search'), env.DB.prepare(`UPDATE watermark SET indexed_to = ''`)]);
    await rebuildSearch(db, key, true);
    expect(await rowsIndexed()).toBe(500);
    expect(db.rowsWritten).toBeLessThanOrEqual(2 * 500);
  });

  it('is filled anew in chunks, and a search waits until it is', async () => {
    const { site, key, list, find } = await openSearch();
    await insertResponses(env.DB, site, words(21_000));
    expect((await problemOf(await list({ text: 'words' }))).code).toBe('indexing');
    expect(await find('words')).toHaveLength(50);
    expect(await rebuildSearch(env.DB, key, true)).toBe(true);
    expect(await rowsIndexed()).toBe(7000);
  });

  it('forgets what it is told to forget, and is not broken by ids that were made to be alike', async () => {
    const { key, respond, find, fold } = await openSearch();
    const alike = [1, 2].map((last) => makeId(now, new Uint8Array([1, 2, 3, 4, 5, 6, 7, 8, 9, last])));
    const [first = '', second = ''] = alike;
    const kept = idAt(now - 1000);
    await respond(first, 'found first');
    await respond(second, 'found second');
    await respond(kept, 'found besides');
    await fold();
    expect(await find('found')).toHaveLength(2);
    await respond(second, 'found second again', { rev: 2 });
    const forget = env.DB.prepare(forgetWords('SELECT ?3 AS id'));
    for (const id of [second, first]) await forget.bind(key.site, key.survey, id).run();
    expect(await find('found')).toEqual(['found besides']);
    expect(await rowsIndexed()).toBe(1);
  });
});

describe('a list', () => {
  it('shows all that a response says, and neither its whole id nor who it is', async () => {
    const { site, list, call } = await openSearch();
    const id = idAt(now);
    const said = {
      comment: 'fast',
      reasons: ['speed'],
      email: 'ana@shop.example',
      person: 'ana',
      page: '/a',
      device: 'phone',
    };
    await post('/v1/r', { site, survey: 'nps', id, rev: 1, score: 9, ...said });
    const text = await (await list({})).text();
    expect(text).not.toMatch(new RegExp(`${id}|ana`, 'u'));
    const item: ResponseItem = {
      ...{ id: shortId(id), at: now, survey: 'nps', score: 9, segment: 'high', comment: 'fast', reasons: ['speed'] },
      ...{ page: '/a', device: 'phone', status: 'unread', hasPerson: true, hasEmail: true },
    };
    expect((JSON.parse(text) as ResponseList).items).toEqual([item]);
    for (const asked of [id, shortId(id)]) {
      expect(await (await call('GET', `/api/sites/${site}/surveys/nps/responses/${asked}`)).json()).toEqual(item);
    }
    await env.DB.prepare(`UPDATE response SET comment = '', mark = 'spam' WHERE id = ?1`).bind(id).run();
    const { comment: _, ...others } = item;
    const spam = await (await list({ mark: 'spam' })).json<ResponseList>();
    expect(spam.items).toEqual([{ ...others, wordsRemoved: true, mark: 'spam' }]);
    await env.DB.prepare(`UPDATE response SET mark = 'deleted' WHERE id = ?1`).bind(id).run();
    const gone = await call('GET', `/api/sites/${site}/surveys/nps/responses/${shortId(id)}`);
    expect((await problemOf(gone)).code).toBe('unknown-response');
  });

  it.each([
    ['group=best', 'group'],
    ['comment=yes', 'comment'],
    ['from=2026-02-30', 'from'],
    ['from=2026-11-02&to=2026-11-01', 'to'],
    ['status=new', 'status'],
    ['mark=deleted', 'mark'],
    ['device=watch', 'device'],
    ['property.a%20b=c', 'property.a b'],
    ['property=c', 'property'],
    ['cursor=next', 'cursor'],
    ['limit=51', 'limit'],
    ['text=---', 'text'],
    ['text=a%00b', 'text'],
    [`text=${'a+'.repeat(11)}`, 'text'],
    ['page=/a&page=/b', 'page'],
    ['order=score', 'order'],
    ['__proto__=1', '__proto__'],
  ])('says which filter cannot be: %s', async (query, field) => {
    const { site, call } = await openShop();
    const problem = await problemOf(await call('GET', `/api/sites/${site}/responses?${query}`));
    expect([problem.code, problem.errors]).toEqual(['invalid', [{ field, reason: expect.stringMatching(/^\w/u) }]]);
  });

  it.each([
    ['/responses?survey=none', 'unknown-survey'],
    ['/surveys/none/responses/01a1f3ad-8e01-7000-8100-0000', 'unknown-survey'],
    ['/surveys/nps/responses/01a1f3ad-8e01-7000-8100-0000', 'unknown-response'],
    ['/surveys/nps/responses/%25', 'unknown-response'],
  ])('says what there is not: %s', async (path, code) => {
    const { site, call } = await openShop();
    expect((await problemOf(await call('GET', `/api/sites/${site}${path}`))).code).toBe(code);
  });
});
