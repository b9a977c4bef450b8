import { env, exports } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { app } from '../../worker/app.ts';
import { identitySecretOf } from '../../worker/store/identity-secrets.ts';
import { idAt, npsSurvey, openShop, origin, post, problemOf } from './fixtures.ts';
import { metered } from './metered.ts';

const pathOf = (site: string) => `/api/sites/${site}/identity-secret`;

/** Computed by `openssl dgst -sha256 -hmac`, as a site's server would. */
const secret = `${'c0ffee'.repeat(10)}c0de`;
const hashes = {
  ana: '8a035d0dbd15d6f41a9c55a865955bd63e3ae8a5fb172fbd5de922d86e86501f',
  'maria@shop.example': 'e8c69fc4b163fe5e709de6340ff3ed5768b819f915bd2d518c748e83b529c3e0',
  'Ana ✓ 用户': '4e495ed85338cce43b60fcb2a05a9ff57fae7e77a2c1bf5d1cf200de26a3c011',
};
const hash = hashes.ana;

async function openShopWithSecret() {
  const shop = await openShop();
  await env.DB.prepare('UPDATE site SET identity_secret = ?1 WHERE id = ?2').bind(secret, shop.site).run();
  await shop.call('PUT', `/api/sites/${shop.site}`, { name: 'Shop', origins: [origin] });
  return shop;
}

/** Posts a response and reads who it is stored to be from. */
async function storedOf(site: string, claim: object) {
  const id = idAt(Date.now());
  const answer = await post('/v1/r', { site, survey: 'nps', id, rev: 1, score: 9, ...claim });
  const row = await env.DB.prepare('SELECT person, verified FROM response WHERE id = ?1').bind(id).first();
  return [answer.status, row];
}

describe('a person', () => {
  it('is verified by the HMAC that any server computes of the name as it is written', async () => {
    const { site } = await openShopWithSecret();
    for (const [person, hash] of Object.entries(hashes)) {
      expect(await storedOf(site, { person, hash })).toEqual([201, { person, verified: 1 }]);
      expect(await storedOf(site, { person, hash: hash.toUpperCase() })).toEqual([201, { person, verified: 1 }]);
    }
  });

  it('is stored but not verified without a hash, with a wrong one, and with that of another', async () => {
    const { site } = await openShopWithSecret();
    const wrong = [undefined, '0'.repeat(64), `${hash.slice(0, -1)}${hash.endsWith('0') ? '1' : '0'}`];
    for (const hash of [...wrong, hashes['maria@shop.example']]) {
      expect(await storedOf(site, { person: 'ana', hash })).toEqual([201, { person: 'ana', verified: 0 }]);
    }
    expect(await storedOf(site, { person: 'ana ', hash })).toEqual([201, { person: 'ana ', verified: 0 }]);
  });

  it('is not verified by the secret of another site, nor where there is none', async () => {
    await openShopWithSecret();
    const other = await openShop();
    expect(await storedOf(other.site, { person: 'ana', hash })).toEqual([201, { person: 'ana', verified: 0 }]);
    await other.call('POST', pathOf(other.site));
    expect(await storedOf(other.site, { person: 'ana', hash })).toEqual([201, { person: 'ana', verified: 0 }]);
  });

  it('is nobody where the site names none', async () => {
    const { site } = await openShopWithSecret();
    expect(await storedOf(site, {})).toEqual([201, { person: null, verified: 0 }]);
  });

  it('is verified at the cost of one row more: what they did, for their other devices', async () => {
    const { site } = await openShopWithSecret();
    const costOf = async (claim: object) => {
      const db = metered(env.DB);
      const body = JSON.stringify({ site, survey: 'nps', id: idAt(Date.now()), rev: 1, score: 9, ...claim });
      const request = new Request('http://localhost/v1/r', { method: 'POST', headers: { Origin: origin }, body });
      expect((await app.fetch(request, { ...env, DB: db })).status).toBe(201);
      return [db.rowsRead, db.rowsWritten];
    };
    const plain = await costOf({});
    expect(await costOf({ person: 'ana', hash: '0'.repeat(64) })).toEqual(await costOf({}));
    expect(plain[1]).toBe(1);
    expect((await costOf({ person: 'ana', hash }))[1]).toBe(2);
  });
});

describe('the identity secret of a site', () => {
  it('is made when it is first asked for, and the same ever after, whatever else of the site changes', async () => {
    const { site, call } = await openShop();
    const ask = async () => ((await (await call('POST', pathOf(site))).json()) as { secret: string }).secret;
    const first = await ask();
    expect(first).toMatch(/^[0-9a-f]{64}$/u);
    await call('PUT', `/api/sites/${site}`, { name: 'Renamed', origins: [] });
    expect(await ask()).toBe(first);
    const other = await openShop();
    expect(await (await other.call('POST', pathOf(other.site))).json()).not.toEqual({ secret: first });
  });

  it('is one, however many ask for it at once', async () => {
    const { site } = await openShop();
    const secrets = await Promise.all(Array.from({ length: 10 }, () => identitySecretOf(env.DB, site)));
    expect(new Set(secrets).size).toBe(1);
  });

  it('verifies from the moment it is told', async () => {
    const { site, call } = await openShop();
    expect(await storedOf(site, { person: 'ana', hash })).toEqual([201, { person: 'ana', verified: 0 }]);
    const { secret } = (await (await call('POST', pathOf(site))).json()) as { secret: string };
    const bytes = (text: string) => new TextEncoder().encode(text);
    const algorithm = { name: 'HMAC', hash: 'SHA-256' };
    const key = await crypto.subtle.importKey('raw', bytes(secret), algorithm, false, ['sign']);
    const signature = new Uint8Array(await crypto.subtle.sign('HMAC', key, bytes('ana')));
    const signed = Array.from(signature, (byte) => byte.toString(16).padStart(2, '0')).join('');
    expect(await storedOf(site, { person: 'ana', hash: signed })).toEqual([201, { person: 'ana', verified: 1 }]);
  });

  it('is not of a site that is not there', async () => {
    const { call } = await openShop();
    expect((await problemOf(await call('POST', pathOf('no-such-shop')))).code).toBe('unknown-site');
  });

  it('is in no other answer', async () => {
    const { site, call } = await openShopWithSecret();
    const own = `/api/sites/${site}`;
    const answers = [
      call('GET', '/api/sites'),
      call('GET', own),
      call('PUT', own, { name: 'Shop', origins: [origin] }),
      call('GET', `${own}/surveys/nps`),
      call('PUT', `${own}/surveys/nps`, npsSurvey),
      call('GET', `${own}/surveys/nps/results`),
      call('GET', pathOf(site)),
      exports.default.fetch(`http://localhost/o/${site}.js`),
      exports.default.fetch(`http://localhost/o/${site}.json`),
    ];
    for (const answer of await Promise.all(answers)) expect(await answer.text()).not.toMatch(/c0ffee|secret/iu);
    expect(await (await call('POST', pathOf(site))).json()).toEqual({ secret });
  });
});
