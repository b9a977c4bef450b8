import { env, exports } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { app, publicRoutes } from '../../worker/app.ts';
import { createAdminLink, createLink, linkMinutes, redeemLink } from '../../worker/store/people.ts';
import { teamRoutes } from '../../worker/team.ts';
import { npsSurvey, openShop, problemOf } from './fixtures.ts';

const local = 'http://localhost';
const live = 'https://opina.example';
const minute = 60_000;
const day = 24 * 60 * minute;

const makeLink = (at = Date.now()) => createAdminLink(env.DB, 'owner', 'Owner', at);

const signIn = (token: unknown, host = local, headers = {}) =>
  exports.default.fetch(`${host}/api/session`, { method: 'POST', headers, body: JSON.stringify({ token }) });

/** The cookie that an answer gives, as a browser sends it back. */
const cookieOf = (answer: Response) => answer.headers.get('Set-Cookie')?.split(';')[0] ?? '';

const send = (method: string, path: string, headers: Record<string, string>, body: unknown = {}) =>
  exports.default.fetch(requestOf(method, path, headers, body));

const requestOf = (method: string, path: string, headers: Record<string, string>, body: unknown = {}) =>
  new Request(`${local}${path}`, {
    method,
    headers,
    ...(!['GET', 'HEAD'].includes(method) && { body: JSON.stringify(body) }),
  });

/** As often as one likes. */
const { GUESS_LIMIT: _, ALL_GUESSES_LIMIT: __, ...unlimited } = env;

const isSignedIn = async (cookie: string) => (await send('GET', '/api/session', { Cookie: cookie })).status === 200;

/** Every route of both apps, with a name for each parameter. */
const routes = [...publicRoutes, ...teamRoutes].map(([method, path, access]) => ({
  method,
  path: path.replace(/:(\w+)/gu, 'a-$1'),
  access,
}));
const privateRoutes = routes.filter(({ path, access }) => path.startsWith('/api/') && access !== 'anyone');
const changingRoutes = routes.filter(({ method, path }) => path.startsWith('/api/') && method !== 'GET');

describe('a sign-in link', () => {
  it('signs in once, and a second time is told that it was used', async () => {
    const link = await makeLink();
    const first = await signIn(link);
    expect(first.status).toBe(204);
    const who = await send('GET', '/api/session', { Cookie: cookieOf(first) });
    expect([who.status, await who.json()]).toEqual([200, { id: 'owner', name: 'Owner', isAdmin: true }]);

    const second = await signIn(link);
    expect(second.headers.has('Set-Cookie')).toBe(false);
    expect((await problemOf(second)).code).toBe('link-used');
    expect(await isSignedIn(cookieOf(first))).toBe(true);
  });

  it('for somebody who was removed while it was made signs nobody in', async () => {
    const link = await createLink(env.DB, 'who-is-no-more', Date.now());
    const answer = await signIn(link);
    expect(answer.headers.has('Set-Cookie')).toBe(false);
    expect((await problemOf(answer)).code).toBe('link-used');
  });

  it('that was used leaves whoever is signed in signed in', async () => {
    const used = await makeLink();
    await signIn(used);
    const Cookie = cookieOf(await signIn(await makeLink()));
    expect((await problemOf(await signIn(used, local, { Cookie }))).code).toBe('link-used');
    expect(await isSignedIn(Cookie)).toBe(true);
  });

  it('signs in one of many who use it at once', async () => {
    const link = await makeLink();
    const statuses = (await Promise.all(Array.from({ length: 8 }, () => signIn(link)))).map(({ status }) => status);
    expect(statuses.sort()).toEqual([204, ...Array(7).fill(401)]);
  });

  it(`works for ${linkMinutes} minutes and then says that it expired`, async () => {
    expect((await signIn(await makeLink(Date.now() - linkMinutes * minute + minute / 2))).status).toBe(204);
    const expired = await signIn(await makeLink(Date.now() - linkMinutes * minute));
    expect((await problemOf(expired)).code).toBe('link-used');
  });

  it('that was never made signs nobody in, nor does the hash of one that was', async () => {
    await makeLink();
    const row = await env.DB.prepare('SELECT hash FROM sign_in_link').first<{ hash: string }>();
    for (const token of ['0'.repeat(64), '', '%', "' OR 1=1 --", row?.hash]) {
      expect((await problemOf(await signIn(token))).code).toBe('link-used');
    }
    for (const token of [null, 1, ['a'], {}, undefined, 'a'.repeat(101)]) {
      const { code, errors } = await problemOf(await signIn(token));
      expect([code, errors?.[0]?.field]).toEqual(['invalid', 'token']);
    }
  });
});

describe('the cookie of a session', () => {
  const attributesOf = (answer: Response) => answer.headers.get('Set-Cookie')?.split('; ').slice(1).sort();

  it.each([
    [live, '__Host-opina', ['Secure']],
    [local, 'opina', []],
  ])('on %s is %s, out of reach of scripts and of other sites', async (host, name, more) => {
    const answer = await signIn(await makeLink(), host);
    expect(cookieOf(answer)).toMatch(new RegExp(`^${name}=[0-9a-f]{64}$`, 'u'));
    expect(attributesOf(answer)).toEqual(['HttpOnly', 'Max-Age=2592000', 'Path=/', 'SameSite=Lax', ...more].sort());
  });

  it('has to have the prefix on https, where another subdomain could set it without', async () => {
    const [, token] = cookieOf(await signIn(await makeLink(), live)).split('=');
    const statusWith = async (name: string) =>
      (await exports.default.fetch(`${live}/api/session`, { headers: { Cookie: `${name}=${token}` } })).status;
    expect([await statusWith('__Host-opina'), await statusWith('opina')]).toEqual([200, 401]);
  });

  it('is a new one, whatever was sent before', async () => {
    const planted = 'f'.repeat(64);
    const answer = await signIn(await makeLink(), local, { Cookie: `opina=${planted}` });
    expect(cookieOf(answer)).not.toContain(planted);
    expect(await isSignedIn(`opina=${planted}`)).toBe(false);
  });
});

describe('a secret', () => {
  it('is stored nowhere, only its hash', async () => {
    const unused = await makeLink();
    const [, session = ''] = cookieOf(await signIn(await makeLink())).split('=');
    const tables = await env.DB.prepare(
      `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE '\\_%' ESCAPE '\\'`,
    ).run<{
      name: string;
    }>();
    const names = tables.results.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['session', 'sign_in_link', 'person', 'site', 'response']));
    const rows = await env.DB.batch(names.map((name) => env.DB.prepare(`SELECT * FROM "${name}"`)));
    const everything = JSON.stringify(rows.map(({ results }) => results));
    expect(everything.match(/"hash":"[0-9a-f]{64}"/gu)).toHaveLength(2);
    for (const secret of [unused, session]) {
      expect(secret).toMatch(/^[0-9a-f]{64}$/u);
      expect(everything).not.toContain(secret);
    }
  });
});

it('a bearer token goes before a cookie, however its scheme is written', async () => {
  const [mine, other] = [cookieOf(await signIn(await makeLink())), cookieOf(await signIn(await makeLink()))];
  const token = other.split('=')[1];
  for (const scheme of ['Bearer', 'bearer', 'BEARER']) {
    const isSeen = await send('GET', '/api/session', { Authorization: `${scheme} ${token}` });
    expect([scheme, isSeen.status]).toEqual([scheme, 200]);
    const Authorization = `${scheme} ${'0'.repeat(64)}`;
    expect([scheme, (await send('GET', '/api/session', { Authorization, Cookie: mine })).status]).toEqual([
      scheme,
      401,
    ]);
  }
});

describe('signing out', () => {
  it('ends the session on the server, and no other', async () => {
    const [mine, other] = [cookieOf(await signIn(await makeLink())), cookieOf(await signIn(await makeLink()))];
    const answer = await send('DELETE', '/api/session', { Cookie: mine });
    expect([answer.status, answer.headers.get('Set-Cookie')]).toEqual([204, 'opina=; Max-Age=0; Path=/']);
    expect([await isSignedIn(mine), await isSignedIn(other)]).toEqual([false, true]);
    expect((await env.DB.prepare('SELECT count(*) AS n FROM session').first())?.n).toBe(1);
  });

  it('takes what the browser has kept of the answers along', async () => {
    const Cookie = cookieOf(await signIn(await makeLink()));
    expect((await send('DELETE', '/api/session', { Cookie })).headers.get('Clear-Site-Data')).toBe('"cache"');
  });

  it('takes back the cookie of https under the same rules', async () => {
    const Cookie = cookieOf(await signIn(await makeLink(), live));
    const answer = await exports.default.fetch(`${live}/api/session`, { method: 'DELETE', headers: { Cookie } });
    expect(answer.headers.get('Set-Cookie')).toBe('__Host-opina=; Max-Age=0; Path=/; Secure');
    expect((await exports.default.fetch(`${live}/api/session`, { headers: { Cookie } })).status).toBe(401);
  });
});

describe('ending all others', () => {
  it('leaves the session that asks, and those of other people', async () => {
    const [mine, elsewhere] = [cookieOf(await signIn(await makeLink())), cookieOf(await signIn(await makeLink()))];
    const theirs = cookieOf(await signIn(await createAdminLink(env.DB, 'other', 'Other', Date.now())));
    expect((await send('DELETE', '/api/sessions', { Cookie: mine })).status).toBe(204);
    expect(await Promise.all([mine, elsewhere, theirs].map(isSignedIn))).toEqual([true, false, true]);
  });
});

describe('a session', () => {
  it.each([
    ['30 days', { begun: 30 * day, used: 0 }],
    ['7 days without use', { begun: 7 * day, used: 7 * day }],
  ])('ends by itself after %s', async (_, { begun, used }) => {
    const sessionOf = async (age: { begun: number; used: number }) => {
      const at = Date.now() - age.begun;
      const session = await redeemLink(env.DB, await makeLink(at), { now: at });
      await env.DB.prepare('UPDATE session SET seen_at = ?1')
        .bind(Date.now() - age.used)
        .run();
      return `opina=${session}`;
    };
    expect(await isSignedIn(await sessionOf({ begun: begun - minute, used: Math.max(0, used - minute) }))).toBe(true);
    expect(await isSignedIn(await sessionOf({ begun, used }))).toBe(false);
  });

  it('that is used goes on, for a row written an hour', async () => {
    const at = Date.now() - 6 * day;
    const cookie = `opina=${await redeemLink(env.DB, await makeLink(at), { now: at })}`;
    const seenAt = async () =>
      (await env.DB.prepare('SELECT seen_at FROM session').first<{ seen_at: number }>())?.seen_at;
    expect(await isSignedIn(cookie)).toBe(true);
    const seen = await seenAt();
    expect(seen).toBeGreaterThan(Date.now() - minute);
    expect(await isSignedIn(cookie)).toBe(true);
    expect(await seenAt()).toBe(seen);
  });

  it('is asked for by every route of the API', async () => {
    expect(privateRoutes.length).toBeGreaterThanOrEqual(8);
    const wrong: Record<string, string>[] = [
      {},
      { Cookie: 'opina=' },
      { Cookie: `opina=${'0'.repeat(64)}` },
      { Authorization: `Bearer ${'0'.repeat(64)}` },
      { Authorization: `Bearer ${await makeLink()}` },
      { Authorization: 'Basic b3duZXI6' },
    ];
    for (const { method, path } of privateRoutes) {
      for (const headers of wrong) {
        const { code } = await problemOf(await app.fetch(requestOf(method, path, headers), unlimited));
        expect([method, path, headers, code]).toEqual([method, path, headers, 'signed-out']);
      }
    }
  });

  it('is not asked for by these routes and no others', () => {
    const open = routes
      .filter((route) => !privateRoutes.includes(route))
      .map(({ method, path }) => `${method} ${path}`);
    expect(open).toEqual([
      ...Array(3).fill(expect.stringMatching(/^GET \/o\//u)),
      'OPTIONS /v1/*',
      'POST /v1/r',
      'POST /v1/v',
      'POST /v1/p',
      'GET /healthz',
      'GET /sign-in',
      'GET /account',
      'GET /shared',
      'GET /sites/*',
      'POST /api/session',
      'POST /api/session/challenge',
      'POST /api/session/passkey',
    ]);
  });
});

describe('what another site makes a signed-in browser send', () => {
  const foreign: Record<string, string>[] = [
    { Origin: 'https://evil.test' },
    { Origin: 'null' },
    { Origin: 'https://localhost' },
    { Origin: 'http://localhost:81' },
    { Origin: 'http://localhost.evil.test' },
    { 'Sec-Fetch-Site': 'cross-site' },
    { 'Sec-Fetch-Site': 'same-site' },
    { Origin: local, 'Sec-Fetch-Site': 'cross-site' },
    { Origin: 'https://evil.test', 'Sec-Fetch-Site': 'same-origin' },
  ];

  it('changes nothing, whatever the route', async () => {
    const { site, session } = await openShop();
    const link = await makeLink();
    const dump = async () =>
      JSON.stringify(
        (
          await env.DB.batch(
            ['site', 'survey', 'session', 'sign_in_link'].map((table) => env.DB.prepare(`SELECT * FROM ${table}`)),
          )
        ).map(({ results }) => results),
      );
    const before = await dump();
    expect(changingRoutes.length).toBeGreaterThanOrEqual(4);
    for (const { method, path } of changingRoutes) {
      const body =
        path === '/api/session' ? { token: link } : path.includes('surveys') ? npsSurvey : { name: 'X', origins: [] };
      const there = path.replace('a-site', site).replace('a-survey', 'nps');
      for (const headers of foreign) {
        const answer = await send(method, there, { Cookie: `opina=${session}`, ...headers }, body);
        expect([method, path, headers, (await problemOf(answer)).code]).toEqual([
          method,
          path,
          headers,
          'origin-refused',
        ]);
      }
    }
    expect(await dump()).toBe(before);
  });

  it('may be a link to the dashboard, and the dashboard itself may change things', async () => {
    const { site, session } = await openShop();
    const Cookie = `opina=${session}`;
    const link = await send('GET', '/api/sites', { Cookie, 'Sec-Fetch-Site': 'cross-site' });
    expect([link.status, link.headers.has('Access-Control-Allow-Origin')]).toEqual([200, false]);
    const own = { Cookie, Origin: local, 'Sec-Fetch-Site': 'same-origin' };
    expect((await send('PUT', `/api/sites/${site}`, own, { name: 'Mine', origins: [] })).status).toBe(200);
    expect((await send('DELETE', '/api/session', { Cookie, 'Sec-Fetch-Site': 'none' })).status).toBe(204);
  });
});
