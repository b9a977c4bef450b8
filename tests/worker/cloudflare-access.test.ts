import { env } from 'cloudflare:workers';
import { sign } from 'hono/jwt';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { app } from '../../worker/app.ts';
import { openShop, problemOf } from './fixtures.ts';

const team = 'acme';
const issuer = 'https://acme.cloudflareaccess.com';
const audience = 'a'.repeat(64);
const algorithm = {
  name: 'RSASSA-PKCS1-v1_5',
  hash: 'SHA-256',
  modulusLength: 2048,
  publicExponent: new Uint8Array([1, 0, 1]),
};

type Claims = Record<string, unknown>;
type Jwk = JsonWebKey & { kid?: string };
let key: Jwk;

const pairOf = async (kid: string) => {
  const pair = (await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])) as CryptoKeyPair;
  const jwk = async (of: CryptoKey) => ({
    ...((await crypto.subtle.exportKey('jwk', of)) as JsonWebKey),
    kid,
    alg: 'RS256',
  });
  return { own: await jwk(pair.privateKey), told: await jwk(pair.publicKey) };
};

beforeEach(async () => {
  const { own, told } = await pairOf('one');
  key = own;
  // The team's keys, as Cloudflare tells them.
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (url) => {
    expect(url).toBe(`${issuer}/cdn-cgi/access/certs`);
    return Response.json({ keys: [told] });
  });
});
afterEach(() => vi.restoreAllMocks());

const now = () => Math.floor(Date.now() / 1000);
const tokenOf = (claims: Claims = {}, by = key) =>
  sign({ iss: issuer, aud: [audience], exp: now() + 60, ...claims }, by as never, 'RS256');

async function ask(assertion?: string, bindings: object = { ACCESS_TEAM: team, ACCESS_AUDIENCE: audience }) {
  const { session } = await openShop();
  const headers = {
    Authorization: `Bearer ${session}`,
    ...(assertion !== undefined && { 'Cf-Access-Jwt-Assertion': assertion }),
  };
  return app.fetch(new Request('http://localhost/api/session', { headers }), { ...env, ...bindings });
}

it('where Cloudflare Access stands in front, whoever it has let through is asked who they are', async () => {
  expect((await ask(await tokenOf())).status).toBe(200);
  expect((await ask(await tokenOf({ aud: audience }))).status).toBe(200);
});

it('where it does not, nobody is asked for its header', async () => {
  expect((await ask(undefined, {})).status).toBe(200);
});

it.each<[string, () => Promise<string | undefined>]>([
  ['no header', async () => undefined],
  ['a header that is none', async () => 'x.y.z'],
  ['one that has expired', () => tokenOf({ exp: now() - 1 })],
  ['one for another application', () => tokenOf({ aud: ['b'.repeat(64)] })],
  ['one of another team', () => tokenOf({ iss: 'https://evil.cloudflareaccess.com' })],
  ['one that somebody else signed', async () => tokenOf({}, (await pairOf('one')).own)],
  ['one by a key that is not told', async () => tokenOf({}, (await pairOf('two')).own)],
  [
    'one that nobody signed',
    async () => (await tokenOf()).replace(/^[^.]*/u, btoa('{"alg":"none","typ":"JWT","kid":"one"}')),
  ],
])('whoever comes with %s comes no further', async (_, made) => {
  const { code, detail } = await problemOf(await ask(await made()));
  expect([code, detail]).toEqual(['signed-out', 'Come through Cloudflare Access.']);
});

it('without the name of the team nobody comes through', async () => {
  expect((await ask(await tokenOf(), { ACCESS_AUDIENCE: audience })).status).toBe(401);
});

it('without the audience of the application nobody comes through', async () => {
  expect((await ask(await tokenOf(), { ACCESS_TEAM: team })).status).toBe(401);
});
