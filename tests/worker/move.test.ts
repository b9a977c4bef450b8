import { env, exports } from 'cloudflare:workers';
import { describe, expect, it, vi } from 'vitest';
import type { ResponseList } from '../../core/lists.ts';
import { dayMs, dayOf } from '../../core/periods.ts';
import type { Databases } from '../../worker/databases.ts';
import { foldIfDue } from '../../worker/store/fold.ts';
import { type Progress, stepMove } from '../../worker/store/move/move.ts';
import { settleMs } from '../../worker/store/move/phases.ts';
import { movedTables } from '../../worker/store/move/tables.ts';
import * as store from '../../worker/store/responses.ts';
import { readCounts } from '../../worker/store/results.ts';
import { forgetSite } from '../../worker/store/site-cache.ts';
import { readSite } from '../../worker/store/sites.ts';
import { idAt, npsSurvey, openShop, post, problemOf } from './fixtures.ts';

const small = { at: 20, keeps: 5, chunk: 40 };
const bothDatabases = { DB: env.DB, DB_1: env.DB_1 };

/** Everything of a site in a database, table by table. */
async function rowsIn(db: D1Database, site: string) {
  const all = await db.batch<Record<string, unknown>>(
    movedTables.map((table) => db.prepare(`SELECT * FROM ${table} WHERE site = ?1`).bind(site)),
  );
  // How far words are indexed is a matter of each database.
  const rowsOf = (at: number) => (all[at]?.results ?? []).map(({ indexed_to: _, ...row }) => row);
  return Object.fromEntries(movedTables.map((table, at) => [table, rowsOf(at)]));
}

const wordsOf = async (db: D1Database, site: string) =>
  (await db.prepare('SELECT id FROM search WHERE site = ?1').bind(site).run()).results.length;
const isEmpty = (rows: Record<string, unknown[]>) => Object.values(rows).every((some) => some.length === 0);

/** A shop with responses and views of ten days, folded for the most part, and a neighbour that stays. */
async function openFilledShop() {
  const shop = await openShop();
  const neighbour = await openShop();
  for (const { site } of [shop, neighbour]) {
    const key = { site, survey: 'nps' };
    for (let index = 0; index < 60; index++) {
      const id = idAt(Date.now() - 10 * dayMs + index * 4 * 3_600_000);
      const facets = { page: `/page-${index % 3}`, properties: { plan: index % 2 ? 'free' : 'päid "x"' } };
      const about = index % 3 ? {} : { comment: `wörds 😀 ${index}`, person: 'ana', isVerified: true };
      await store.putResponse(env.DB, { ...key, ...facets, ...about, id, rev: 1, score: index % 11 }, Date.now());
    }
    await foldIfDue(env.DB, key, small);
    await env.DB.prepare('INSERT INTO trend_break VALUES (?1, ?2, 5, ?3)').bind(site, 'nps', 'plain').run();
  }
  return { ...shop, neighbour: neighbour.site };
}

interface Steps {
  databases?: Databases;
  afterStep?: () => void;
  /** What ends while a step waits: no request lasts as long. */
  underWay?: () => Promise<unknown>;
}

/** Steps until the move is over; time passes where a step says so. */
async function moveTo(to: string, site: string, steps: Steps = {}) {
  const { databases = bothDatabases, afterStep = () => {}, underWay = async () => {} } = steps;
  const seen: string[] = [];
  let now = Date.now();
  for (;;) {
    const progress = await stepMove(databases, { site, to, now }).catch((error: Error) => error);
    if (progress instanceof Error) {
      if (progress.message !== 'killed') throw progress;
      continue;
    }
    if (typeof progress === 'string') throw new Error(progress);
    seen.push(progress.phase);
    afterStep();
    forgetSite(site);
    if (progress.phase === 'done') return seen;
    if (progress.waitMs > 0) await underWay();
    now += progress.waitMs;
  }
}

describe('a site that moves', () => {
  it('is afterwards at the target as it was at the source, with nothing left behind, and its neighbour untouched', async () => {
    const { site, neighbour, call } = await openFilledShop();
    const found = async () => {
      const answer = await call('GET', `/api/sites/${site}/responses?text=WORDS`);
      return ((await answer.json()) as ResponseList).items.map(({ id }) => id);
    };
    const foundBefore = await found();
    expect(foundBefore).toHaveLength(20);
    const [before, beside] = [await rowsIn(env.DB, site), await rowsIn(env.DB, neighbour)];
    const wordsBeside = await wordsOf(env.DB, neighbour);
    const phases = await moveTo('DB_1', site);
    expect([...new Set(phases)]).toEqual(['copy', 'catch-up', 'verify', 'switch', 'settle', 'clean', 'done']);
    expect(await rowsIn(env.DB_1, site)).toEqual(before);
    expect(isEmpty(await rowsIn(env.DB, site))).toBe(true);
    expect(await rowsIn(env.DB, neighbour)).toEqual(beside);
    expect([await wordsOf(env.DB, site), await wordsOf(env.DB, neighbour)]).toEqual([0, wordsBeside]);
    expect(await found()).toEqual(foundBefore);
    const triggers = await env.DB.prepare(
      `SELECT name FROM sqlite_schema WHERE type = 'trigger' AND tbl_name <> 'audit'`,
    ).run();
    expect(triggers.results).toEqual(movedTables.map((table) => ({ name: `move_freeze_${table}_insert_${site}` })));

    expect((await readSite(env, site))?.place).toBe('DB_1');
    const listed = (await (await call('GET', '/api/sites')).json()) as { id: string; surveys: unknown[] }[];
    expect(listed.map(({ surveys }) => surveys.length)).toEqual([1, 1]);
    expect((await call('PUT', `/api/sites/${site}/surveys/other`, npsSurvey)).status).toBe(200);
    expect((await post('/v1/r', { site, survey: 'other', id: idAt(Date.now()), rev: 1, score: 1 })).status).toBe(201);
    expect((await rowsIn(env.DB_1, site)).response).toHaveLength((before.response?.length ?? 0) + 1);
    expect((await exports.default.fetch(`http://localhost/o/${site}.json`)).status).toBe(200);

    await moveTo('DB', site);
    expect([isEmpty(await rowsIn(env.DB_1, site)), (await readSite(env, site))?.place]).toEqual([true, 'DB']);
  });

  it('loses and doubles nothing of what is posted, changed and folded meanwhile, whatever call its steps break off at', {
    timeout: 120_000,
  }, async () => {
    const { site } = await openFilledShop();
    const key = { site, survey: 'nps' };
    const acknowledged = new Map<string, { rev: number; score: number; comment: string | null }>();
    for (const row of (await rowsIn(env.DB, site)).response as {
      id: string;
      rev: number;
      score: number;
      comment: string | null;
    }[]) {
      acknowledged.set(row.id, { rev: row.rev, score: row.score, comment: row.comment });
    }
    const views = new Set<string>();
    let isOver = false;
    const underWay: Promise<Response>[] = [];
    const sent = (writer: number, answer: Promise<Response>) => {
      underWay[writer] = answer;
      return answer;
    };
    const write = async (writer: number) => {
      for (let turn = 0; !isOver; turn++) {
        const at = turn % 5 === 4 ? Date.now() - 3 * dayMs : Date.now();
        const known = [...acknowledged.keys()][turn * 7 + writer];
        const isChange =
          turn % 3 === 2 &&
          known !== undefined &&
          acknowledged.get(known)?.rev === 1 &&
          known.charCodeAt(35) % 2 === writer;
        const response = {
          ...{ ...key, id: isChange ? known : idAt(at), rev: isChange ? 2 : 1, score: (turn + writer) % 11 },
          comment: `by ${writer} in ${turn}`,
        };
        const answer = await sent(writer, post('/v1/r', response));
        if (answer.ok)
          acknowledged.set(response.id, { rev: response.rev, score: response.score, comment: response.comment });
        else expect(answer.status).toBe(503);
        await answer.text();
        const view = { ...key, id: idAt(at) };
        if ((await sent(writer, post('/v1/v', view))).ok) views.add(view.id);
        if (turn % 10 === writer) await foldAt(site).catch(() => {});
      }
    };
    vi.spyOn(console, 'error').mockImplementation(() => {});
    const writers = [0, 1].map(write);
    const kills = breaking(bothDatabases);
    await moveTo('DB_1', site, { ...kills, underWay: () => Promise.all(underWay) });
    isOver = true;
    await Promise.all(writers);
    expect(kills.count()).toBeGreaterThan(60);
    // More than the 60 that were there before, so that the writers were not merely waiting.
    expect(acknowledged.size).toBeGreaterThan(80);

    const { response, view } = await rowsIn(env.DB_1, site);
    const stored = new Map(
      (response as { id: string; rev: number; score: number; comment: string | null }[]).map((row) => [
        row.id,
        { rev: row.rev, score: row.score, comment: row.comment },
      ]),
    );
    expect(stored).toEqual(acknowledged);
    expect(new Set((view as { id: string }[]).map(({ id }) => id))).toEqual(views);
    expect(isEmpty(await rowsIn(env.DB, site))).toBe(true);
    const counted = { from: 0, to: dayOf(Date.now()) + 1 };
    const { days } = await readCounts(env.DB_1, key, { series: '', counted, shown: counted });
    const scores = [...acknowledged.values()].map(({ score }) => score);
    const expected = Array.from({ length: 11 }, (_, score) => scores.filter((each) => each === score).length);
    expect(
      Array.from({ length: 11 }, (_, score) => days.reduce((sum, { counts }) => sum + (counts[score] ?? 0), 0)),
    ).toEqual(expected);
    expect(days.reduce((sum, day) => sum + day.views, 0)).toBe(views.size);
  });

  it('takes nothing at its old place any more, and says to try again', async () => {
    const { site, call } = await openFilledShop();
    let progress: Progress | string = '';
    for (;;) {
      progress = await stepMove(bothDatabases, { site, to: 'DB_1', now: Date.now() });
      if (typeof progress !== 'string' && progress.phase === 'settle') break;
      // As an isolate that read the site before it moved.
      expect((await post('/v1/r', { site, survey: 'nps', id: idAt(Date.now()), rev: 1, score: 1 })).status).toBe(201);
    }
    const response = { site, survey: 'nps', id: idAt(Date.now()), rev: 1, score: 1 };
    await expect(store.putResponse(env.DB, response, Date.now())).rejects.toThrow('the site has moved');
    vi.spyOn(console, 'error').mockImplementation(() => {});
    const refused = await post('/v1/r', response);
    expect([(await problemOf(refused)).code, refused.headers.get('Retry-After')]).toEqual(['unavailable', '5']);
    expect((await post('/v1/r', response)).status).toBe(201);
    expect((await rowsIn(env.DB_1, site)).response).toContainEqual(expect.objectContaining({ id: response.id }));
    const waiting = await call('POST', `/api/sites/${site}/move`, { to: 'DB_1' });
    expect(await waiting.json()).toMatchObject({
      phase: 'settle',
      waitMs: expect.toSatisfy((ms: number) => ms > settleMs / 2),
    });
  });

  it('takes nothing at its old place however long a post was on its way, until it comes back', async () => {
    const { site, neighbour } = await openFilledShop();
    const stuck = (of: string, db = env.DB) =>
      store.putResponse(db, { site: of, survey: 'nps', id: idAt(Date.now()), rev: 1, score: 1 }, Date.now());
    await moveTo('DB_1', site);
    await expect(stuck(site)).rejects.toThrow('the site has moved');
    expect(isEmpty(await rowsIn(env.DB, site))).toBe(true);
    expect(await stuck(neighbour)).toEqual({ outcome: 'new', rev: 1 });

    await moveTo('DB', site);
    expect(await stuck(site)).toEqual({ outcome: 'new', rev: 1 });
    await expect(stuck(site, env.DB_1)).rejects.toThrow('the site has moved');
    await moveTo('DB_1', site);
  });

  it('sends no value that is larger than the 2 MB of D1, however large its surveys are', async () => {
    const { site, call } = await openShop();
    const translations = Object.fromEntries(
      ['de', 'fr', 'pt', 'es', 'it', 'nl', 'sv', 'da', 'fi', 'pl'].map((language) => [
        language,
        { question: 'ち'.repeat(300), followUp: 'ち'.repeat(300), thanks: 'ち'.repeat(300) },
      ]),
    );
    for (let index = 0; index < 80; index++)
      await call('PUT', `/api/sites/${site}/surveys/s-${index}`, { ...npsSurvey, translations });
    let largest = 0;
    const measured = {
      prepare: (sql: string) => {
        const statement = env.DB_1.prepare(sql);
        const bind = statement.bind.bind(statement);
        statement.bind = (...values: unknown[]) => {
          largest = Math.max(largest, ...values.map((value) => new TextEncoder().encode(`${value}`).length));
          return bind(...values);
        };
        return statement;
      },
      batch: (statements: D1PreparedStatement[]) => env.DB_1.batch(statements),
    } as D1Database;
    const databases = { ...bothDatabases, DB_1: measured };
    await moveTo('DB_1', site, { databases });
    expect(largest).toBeGreaterThan(1e6);
    expect(largest).toBeLessThan(2e6);
    expect((await rowsIn(env.DB_1, site)).survey).toHaveLength(81);
  });

  it('stays where it is when a row at the target is not the one it should be', async () => {
    const { site, call } = await openFilledShop();
    const step = () => call('POST', `/api/sites/${site}/move`, { to: 'DB_1' });
    let phase = '';
    while (phase !== 'verify') ({ phase } = (await (await step()).json()) as Progress);
    await env.DB_1.prepare(`UPDATE response SET score = 11 - score WHERE site = ?1`).bind(site).run();
    const { code, detail } = await problemOf(await step());
    expect([code, detail]).toEqual(['differs', expect.stringMatching(/^response \["nps","[^"]+"\] differs/u)]);
    expect((await readSite(env, site))?.place).toBe('DB');

    await moveTo('DB', site);
    expect([isEmpty(await rowsIn(env.DB_1, site)), (await rowsIn(env.DB, site)).response?.length]).toEqual([true, 60]);
    expect((await post('/v1/r', { site, survey: 'nps', id: idAt(Date.now()), rev: 1, score: 1 })).status).toBe(201);
    await moveTo('DB_1', site);
  });

  it('refuses a place that there is not, one that has something of it, and a second move at once', async () => {
    const { site, neighbour, call } = await openFilledShop();
    const codeOf = async (path: string, to: string) => {
      const { code, detail } = await problemOf(await call('POST', `/api/sites/${path}/move`, { to }));
      return [code, detail];
    };
    expect(await codeOf(site, 'DB_2')).toEqual(['invalid', 'to must be one of DB, DB_1.']);
    expect(await codeOf('no-such', 'DB_1')).toEqual(['unknown-site', 'There is no site no-such.']);
    await env.DB_1.prepare('INSERT INTO watermark (site, survey, id) VALUES (?1, ?2, ?3)').bind(site, 'nps', 'x').run();
    expect(await codeOf(site, 'DB_1')).toEqual(['occupied', `DB_1 has rows of ${site}, of no move.`]);
    await env.DB_1.prepare('DELETE FROM watermark').run();
    expect((await call('POST', `/api/sites/${site}/move`, { to: 'DB_1' })).status).toBe(200);
    expect((await codeOf(neighbour, 'DB_1'))[0]).toBe('moving');
  });
});

it('a step that another one has overtaken writes nothing any more', async () => {
  const { site } = await openFilledShop();
  const step = (databases: Databases) => stepMove(databases, { site, to: 'DB_1', now: Date.now() });
  await step(bothDatabases);
  let isOvertaken = false;
  const slow = {
    ...bothDatabases,
    DB_1: {
      prepare: (sql: string) => env.DB_1.prepare(sql),
      batch: async (statements: D1PreparedStatement[]) => {
        if (!isOvertaken) {
          isOvertaken = true;
          while (((await step(bothDatabases)) as Progress).phase !== 'verify');
          await env.DB.prepare('UPDATE survey SET definition = ?2 WHERE site = ?1').bind(site, '{}').run();
          await step(bothDatabases);
        }
        return env.DB_1.batch(statements);
      },
    } as D1Database,
  };
  await expect(step(slow)).rejects.toThrow();
  expect((await rowsIn(env.DB_1, site)).survey).toMatchObject([{ site, id: 'nps', definition: '{}' }]);
});

it('a site on a database that wrangler.toml does not bind is an error that names it in the log alone', async () => {
  const { site } = await openShop();
  await env.DB.prepare(`UPDATE site SET place = 'DB_9' WHERE id = ?1`).bind(site).run();
  const log = vi.spyOn(console, 'error').mockImplementation(() => {});
  forgetSite(site);
  expect(
    (await problemOf(await post('/v1/r', { site, survey: 'nps', id: idAt(Date.now()), rev: 1, score: 1 }))).code,
  ).toBe('internal');
  expect(String(log.mock.calls[0]?.[0])).toContain('A site is on DB_9');
});

it('every table that has rows of a site moves with it, or is known to stay', async () => {
  const sql = `SELECT m.name FROM sqlite_schema m JOIN pragma_table_info(m.name) c ON c.name = 'site' WHERE m.type = 'table' ORDER BY 1`;
  const { results } = await env.DB.prepare(sql).run<{ name: string }>();
  const staying = ['access_key', 'audit', 'invitation', 'member', 'move', 'refusal', 'search'];
  const names = results.map(({ name }) => name).filter((name) => !staying.includes(name));
  expect(names).toEqual([...movedTables].sort());
});

/** Folds a site's survey where it is now, in small portions. */
async function foldAt(site: string) {
  const place = (await readSite(env, site))?.place;
  await foldIfDue(place === 'DB' ? env.DB : env.DB_1, { site, survey: 'nps' }, small);
}

/** The same databases, that break off at the first call of a step, then at its second, until the step gets through. */
function breaking(databases: typeof bothDatabases) {
  let [calls, breakAt, kills] = [0, 0, 0];
  const call = async <T>(run: () => Promise<T>): Promise<T> => {
    if (calls++ < breakAt) return run();
    // Half of the calls that break off were done nevertheless.
    if (kills++ % 2 === 0) await run();
    [calls, breakAt] = [0, breakAt + 1];
    throw new Error('killed');
  };
  const wrap = (db: D1Database): D1Database => {
    const real = new WeakMap<object, D1PreparedStatement>();
    const wrapOne = (statement: D1PreparedStatement): D1PreparedStatement => {
      const wrapped = {
        bind: (...values: unknown[]) => wrapOne(statement.bind(...values)),
        run: () => call(() => statement.run()),
      } as unknown as D1PreparedStatement;
      real.set(wrapped, statement);
      return wrapped;
    };
    return {
      prepare: (sql: string) => wrapOne(db.prepare(sql)),
      batch: (all: D1PreparedStatement[]) => call(() => db.batch(all.map((one) => real.get(one) ?? one))),
    } as unknown as D1Database;
  };
  const afterStep = () => {
    [calls, breakAt] = [0, 0];
  };
  return { databases: { DB: wrap(databases.DB), DB_1: wrap(databases.DB_1) }, afterStep, count: () => kills };
}
