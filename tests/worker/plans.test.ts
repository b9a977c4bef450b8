import { env } from 'cloudflare:workers';
import { expect, it } from 'vitest';
import type { Administrator, Member } from '../../core/access.ts';
import type { PasskeyRequest } from '../../core/passkeys.ts';
import { dayMs, dayOf } from '../../core/periods.ts';
import type { Erased } from '../../core/results.ts';
import { app } from '../../worker/app.ts';
import { runJobs } from '../../worker/jobs.ts';
import { identitySecretOf } from '../../worker/store/identity-secrets.ts';
import { findKey } from '../../worker/store/keys.ts';
import { invite, redeemInvitation } from '../../worker/store/members.ts';
import { type Progress, stepMove } from '../../worker/store/move/move.ts';
import { settleMs } from '../../worker/store/move/phases.ts';
import { createAdminLink } from '../../worker/store/people.ts';
import { insertNew } from '../../worker/store/posts.ts';
import { addRefusals } from '../../worker/store/refusals.ts';
import { hexOf } from '../../worker/token.ts';
import { Authenticator } from './authenticator.ts';
import { idAt, npsSurvey, origin } from './fixtures.ts';
import { dummyToken, secrets } from './siteverify.ts';

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
async function liveThrough(databases: Record<'DB' | 'DB_1', D1Database>): Promise<void> {
  const now = Date.now();
  let cookie = '';
  const send = async (method: string, path: string, body?: unknown) => {
    const headers = {
      Origin: path.startsWith('/v1/') ? origin : 'http://localhost',
      Cookie: cookie,
      'CF-Connecting-IP': '203.0.113.7',
    };
    const init = { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) };
    const answer = await app.fetch(new Request(`http://localhost${path}`, init), { ...env, ...databases });
    expect([method, path, answer.ok]).toEqual([method, path, true]);
    cookie = answer.headers.get('Set-Cookie')?.split(';')[0] ?? cookie;
    return answer;
  };
  await send('POST', '/api/session', { token: await createAdminLink(env.DB, 'owner', 'Owner', now) });
  const settle = (action: 'delete' | 'anonymise') =>
    send('PUT', `/api/sites/${site}`, { name: 'Shop', origins: [origin], retention: { days: 30, action } });
  await settle('delete');
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
  for (const by of ['by=page', 'by=property.plan', 'by=page&by=device', 'by=page&by=property.plan&upTo=99']) {
    await send('GET', `/api/sites/${site}/surveys/${survey}/breakdown?${by}`);
  }
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
  await insertNew(databases.DB, [
    { kind: 'response', post: { site, survey, id: idAt(now + 1000), rev: 1, score: 9 }, now },
    { kind: 'view', post: { site, survey, id: idAt(now + 1000) } },
  ]);
  await runJobs(databases, now);
  await addRefusals(databases.DB, [{ site, day: dayOf(now), reason: 'bot', count: 1 }]);
  await send('GET', `/api/sites/${site}/refusals`);
  await send('PUT', `/api/sites/${site}/turnstile`, { siteKey: '1x00000000000000000000AA', secret: secrets.passes });
  await send('GET', `/api/sites/${site}/turnstile`);
  const guarded = { site, survey, id: idAt(now), rev: 1, score: 1, turnstile: dummyToken };
  await send('POST', '/v1/r', guarded);
  await send('DELETE', `/api/sites/${site}/turnstile`);
  await send('GET', '/healthz');
  const response = `/api/sites/${site}/surveys/${survey}/responses/${ids[0]}`;
  for (const mark of ['spam', null]) await send('PATCH', response, { mark, status: 'read', tags: ['price'] });
  await send('POST', `${response}/anonymise`);
  await send('DELETE', response);
  for (const whom of [{ person: 'ana' }, { email: 'ana@shop.example' }]) {
    const erased = await send('POST', `/api/sites/${site}/erasures`, whom);
    const { cursor } = (await erased.json()) as Erased;
    if (cursor) await send('POST', `/api/sites/${site}/erasures`, { ...whom, cursor });
  }
  for (const what of ['responses.csv?period=7d', 'responses.json', 'verification?from=1']) {
    await (await send('GET', `/api/sites/${site}/surveys/${survey}/${what}`)).arrayBuffer();
  }
  for (const action of ['delete', 'anonymise'] as const) {
    await settle(action);
    await env.DB.prepare(fill)
      .bind(site, survey, now, dayOf(now) - 40, JSON.stringify([idAt(now - 40 * dayMs)]))
      .run();
    await runJobs(databases, Math.floor(now / 3_600_000) * 3_600_000);
  }
  await send('POST', `/api/sites/${site}/surveys/${survey}/winner`, { variant: 'other' });
  await send('POST', `/api/sites/${site}/move`, { to: 'DB_1' });
  for (let [phase, at] = ['', now]; phase !== 'done'; at += settleMs) {
    if (phase === 'verify') await env.DB.prepare('UPDATE response SET status = ?1 WHERE rev = 2').bind('read').run();
    ({ phase } = (await stepMove(databases, { site, to: 'DB_1', now: at })) as Progress);
  }
  await administer(databases.DB, send);
  await send('DELETE', '/api/session');
}

type Send = (method: string, path: string, body?: unknown) => Promise<Response>;

/** Everything that is done with passkeys. */
async function signInByPasskey(send: Send): Promise<void> {
  const authenticator = new Authenticator('http://localhost');
  const make = async (by: Authenticator) =>
    send('POST', '/api/passkeys', await by.make(await (await send('POST', '/api/passkey-challenge')).json()));
  await make(new Authenticator('http://localhost'));
  await make(authenticator);
  const request: PasskeyRequest = await (await send('POST', '/api/session/challenge')).json();
  await send('POST', '/api/session/passkey', await authenticator.sign(request));
  await send('GET', '/api/passkeys');
  await send('PATCH', `/api/passkeys/${authenticator.id}`, { name: 'Laptop' });
  await send('DELETE', `/api/passkeys/${authenticator.id}`);
}

/** Everything that is done with people, keys and the audit log. */
async function administer(db: D1Database, send: Send): Promise<void> {
  const of = `/api/sites/${site}`;
  await send('PATCH', '/api/session', { name: 'Ana' });
  await send('GET', '/api/sessions');
  await send('DELETE', '/api/sessions/none');
  await send('DELETE', '/api/sessions');
  await signInByPasskey(send);
  const { path } = (await (
    await send('POST', `${of}/members`, { email: 'bo@shop.example', role: 'owner' })
  ).json()) as {
    path: string;
  };
  await send('POST', '/api/session', { token: path.split('#')[1] });
  await redeemInvitation(db, await invite(db, { site, role: 'editor', email: 'cy@shop.example' }, Date.now()), {
    now: Date.now(),
  });
  const members = (await (await send('GET', `${of}/members`)).json()) as Member[];
  const other = members.find(({ role }) => role === 'editor')?.id ?? '';
  await send('PATCH', `${of}/members/${other}`, { role: 'viewer' });
  await send('POST', `${of}/members/${other}/link`);
  await send('DELETE', `${of}/members/${other}`);
  const { id, key } = (await (await send('POST', `${of}/keys`, { name: 'Reports', scopes: ['read'] })).json()) as {
    id: string;
    key: string;
  };
  await findKey(db, key, Date.now());
  await send('POST', `${of}/keys/${id}/rotation`, { hours: 1 });
  await send('GET', `${of}/keys`);
  await send('DELETE', `${of}/keys/${id}`);
  await send('POST', `${of}/shares`, { name: 'Board', survey, days: 1 });
  await send('GET', `${of}/shares`);
  await send('POST', `${of}/identity-secret/rotation`, { hours: 1 });
  await send('GET', `${of}/audit?action=key.make`);
  await (await send('GET', `${of}/audit.csv`)).arrayBuffer();
  await send('GET', '/api/audit');
  await send('GET', '/api/administrators');
  await send('POST', '/api/administrators', { email: 'di@shop.example' });
  await redeemInvitation(db, await invite(db, { site: '', role: 'owner', email: 'di@shop.example' }, Date.now()), {
    now: Date.now(),
  });
  const admins = (await (await send('GET', '/api/administrators')).json()) as Administrator[];
  await send('DELETE', `/api/administrators/${admins.find(({ name }) => name === 'di')?.id}`);
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

/** These hold a row for each thing the team made, or of the deployment itself, or for what changed since a move last looked. */
const small = [
  ...['site', 'survey', 'person', 'session', 'sign_in_link', 'salt', 'job', 'd1_migrations', 'json_each'],
  ...['move', 'move_fence', 'move_change'],
  ...['member', 'invitation', 'passkey', 'challenge', 'access_key'],
];

/** Lists and facts of a statement's own. */
const isList =
  /^SCAN (?:facet|property|chosen|item|post|row|wanted|gone|moved|total|was|new|[sw]) VIRTUAL TABLE INDEX [13]:|SCAN info VIRTUAL TABLE/u;

/** The rows of a site after a key, of which a limit says how many. */
const isChunk = /USING PRIMARY KEY \(site=\? AND \(?[a-z_,]+\)?[<>]/u;

/**
 * What a plan reads without bounds: a table from end to end, or what visitors did without naming site and survey. What
 * a subquery of the same plan has put together is not a table.
 */
function unbounded(plan: string[], sql = ''): string[] {
  const subqueries = plan.flatMap((step) => step.match(/^(?:CO-ROUTINE|MATERIALIZE) (\S+)/u)?.[1] ?? []);
  const isFine = (step: string) => {
    const [verb, what = ''] = step.split(' ');
    if (small.includes(what) || subqueries.includes(what) || isList.test(step)) return true;
    if (isChunk.test(step) && sql.includes(' LIMIT ')) return true;
    // FTS5: a MATCH between two rowids in their order, or one row.
    if (/ VIRTUAL TABLE INDEX (?:\d+:M\d+><|\d+:=)$/u.test(step)) return true;
    if (what === 'person_act') return step.includes('USING PRIMARY KEY (site=? AND person=?');
    if (what === 'refusal') return step.includes('USING PRIMARY KEY (site=? AND day');
    if (verb === 'SEARCH') return step.includes('USING PRIMARY KEY (site=? AND survey=?');
    return verb !== 'SCAN' || step === 'SCAN CONSTANT ROW';
  };
  return plan.filter((step) => !isFine(step));
}

it('every statement finds what visitors did by site and survey, and reads no table from end to end', async () => {
  const seen = new Set<string>();
  await liveThrough({ DB: recording(env.DB, seen), DB_1: recording(env.DB_1, seen) });
  const planned = [...seen].filter((sql) => !/^(?:CREATE|DROP) TRIGGER/u.test(sql));
  const plans = await Promise.all(planned.map(async (sql) => ({ sql, unbounded: unbounded(await planOf(sql), sql) })));
  expect(plans.filter(({ unbounded }) => unbounded.length > 0)).toEqual([]);

  const touched = (table: string) => [...seen].filter((sql) => new RegExp(`\\b${table}\\b`, 'u').test(sql)).length;
  expect({ response: touched('response'), view: touched('view'), tally: touched('INSERT INTO tally') }).toEqual({
    response: expect.toSatisfy((statements: number) => statements >= 8),
    view: expect.toSatisfy((statements: number) => statements >= 6),
    tally: 5,
  });
  expect(touched('person_act')).toBeGreaterThanOrEqual(6);
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
