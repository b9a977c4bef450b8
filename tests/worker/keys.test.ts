import { env, exports } from 'cloudflare:workers';
import { beforeEach, describe, expect, it } from 'vitest';
import type { KeyListing } from '../../core/access.ts';
import { dayMs } from '../../core/periods.ts';
import { isProven } from '../../worker/identity.ts';
import { findKey, rotateKey } from '../../worker/store/keys.ts';
import { readSite } from '../../worker/store/sites.ts';
import { hexOf } from '../../worker/token.ts';
import { callApi, type Headers, signInAs } from './callers.ts';
import { openShop, origin, post, problemOf } from './fixtures.ts';

const hour = 3_600_000;
let site: string;
let owner: Headers;

beforeEach(async () => {
  ({ site } = await openShop());
  owner = await signInAs(site, 'owner');
});

const call = (method: string, path: string, headers: Headers, body?: unknown) =>
  callApi(method, `sites/${site}${path}`, headers, body);
const bearing = (key: string): Headers => ({ Authorization: `Bearer ${key}` });

async function make(body: object, path = '/keys') {
  const answer = await call('POST', path, owner, body);
  expect(answer.status).toBe(201);
  return (await answer.json()) as { id: string; key: string; path: string };
}

const list = async (path = '/keys') => (await (await call('GET', path, owner)).json()) as KeyListing[];

describe('an API key', () => {
  it('is told once, begins with its id, and is stored as a hash alone', async () => {
    const { id, key } = await make({ name: 'Reports', scopes: ['read', 'export'], days: 30 });
    expect(key).toMatch(new RegExp(`^opina_${id}_[0-9a-f]{64}$`, 'u'));
    expect(await list()).toEqual([
      {
        ...{ id, name: 'Reports', scopes: ['read', 'export'] },
        ...{ madeAt: expect.any(Number), expiresAt: expect.any(Number) },
      },
    ]);
    const rows = await env.DB.prepare('SELECT * FROM access_key').run();
    expect(JSON.stringify(rows.results)).not.toContain(key.slice(-64));
    expect(JSON.stringify(await list())).not.toContain(key.slice(-64));
  });

  it('shows when it was last used, for a row written an hour', async () => {
    const { key } = await make({ name: 'Reports', scopes: ['read'] });
    const at = Date.now();
    await findKey(env.DB, key, at);
    await findKey(env.DB, key, at + hour - 1);
    expect((await list())[0]?.usedAt).toBe(at);
    await findKey(env.DB, key, at + hour);
    expect((await list())[0]?.usedAt).toBe(at + hour);
  });

  it('expires when it was said to, and then is neither used nor listed', async () => {
    const { key } = await make({ name: 'Reports', scopes: ['read'], days: 1 });
    expect(await findKey(env.DB, key, Date.now() + dayMs - hour)).toBeDefined();
    expect(await findKey(env.DB, key, Date.now() + dayMs)).toBeUndefined();
    await env.DB.prepare('UPDATE access_key SET expires_at = ?1').bind(Date.now()).run();
    expect(await list()).toEqual([]);
  });

  it('is followed by another like it, and works beside it for as long as was asked', async () => {
    const first = await make({ name: 'Reports', scopes: ['read'] });
    const second = await make({ hours: 24 }, `/keys/${first.id}/rotation`);
    expect((await list()).map(({ id, name, scopes }) => [id, name, scopes])).toEqual(
      expect.arrayContaining([
        [first.id, 'Reports', ['read']],
        [second.id, 'Reports', ['read']],
      ]),
    );
    for (const { key } of [first, second]) expect((await call('GET', '', bearing(key))).status).toBe(200);
    expect(await findKey(env.DB, first.key, Date.now() + 24 * hour)).toBeUndefined();
    expect(await findKey(env.DB, second.key, Date.now() + 24 * hour)).toBeDefined();
  });

  it('is never given longer by being followed than it had', async () => {
    const { id, key } = await make({ name: 'Reports', scopes: ['read'], days: 1 });
    await make({ hours: 720 }, `/keys/${id}/rotation`);
    expect(await findKey(env.DB, key, Date.now() + dayMs)).toBeUndefined();
  });

  it('that follows another lasts as long as that one was made for', async () => {
    const first = await make({ name: 'Reports', scopes: ['read'], days: 30 });
    const now = Date.now() + dayMs;
    await rotateKey(env.DB, { site, id: first.id, madeBy: 'owner' }, { now, until: now + dayMs });
    const expiryOf = new Map((await list()).map(({ id, expiresAt = 0 }) => [id === first.id, expiresAt]));
    expect(expiryOf.get(true)).toBe(now + dayMs);
    expect((expiryOf.get(false) ?? 0) / dayMs).toBeCloseTo((now + 30 * dayMs) / dayMs, 3);
  });

  it('that is revoked works no more', async () => {
    const { id, key } = await make({ name: 'Reports', scopes: ['read'] });
    expect((await call('DELETE', `/keys/${id}`, owner)).status).toBe(204);
    expect((await problemOf(await call('GET', '', bearing(key)))).code).toBe('signed-out');
    expect((await problemOf(await call('DELETE', `/keys/${id}`, owner))).code).toBe('unknown-key');
  });

  it('of another site is unknown here', async () => {
    const { id } = await make({ name: 'Reports', scopes: ['read'] });
    const { site: elsewhere } = await openShop();
    const stranger = await signInAs(elsewhere, 'owner');
    for (const [method, path, body] of [
      ['DELETE', `/keys/${id}`],
      ['POST', `/keys/${id}/rotation`, { hours: 1 }],
    ] as const) {
      const answer = await exports.default.fetch(`http://localhost/api/sites/${elsewhere}${path}`, {
        method,
        headers: stranger,
        ...(body && { body: JSON.stringify(body) }),
      });
      expect((await problemOf(answer)).code).toBe('unknown-key');
    }
  });

  it.each([
    [{ scopes: ['read'] }, 'name'],
    [{ name: 'x', scopes: [] }, 'scopes'],
    [{ name: 'x', scopes: ['read', 'read'] }, 'scopes'],
    [{ name: 'x', scopes: ['root'] }, 'scopes.0'],
    [{ name: 'x', scopes: ['view'] }, 'scopes.0'],
    [{ name: 'x', scopes: ['read'], days: 0 }, 'days'],
    [{ name: 'x', scopes: ['read'], survey: 'nps' }, 'survey'],
  ])('asked for as %j is refused for its %s', async (body, field) => {
    expect((await problemOf(await call('POST', '/keys', owner, body))).errors?.map((error) => error.field)).toContain(
      field,
    );
  });
});

describe('a share link', () => {
  it('has its key in the fragment, shows one survey, and is listed apart from keys', async () => {
    const { id, path } = await make({ name: 'Board', survey: 'nps', days: 7 }, '/shares');
    expect(path).toMatch(new RegExp(`^/shared#${site}/nps/opina_${id}_[0-9a-f]{64}$`, 'u'));
    expect(await list()).toEqual([]);
    expect(await list('/shares')).toMatchObject([{ id, name: 'Board', scopes: ['view'], survey: 'nps' }]);
    const key = path.split('/').at(-1) ?? '';
    expect((await call('GET', '/surveys/nps/results', bearing(key))).status).toBe(200);
    expect((await call('DELETE', `/shares/${id}`, owner)).status).toBe(204);
    expect((await problemOf(await call('GET', '/surveys/nps/results', bearing(key)))).code).toBe('signed-out');
  });

  it('is revoked as what it is, and a key as a key, so that the audit log says which it was', async () => {
    const { id: share } = await make({ name: 'Board', survey: 'nps', days: 7 }, '/shares');
    const { id: key } = await make({ name: 'Reports', scopes: ['read'] });
    for (const path of [`/keys/${share}`, `/shares/${key}`]) {
      expect((await problemOf(await call('DELETE', path, owner))).code).toBe('unknown-key');
    }
    expect([await list(), await list('/shares')]).toMatchObject([[{ id: key }], [{ id: share }]]);
    expect((await call('DELETE', `/keys/${key}`, owner)).status).toBe(204);
  });

  it('is for a survey that there is, and for some days', async () => {
    expect((await problemOf(await call('POST', '/shares', owner, { name: 'x', survey: 'none', days: 1 }))).code).toBe(
      'unknown-survey',
    );
    const { errors } = await problemOf(await call('POST', '/shares', owner, { name: 'x', survey: 'nps' }));
    expect(errors?.[0]?.field).toBe('days');
  });

  it('cannot be made to last by being followed', async () => {
    const { id } = await make({ name: 'Board', survey: 'nps', days: 7 }, '/shares');
    const answer = await call('POST', `/keys/${id}/rotation`, owner, { hours: 1 });
    expect((await problemOf(answer)).code).toBe('unknown-key');
  });
});

describe('the identity secret', () => {
  const secretFrom = async (path: string, body?: object) =>
    ((await (await call('POST', path, owner, body)).json()) as { secret: string }).secret;

  async function proofBy(secret: string, person: string): Promise<string> {
    const bytes = (text: string) => new TextEncoder().encode(text);
    const algorithm = { name: 'HMAC', hash: 'SHA-256' };
    const key = await crypto.subtle.importKey('raw', bytes(secret), algorithm, false, ['sign']);
    return hexOf(new Uint8Array(await crypto.subtle.sign('HMAC', key, bytes(person))));
  }

  it('is followed by another one, and proves visitors beside it for as long as was asked', async () => {
    const first = await secretFrom('/identity-secret');
    const second = await secretFrom('/identity-secret/rotation', { hours: 24 });
    expect([second === first, await secretFrom('/identity-secret')]).toEqual([false, second]);
    for (const secret of [first, second]) {
      const claim = { site, person: 'ana', hash: await proofBy(secret, 'ana') };
      expect((await post('/v1/p', claim, { Origin: origin })).status).toBe(200);
    }
    const { identitySecrets = {} } = (await readSite(env, site)) ?? {};
    const isProvenAt = async (secret: string, now: number) =>
      isProven(identitySecrets, { person: 'ana', hash: await proofBy(secret, 'ana') }, now);
    const end = Date.now() + 24 * hour;
    expect([await isProvenAt(first, end), await isProvenAt(second, end)]).toEqual([false, true]);
  });

  it('that has leaked is of no use at once, where no overlap is asked for', async () => {
    const leaked = await secretFrom('/identity-secret');
    await secretFrom('/identity-secret/rotation', { hours: 0 });
    const claim = { site, person: 'ana', hash: await proofBy(leaked, 'ana') };
    expect((await problemOf(await post('/v1/p', claim, { Origin: origin }))).code).toBe('unproven');
  });
});
