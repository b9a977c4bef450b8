import { env } from 'cloudflare:workers';
import { expect, it } from 'vitest';
import { dayOf } from '../../core/periods.ts';
import { app } from '../../worker/app.ts';
import { foldAll } from '../../worker/store/fold.ts';
import { createLink } from '../../worker/store/people.ts';
import { identitySecretOf } from '../../worker/store/surveys.ts';
import { hexOf } from '../../worker/token.ts';
import { idAt, npsSurvey, origin } from './fixtures.ts';

/** The same database, with the text of every statement that is prepared kept in `seen`. */
function recording<T extends D1Database | D1DatabaseSession>(db: T, seen: Set<string>): T {
  const methods = {
    prepare(sql: string) {
      seen.add(sql);
      return db.prepare(sql);
    },
    withSession: () => recording((db as D1Database).withSession(), seen),
  };
  const isOurs = (name: string | symbol): name is keyof typeof methods => name in methods;
  return new Proxy(db, {
    get(_, name) {
      if (isOurs(name)) return methods[name];
      const value = Reflect.get(db, name);
      return typeof value === 'function' ? value.bind(db) : value;
    },
  });
}

const site = 'shop';
const survey = 'nps';
const variants = ['plain', 'other'].map((id) => ({ id, change: {} }));

/** Everything that visitors, the dashboard and the cron do, a long tail and posts below the watermark included. */
async function liveThrough(db: D1Database): Promise<void> {
  const now = Date.now();
  let cookie = '';
  const send = async (method: string, path: string, body?: unknown) => {
    const headers = { Origin: path.startsWith('/v1/') ? origin : 'http://localhost', Cookie: cookie };
    const init = { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) };
    const answer = await app.fetch(new Request(`http://localhost${path}`, init), { ...env, DB: db });
    expect([method, path, answer.ok]).toEqual([method, path, true]);
    cookie = answer.headers.get('Set-Cookie')?.split(';')[0] ?? cookie;
  };
  await send('POST', '/api/session', { token: await createLink(env.DB, 'owner', 'Owner', now) });
  await send('PUT', `/api/sites/${site}`, { name: 'Shop', origins: [origin] });
  await send('PUT', `/api/sites/${site}/surveys/${survey}`, { ...npsSurvey, stopAfter: 1e9, perDay: 1e9, variants });
  for (const path of ['session', 'sites', `sites/${site}`, `sites/${site}/surveys/${survey}`]) {
    await send('GET', `/api/${path}`);
  }
  const ids = Array.from({ length: 1100 }, (_, index) => idAt(now - 2000 + index));
  const fill = `INSERT INTO response (site, survey, id, rev, received_at, day, score, page)
    SELECT ?1, ?2, value, 1, ?3, ?4, 9, '/' FROM json_each(?5)`;
  await env.DB.prepare(fill).bind(site, survey, now, dayOf(now), JSON.stringify(ids)).run();
  await send('GET', `/api/sites/${site}/surveys/${survey}/results`);
  await send('GET', `/api/sites/${site}/surveys/${survey}/experiment`);
  await send('GET', `/api/sites/${site}/surveys/${survey}/responses/${ids[0]}`);
  const facets = 'page=/&touchpoint=a&stage=loyalty&variant=other&locale=en&device=phone&channel=web&property.a=b';
  for (const query of ['', `survey=${survey}&`, 'text=words&', `text=a*&survey=${survey}&`]) {
    for (const mark of ['spam', 'test']) {
      const others = `${facets}&group=low&comment=true&tag=a&status=done&mark=${mark}&from=2026-01-01&to=2026-12-31`;
      await send('GET', `/api/sites/${site}/responses?${query}`);
      await send('GET', `/api/sites/${site}/responses?${query}${others}`);
    }
  }
  await send('POST', `/api/sites/${site}/identity-secret`);
  const claim = { person: 'ana', hash: await proofOf('ana') };
  await send('GET', `/o/${site}.js`);
  for (const id of [idAt(now - 9000), idAt(now + 1000)]) {
    for (const rev of [1, 1, 2]) await send('POST', '/v1/r', { site, survey, id, rev, score: rev, ...claim });
    for (const dismissed of [false, false, true])
      await send('POST', '/v1/v', { site, survey, id, dismissed, ...claim });
  }
  await send('POST', '/v1/p', { site, ...claim });
  await foldAll(db);
  await send('POST', `/api/sites/${site}/surveys/${survey}/winner`, { variant: 'other' });
  await send('DELETE', '/api/session');
}

/** The hash by the secret that the site now has. */
async function proofOf(person: string): Promise<string> {
  const secret = await identitySecretOf(env.DB, site);
  const bytes = (text: string) => new TextEncoder().encode(text);
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  const key = await crypto.subtle.importKey('raw', bytes(secret), algorithm, false, ['sign']);
  return hexOf(new Uint8Array(await crypto.subtle.sign('HMAC', key, bytes(person))));
}

async function planOf(sql: string): Promise<string[]> {
  const parameters = Math.max(0, ...[...sql.matchAll(/\?(\d+)/gu)].map(([, number]) => Number(number)));
  const explain = env.DB.prepare(`EXPLAIN QUERY PLAN ${sql}`).bind(...Array(parameters).fill(null));
  return (await explain.run<{ detail: string }>()).results.map(({ detail }) => detail);
}

/** These hold a row for each thing the team made, never one for what a visitor did. */
const small = ['site', 'survey', 'person', 'session', 'sign_in_link'];

/**
 * What a plan reads without bounds: a table from end to end, or what visitors did without naming site and survey. What
 * a subquery of the same plan has put together is not a table.
 */
function unbounded(plan: string[]): string[] {
  const subqueries = plan.flatMap((step) => step.match(/^(?:CO-ROUTINE|MATERIALIZE) (\S+)/u)?.[1] ?? []);
  const isFine = (step: string) => {
    const [verb, what = ''] = step.split(' ');
    if (small.includes(what) || /^SCAN (?:facet|property|[sw]) VIRTUAL TABLE INDEX 1:/u.test(step)) return true;
    // FTS5: a MATCH between two rowids in their order, or one row.
    if (/ VIRTUAL TABLE INDEX (?:\d+:M\d+><|\d+:=)$/u.test(step)) return true;
    if (what === 'person_act') return step.includes('USING PRIMARY KEY (site=? AND person=?');
    if (verb === 'SEARCH') return step.includes('USING PRIMARY KEY (site=? AND survey=?');
    return verb !== 'SCAN' || subqueries.includes(what) || step === 'SCAN CONSTANT ROW';
  };
  return plan.filter((step) => !isFine(step));
}

it('every statement finds what visitors did by site and survey, and reads no table from end to end', async () => {
  const seen = new Set<string>();
  await liveThrough(recording(env.DB, seen));
  const plans = await Promise.all([...seen].map(async (sql) => ({ sql, unbounded: unbounded(await planOf(sql)) })));
  expect(plans.filter(({ unbounded }) => unbounded.length > 0)).toEqual([]);

  const touched = (table: string) => [...seen].filter((sql) => new RegExp(`\\b${table}\\b`, 'u').test(sql)).length;
  expect({ response: touched('response'), view: touched('view'), tally: touched('INSERT INTO tally') }).toEqual({
    response: expect.toSatisfy((statements: number) => statements >= 8),
    view: expect.toSatisfy((statements: number) => statements >= 6),
    tally: 3,
  });
  expect(touched('person_act')).toBe(5);
});

it.each([
  ['SELECT count(*) FROM response', 'SCAN response'],
  ['SELECT * FROM view v WHERE id = ?1', 'SCAN v'],
  [`SELECT * FROM tally WHERE site = ?1 AND day = ?2`, 'SEARCH tally USING PRIMARY KEY (site=?)'],
  ['SELECT * FROM (SELECT page FROM response GROUP BY page)', 'SCAN response'],
  ['SELECT id FROM search WHERE search MATCH ?1', 'SCAN search VIRTUAL TABLE'],
  ['DELETE FROM search WHERE id = ?1', 'SCAN search VIRTUAL TABLE'],
  ['SELECT * FROM survey JOIN response ON response.survey = survey.id', 'AUTOMATIC COVERING INDEX'],
])('a statement without those bounds would be noticed: %s', async (sql, step) => {
  expect(unbounded(await planOf(sql))).toContainEqual(expect.stringContaining(step));
});
