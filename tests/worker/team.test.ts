import { env, exports } from 'cloudflare:workers';
import { expect, it } from 'vitest';
import type { KeyListing } from '../../core/access.ts';
import { dayMs } from '../../core/periods.ts';
import type { SiteListing } from '../../core/results.ts';
import { rotateKey } from '../../worker/store/keys.ts';
import { invite } from '../../worker/store/members.ts';
import { type Headers, makeKey, signInAs } from './callers.ts';
import { openShop } from './fixtures.ts';

const send = (method: string, path: string, headers: Headers, body?: unknown) =>
  exports.default.fetch(`http://localhost${path}`, {
    method,
    headers,
    ...(body ? { body: JSON.stringify(body) } : {}),
  });

it('a key that takes the place of another lasts as long as that one was made for', async () => {
  const { site } = await openShop();
  const owner = await signInAs(site, 'owner');
  const keys = async () => (await (await send('GET', `/api/sites/${site}/keys`, owner)).json()) as KeyListing[];
  const now = Date.now();
  await makeKey(site, ['read'], { expiresAt: now + 30 * dayMs });
  const [{ id = '' } = {}] = await keys();
  const until = now + 2 * dayMs;
  await rotateKey(env.DB, { site, id, madeBy: 'owner' }, { now: now + dayMs, until });
  const expiries = new Map((await keys()).map((key) => [key.id === id, key.expiresAt ?? 0]));
  expect(expiries.get(true)).toBe(until);
  expect(Math.abs((expiries.get(false) ?? 0) - (now + 31 * dayMs))).toBeLessThan(60_000);
});

it('whoever is signed in accepts an invitation as who they are, and stays signed in', async () => {
  const [one, another] = [await openShop(), await openShop()];
  const ana = await signInAs(one.site, 'viewer');
  const who = async () => (await send('GET', '/api/session', ana)).json();
  const before = await who();
  const token = await invite(env.DB, { site: another.site, role: 'editor', email: 'a@b.example' }, Date.now());
  const joined = await send('POST', '/api/session', ana, { token });
  expect([joined.status, await joined.json()]).toEqual([200, { site: another.site }]);
  expect(await who()).toEqual(before);
  const sites = (await (await send('GET', '/api/sites', ana)).json()) as SiteListing[];
  expect(sites.map(({ id, role }) => [id, role])).toEqual([
    [one.site, 'viewer'],
    [another.site, 'editor'],
  ]);
});
