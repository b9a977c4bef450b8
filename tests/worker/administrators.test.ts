import { env } from 'cloudflare:workers';
import { expect, it } from 'vitest';
import type { Administrator } from '../../core/access.ts';
import { invite, redeemInvitation } from '../../worker/store/members.ts';
import { callApi as call, type Headers, signInAs, signInAsAdmin } from './callers.ts';
import { openShop, problemOf } from './fixtures.ts';

const list = async (headers: Headers) =>
  ((await (await call('GET', 'administrators', headers)).json()) as Administrator[]).map(({ id }) => id);

/** By an invitation that an administrator has made. */
async function inviteAs(headers: Headers, email: string): Promise<{ id: string; headers: Headers }> {
  const answer = await call('POST', 'administrators', headers, { email });
  const { path } = (await answer.json()) as { path: string };
  const token = await redeemInvitation(env.DB, path.replace('/sign-in#', ''), { now: Date.now() });
  const own = { Authorization: `Bearer ${token}` };
  return { id: ((await (await call('GET', 'session', own)).json()) as { id: string }).id, headers: own };
}

it('an administrator makes others, and takes administration away, which signs them out', async () => {
  const admin = await signInAsAdmin();
  const bo = await inviteAs(admin, 'bo@shop.example');
  expect(await list(bo.headers)).toEqual(['admin', bo.id]);
  const waiting = await invite(env.DB, { site: '', role: 'owner', email: 'bo@shop.example' }, Date.now());
  expect((await call('DELETE', `administrators/${bo.id}`, admin)).status).toBe(204);
  expect((await problemOf(await call('GET', 'session', bo.headers))).code).toBe('signed-out');
  expect(await list(admin)).toEqual(['admin']);
  expect(await redeemInvitation(env.DB, waiting, { now: Date.now() })).toBeUndefined();
  expect((await problemOf(await call('DELETE', `administrators/${bo.id}`, admin))).code).toBe('unknown-person');
});

it('who is an administrator no more keeps the sites that they are a member of', async () => {
  const { site } = await openShop();
  const admin = await signInAsAdmin();
  const bo = await inviteAs(admin, 'bo@shop.example');
  await env.DB.prepare(`INSERT INTO member (site, person, role, since) VALUES (?1, ?2, 'viewer', 0)`)
    .bind(site, bo.id)
    .run();
  await call('DELETE', `administrators/${bo.id}`, admin);
  const person = await env.DB.prepare('SELECT is_admin FROM person WHERE id = ?1').bind(bo.id).first();
  expect(person).toEqual({ is_admin: 0 });
});

it('the last one stays, of two who leave at once too', async () => {
  const admin = await signInAsAdmin();
  const { code, detail } = await problemOf(await call('DELETE', 'administrators/admin', admin));
  expect([code, detail]).toEqual(['last-owner', 'Make somebody else an administrator first.']);
  const bo = await inviteAs(admin, 'bo@shop.example');
  const leaving = [
    call('DELETE', 'administrators/admin', admin),
    call('DELETE', `administrators/${bo.id}`, bo.headers),
  ];
  const statuses = (await Promise.all(leaving)).map(({ status }) => status);
  expect(statuses.toSorted()).toEqual([204, 409]);
});

it('an owner of a site sees and makes none', async () => {
  const { site } = await openShop();
  const owner = await signInAs(site, 'owner');
  for (const [method, path] of [
    ['GET', ''],
    ['POST', ''],
    ['DELETE', '/admin'],
  ] as const) {
    const answer = await call(method, `administrators${path}`, owner, method === 'GET' ? undefined : {});
    expect((await problemOf(answer)).code).toBe('forbidden');
  }
});
