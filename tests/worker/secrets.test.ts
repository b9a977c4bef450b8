import { env } from 'cloudflare:workers';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { dayOf } from '../../core/periods.ts';
import { app, publicRoutes } from '../../worker/app.ts';
import { runJobs } from '../../worker/jobs.ts';
import { invite } from '../../worker/store/members.ts';
import { createAdminLink, redeemLink } from '../../worker/store/people.ts';
import { teamRoutes } from '../../worker/team.ts';
import { makeKey } from './callers.ts';
import { idAt, openShop, origin } from './fixtures.ts';

/** Everything that the Worker has said. */
let said: string[] = [];

beforeEach(() => {
  said = [];
  for (const level of ['log', 'info', 'warn', 'error', 'debug'] as const) {
    vi.spyOn(console, level).mockImplementation((...words) => void said.push(words.map(String).join(' ')));
  }
});
afterEach(() => vi.restoreAllMocks());

const routes = [...publicRoutes, ...teamRoutes];

/** Where a secret is what was asked for. */
const tells = ['POST /api/sites/:site/identity-secret', 'POST /api/sites/:site/identity-secret/rotation'];

it('whatever is secret is in no log and in no answer but the one that tells it', async () => {
  const { site } = await openShop();
  const now = Date.now();
  const canaries: Record<string, string> = { identity: 'c1', earlier: 'c2', turnstile: 'c3', salt: 'c4' };
  for (const name of Object.keys(canaries)) canaries[name] = canaries[name]?.repeat(32) ?? '';
  await env.DB.batch([
    env.DB.prepare(
      `UPDATE site SET identity_secret = ?1, earlier_secret = ?2, earlier_until = ?3, turnstile_key = '1x', turnstile_secret = ?4`,
    ).bind(canaries.identity, canaries.earlier, now + 60_000, canaries.turnstile),
    env.DB.prepare('INSERT INTO salt (day, value) VALUES (?1, ?2)').bind(dayOf(now), canaries.salt),
  ]);
  canaries.session = (await redeemLink(env.DB, await createAdminLink(env.DB, 'admin', 'Admin', now), { now })) ?? '';
  canaries.link = await createAdminLink(env.DB, 'admin', 'Admin', now);
  canaries.invitation = await invite(env.DB, { site, role: 'owner', email: 'bo@shop.example' }, now);
  canaries.key = (await makeKey(site, ['read'])).Authorization?.slice(-64) ?? '';
  canaries.share = (await makeKey(site, ['view'], { survey: 'nps' })).Authorization?.slice(-64) ?? '';
  const secrets = Object.values(canaries);
  expect(secrets.every((secret) => secret.length === 64)).toBe(true);

  const Authorization = `Bearer ${canaries.session}`;
  const ask = async (method: string, path: string, body?: unknown) => {
    const address = { Origin: path.startsWith('/v1') ? origin : 'http://localhost', 'CF-Connecting-IP': '203.0.113.7' };
    const init = {
      method,
      headers: { Authorization, ...address },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    };
    const answer = await app.fetch(new Request(`http://localhost${path}`, init), { ...env, LOG: 'requests' });
    return `${JSON.stringify([...answer.headers])} ${await answer.text()}`;
  };
  const bodies = [{}, { token: canaries.link, site, name: canaries.key, hours: 1 }, 'x'];
  // What ends the session of whoever asks comes last, and what would change the secrets not at all.
  const safe = routes.filter(
    ([method, path]) => !tells.includes(`${method} ${path}`) && !/rotation|turnstile/u.test(path),
  );
  for (const [method, path] of safe.toSorted(
    ([, one], [, other]) => Number(one === '/api/session') - Number(other === '/api/session'),
  )) {
    const url = path
      .replace(/:file\{.*?(json|js)\}/u, `${site}.$1`)
      .replace(':site', site)
      .replace(':survey', 'nps')
      .replace(/:(\w+)/gu, 'a-$1');
    for (const body of method === 'GET' || method === 'OPTIONS' ? [undefined] : bodies) {
      const answer = await ask(method, url, body);
      for (const secret of secrets) expect([method, url, answer.includes(secret)]).toEqual([method, url, false]);
    }
  }
  for (const hash of ['0'.repeat(64), canaries.identity])
    await ask('POST', '/v1/r', { site, survey: 'nps', id: idAt(now), rev: 1, score: 9, person: 'ana', hash });
  await runJobs(env, now);
  expect(said.length).toBeGreaterThan(routes.length / 2);
  const log = said.join('\n');
  for (const [name, secret] of Object.entries(canaries)) expect([name, log.includes(secret)]).toEqual([name, false]);
});

it('what is told is told', async () => {
  const { call, site } = await openShop();
  await env.DB.prepare('UPDATE site SET identity_secret = ?1').bind('c1'.repeat(32)).run();
  const answer = await call('POST', `/api/sites/${site}/identity-secret`);
  expect(await answer.json()).toEqual({ secret: 'c1'.repeat(32) });
});
