import { env, exports } from 'cloudflare:workers';
import { describe, expect, it, vi } from 'vitest';
import { Gatherer } from '../../worker/gatherer.ts';
import type { Post } from '../../worker/store/posts.ts';
import { countRows, idAt, openShop, origin, post, problemOf } from './fixtures.ts';
import { metered } from './metered.ts';

const now = Date.UTC(2026, 10, 22, 12);
const key = { site: 'shop', survey: 'nps' };
const responseOf = (id: string, change = {}): Post => ({
  kind: 'response',
  post: { ...key, id, rev: 1, score: 9, ...change },
  now,
});
const viewOf = (id: string, dismissed = false): Post => ({ kind: 'view', post: { ...key, id, dismissed } });
const someIds = (count: number) => Array.from({ length: count }, () => idAt(now));

/** The same database, with each batch counted, and held back or failed by `before`. */
function watched(db: D1Database, before: (statements: D1PreparedStatement[]) => Promise<void> = async () => {}) {
  const seen = { batches: 0 };
  const batch = async (statements: D1PreparedStatement[]) => {
    seen.batches++;
    await before(statements);
    return db.batch(statements);
  };
  return Object.assign(seen, { db: { prepare: (sql: string) => db.prepare(sql), batch } as D1Database });
}

/** Puts one post that keeps the gatherer busy while all the others arrive. */
async function putAtOnce(gatherer: Gatherer, posts: Post[]) {
  const busy = gatherer.put(viewOf(idAt(now)));
  const answers = await Promise.all(posts.map((one) => gatherer.put(one)));
  await busy;
  return answers;
}

describe('posts that arrive while a transaction is under way', () => {
  it('are stored in one, a row written for each, and answered like any other', async () => {
    const db = metered(env.DB);
    const { db: counted, ...seen } = watched(db);
    const posts = someIds(50).flatMap((id) => [responseOf(id), viewOf(id)]);
    const answers = await putAtOnce(new Gatherer(counted), posts);
    expect(answers.filter(({ outcome }) => outcome === 'new')).toHaveLength(50);
    expect([await countRows(), db.rowsWritten]).toEqual([{ responses: 50, views: 51 }, 101]);
    expect(seen.batches).toBeLessThanOrEqual(2);
  });

  it('of one response are one row, and the greater rev of two is kept in either order', async () => {
    const db = metered(env.DB);
    const [up, down, same] = [idAt(now), idAt(now), idAt(now)];
    const posts = [
      ...[responseOf(up, { rev: 1, score: 1 }), responseOf(up, { rev: 2, score: 2 })],
      ...[responseOf(down, { rev: 2, score: 2 }), responseOf(down, { rev: 1, score: 1 })],
      ...Array.from({ length: 10 }, () => responseOf(same, { rev: 2, score: 2 })),
    ];
    const answers = await putAtOnce(new Gatherer(db), posts);
    const outcomes = answers.map(({ outcome }) => outcome);
    expect(outcomes.filter((outcome) => outcome === 'new')).toHaveLength(3);
    expect(outcomes.filter((outcome) => outcome === 'known')).toHaveLength(11);
    const { results } = await env.DB.prepare('SELECT rev, score FROM response').run();
    expect(results).toEqual(Array(3).fill({ rev: 2, score: 2 }));
    // The view that came first, three responses, and one change.
    expect(db.rowsWritten).toBe(5);
  });

  it('are stored without the one among them that cannot be', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => {});
    const ids = someIds(20);
    const posts = ids.map((id, at) => responseOf(id, at === 7 ? { score: 'nine' } : {}));
    const answers = await putAtOnce(new Gatherer(env.DB), posts);
    expect(answers.map(({ outcome }) => outcome)).toEqual(ids.map((_, at) => (at === 7 ? 'unavailable' : 'new')));
    expect(await countRows()).toMatchObject({ responses: 19 });
  });

  it('are none of them acknowledged where the database does not answer, and asked for once', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => {});
    const seen = watched(env.DB, async () => {
      throw new Error('D1_ERROR: D1 DB is overloaded. Requests queued for too long.');
    });
    const answers = await putAtOnce(
      new Gatherer(seen.db),
      someIds(20).map((id) => responseOf(id)),
    );
    expect(new Set(answers.map(({ outcome }) => outcome))).toEqual(new Set(['unavailable']));
    expect([seen.batches, await countRows()]).toEqual([2, { responses: 0, views: 0 }]);
  });

  it('are turned away beyond the most that may wait, and taken again once those are answered', async () => {
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const gatherer = new Gatherer(watched(env.DB, () => held).db, { group: 4, most: 10 });
    const waiting = someIds(10).map((id) => gatherer.put(responseOf(id)));
    expect(await gatherer.put(responseOf(idAt(now)))).toEqual({ outcome: 'unavailable' });
    release();
    await Promise.all(waiting);
    expect(await gatherer.put(responseOf(idAt(now)))).toEqual({ outcome: 'new', rev: 1 });
    expect(await countRows()).toMatchObject({ responses: 11 });
  });
});

describe('pages that post at once, in the mode of this run,', () => {
  it('hear of each response once that it is new, and leave no half of one where they hang up', async () => {
    const { site } = await openShop();
    const ids = Array.from({ length: 80 }, () => idAt(Date.now()));
    const send = (id: string, at: number) => {
      const signal = at % 4 === 0 ? AbortSignal.timeout(1) : null;
      const body = JSON.stringify({ site, survey: 'nps', id, rev: 1, score: 9, comment: 'words' });
      const init = { method: 'POST', headers: { Origin: origin }, body, signal };
      return exports.default.fetch('http://localhost/v1/r', init).then(
        ({ status }) => status,
        () => 'hung up',
      );
    };
    const answers = await Promise.all(ids.map(send));
    const isStored = new Set([201, 'hung up']);
    expect(answers.every((answer) => isStored.has(answer))).toBe(true);
    expect(answers.filter((answer) => answer === 201).length).toBeGreaterThanOrEqual(60);
    const again = await Promise.all(
      ids.map(async (id) => (await post('/v1/r', { site, survey: 'nps', id, rev: 1, score: 9 })).status),
    );
    expect(again.every((status) => status === 200 || status === 201)).toBe(true);
    const { results } = await env.DB.prepare('SELECT count(*) AS n, count(comment) AS whole FROM response').run();
    expect(results[0]).toMatchObject({ n: 80 });
  });
});

it('a mode that there is not is an error that says nothing to the visitor and all to the log', async () => {
  const { app } = await import('../../worker/app.ts');
  const { site } = await openShop();
  const log = vi.spyOn(console, 'error').mockImplementation(() => {});
  const body = JSON.stringify({ site, survey: 'nps', id: idAt(Date.now()), rev: 1, score: 9 });
  const request = new Request('http://localhost/v1/r', { method: 'POST', headers: { Origin: origin }, body });
  const answer = await app.fetch(request, { ...env, INGEST: 'queued' as 'direct' });
  expect((await problemOf(answer)).code).toBe('internal');
  expect(String(log.mock.calls[0]?.[0])).toContain(
    'INGEST is "queued": set it to "direct" or "grouped" in wrangler.toml',
  );
});
