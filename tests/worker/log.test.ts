import { env } from 'cloudflare:workers';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { dayMs } from '../../core/periods.ts';
import { hashOf } from '../../worker/address.ts';
import { app } from '../../worker/app.ts';
import { runJobs } from '../../worker/jobs.ts';
import { identitySecretOf } from '../../worker/store/identity-secrets.ts';
import { idAt, npsSurvey, openShop, origin } from './fixtures.ts';

/** Everything that the Worker has said. */
let said: string[] = [];

beforeEach(() => {
  said = [];
  for (const level of ['log', 'info', 'warn', 'error', 'debug'] as const) {
    vi.spyOn(console, level).mockImplementation((...words) => void said.push(words.map(String).join(' ')));
  }
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

const address = '203.0.113.77';
const agent = 'Mozilla/5.0 (Distinctive; rv:1.2.3) Gecko';
const headers = { Origin: origin, 'CF-Connecting-IP': address, 'User-Agent': agent };

async function send(path: string, body?: unknown, more: RequestInit = {}, bindings = {}): Promise<Response> {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const init = { headers, ...(body !== undefined && { method: 'POST', body: text }), ...more };
  return await app.fetch(new Request(`http://localhost${path}`, init), { ...env, LOG: 'requests', ...bindings });
}

const lines = () => said.map((line) => JSON.parse(line) as Record<string, unknown>);
const ms = expect.any(Number);

it('a request is one line of JSON: its route, its site, what came of it, and how long that took', async () => {
  const { site, session } = await openShop();
  await send('/v1/r', { site, survey: 'nps', id: idAt(Date.now()), rev: 1, score: 9 });
  await send(`/o/${site}.js?person=ana`);
  await send(`/api/sites/${site}/surveys/nps`, undefined, { headers: { Authorization: `Bearer ${session}` } });
  await send('/sign-in');
  await send('/healthz');
  expect(lines()).toEqual([
    { method: 'POST', route: '/v1/r', status: 201, ms, site },
    { method: 'GET', route: '/o/:file{[a-z0-9-]+\\.js}', status: 200, ms },
    { method: 'GET', route: '/api/sites/:site/surveys/:survey', status: 200, ms, site },
    { method: 'GET', route: '/sign-in', status: 200, ms },
    { method: 'GET', route: '/healthz', status: 200, ms },
  ]);
});

it('a refusal is logged with its code and reason, in words of ours alone', async () => {
  const { site } = await openShop();
  const response = { site, survey: 'nps', id: idAt(Date.now()), rev: 1, score: 9 };
  await send('/v1/r', { ...response, score: '9', rev: 0 });
  await send('/v1/r', { ...response, 'ana@shop.example': 1 });
  await send('/v1/r', response, { headers: { ...headers, Origin: 'https://ana.example' } });
  await send('/v1/r', response, { headers: { ...headers, 'User-Agent': 'Mozilla/5.0 Googlebot/2.1 ana' } });
  await send('/v1/r', { ...response, website: 'https://ana.example' });
  await send('/v1/r', '{"ana"');
  await send('/v1/r', { ...response, site: 'ana' });
  await send('/nowhere/ana', undefined, { method: 'PATCH' });
  await send('/v1/r', response, {}, { SITE_LIMIT: { limit: async () => ({ success: false }) } });
  const refused = { method: 'POST', route: '/v1/r', ms };
  expect(lines()).toEqual([
    { ...refused, status: 400, site, code: 'invalid', reason: 'rev score' },
    { ...refused, status: 400, site, code: 'invalid', reason: 'other' },
    { ...refused, status: 403, site, code: 'origin-refused' },
    { ...refused, status: 403, site, code: 'bot', reason: 'user-agent' },
    { ...refused, status: 403, site, code: 'bot', reason: 'website' },
    { ...refused, status: 400, code: 'bad-json' },
    { ...refused, status: 404, code: 'unknown-site' },
    { method: 'PATCH', status: 404, ms, code: 'not-found' },
    { ...refused, status: 429, site, code: 'rate-limited', reason: 'site' },
  ]);
});

it('what goes wrong here is logged with where it did, and without what somebody wrote', async () => {
  const { site } = await openShop();
  const failing = (message: string) => ({
    prepare: () => {
      throw new Error(message);
    },
  });
  await send('/api/session', { token: 'x' }, { headers: {} }, { DB: failing('D1_ERROR: no such table: session') });
  await send('/api/session', { token: 'x' }, { headers: {} }, { DB: failing(`cannot read "ana's words"`) });
  const failed = { method: 'POST', route: '/api/session', ms };
  expect(lines()).toEqual([
    {
      ...failed,
      status: 503,
      code: 'unavailable',
      error: expect.stringMatching(/^D1_ERROR: no such table: session at /u),
    },
    { ...failed, status: 500, code: 'internal', error: expect.stringMatching(/^Error at /u) },
  ]);
  expect(said.join()).not.toContain('ana');
  expect(site).toBeTruthy();
});

it('a deployment that wants no log has none', async () => {
  await send('/healthz', undefined, {}, { LOG: '' });
  expect(said).toEqual([]);
});

/** Every value of every table, a line each. */
async function everything(): Promise<string[]> {
  const tables = `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE '\\_cf%' ESCAPE '\\'`;
  const { results } = await env.DB.prepare(tables).run<{ name: string }>();
  const rows = await Promise.all(results.map(({ name }) => env.DB.prepare(`SELECT * FROM "${name}"`).run()));
  return rows.flatMap((answer, at) => answer.results.map((row) => `${results[at]?.name} ${JSON.stringify(row)}`));
}

it('no address and no user agent, nor any part or hash of them, is in a table or a line of the log', async () => {
  // A day on which no other test had a salt made.
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + dayMs });
  const { site, call } = await openShop();
  await call('PUT', `/api/sites/${site}/surveys/nps`, { ...npsSurvey, stopAfter: 1e9 });
  await identitySecretOf(env.DB, site);
  const id = idAt(Date.now());
  await send('/v1/v', { site, survey: 'nps', id });
  for (const rev of [1, 2]) await send('/v1/r', { site, survey: 'nps', id, rev, score: 9, comment: 'Words.' });
  await send('/v1/v', { site, survey: 'nps', id: idAt(Date.now()), dismissed: true });
  await send('/v1/p', { site, person: 'ana', hash: '0'.repeat(64) });
  await send('/v1/r', { site: 'nowhere', survey: 'nps', id, rev: 1, score: 9 });
  await send(
    '/v1/r',
    { site, survey: 'nps', id, rev: 1, score: 9 },
    {},
    { SITE_LIMIT: { limit: async () => ({ success: false }) } },
  );
  await send('/o/nowhere.js');
  await send('/healthz');
  await runJobs(env, Date.now());
  const written = async () => (await everything()).filter((row) => row.startsWith('refusal') && row.includes(site));
  await expect.poll(async () => (await written()).length, { timeout: 10_000 }).toBe(2);

  const all = [...(await everything()), ...said];
  expect(all.filter((row) => row.startsWith('salt'))).toHaveLength(1);
  expect(all.filter((row) => row.startsWith('response'))).toHaveLength(1);
  const hash = await hashOf(env.DB, address, Date.now());
  const traces = [address, '203.0.113', hash, hash.slice(0, 16), agent, 'Distinctive', 'Gecko', '1.2.3'];
  expect(traces.filter((trace) => all.some((line) => line.includes(trace)))).toEqual([]);
});
