import { env, exports } from 'cloudflare:workers';
import { beforeEach, describe, expect, it } from 'vitest';
import { keyAlgorithms, type PasskeyCreation, type PasskeyListing, type PasskeyRequest } from '../../core/passkeys.ts';
import { app } from '../../worker/app.ts';
import { readAudit } from '../../worker/store/audit.ts';
import { challengeMs, makeChallenge, spendChallenge } from '../../worker/store/challenges.ts';
import { createAdminLink, redeemLink } from '../../worker/store/people.ts';
import { Authenticator, base64Url } from './authenticator.ts';
import { problemOf } from './fixtures.ts';

const host = 'http://localhost';

type Headers = Record<string, string>;

const send = (method: string, path: string, body?: unknown, headers: Headers = {}) =>
  exports.default.fetch(requestOf(method, path, body, headers));

function requestOf(method: string, path: string, body?: unknown, headers: Headers = {}): Request {
  const url = path.startsWith('/') ? `${host}${path}` : path;
  return new Request(url, { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) });
}

/** As often as one likes. */
const { GUESS_LIMIT: _, ALL_GUESSES_LIMIT: __, ...unlimited } = env;

async function signInAs(person: string): Promise<Headers> {
  const now = Date.now();
  const link = await createAdminLink(env.DB, person, person, now);
  return { Authorization: `Bearer ${await redeemLink(env.DB, link, { now })}` };
}

const creationFor = async (owner: Headers): Promise<PasskeyCreation> =>
  (await send('POST', '/api/passkey-challenge', undefined, owner)).json();

async function register(owner: Headers, authenticator = new Authenticator(host)): Promise<Authenticator> {
  const made = await send('POST', '/api/passkeys', await authenticator.make(await creationFor(owner)), owner);
  expect(made.status).toBe(201);
  return authenticator;
}

const request = async (): Promise<PasskeyRequest> => (await send('POST', '/api/session/challenge')).json();

const signIn = (assertion: unknown, headers: Headers = {}) =>
  Promise.resolve(app.fetch(requestOf('POST', '/api/session/passkey', assertion, headers), unlimited));

const listOf = async (owner: Headers): Promise<PasskeyListing[]> =>
  (await send('GET', '/api/passkeys', undefined, owner)).json();

/** Everything of an answer that somebody sees. */
const toTheLetter = async (answer: Response) => ({
  status: answer.status,
  headers: [...answer.headers].sort(),
  text: await answer.text(),
});

let ana: Headers;
let bo: Headers;
beforeEach(async () => {
  [ana, bo] = [await signInAs('ana'), await signInAs('bo')];
});

describe('a challenge', () => {
  it('is spent by whom and for what it was made, once, within five minutes', async () => {
    const now = Date.now();
    const of = (person: string | null, at = now) => ({ person, now: at });
    const challenge = await makeChallenge(env.DB, 'ana', now);
    expect(challenge).toMatch(/^[0-9a-f]{64}$/u);
    expect(await spendChallenge(env.DB, challenge, of('bo'))).toBe(false);
    expect(await spendChallenge(env.DB, challenge, of(null))).toBe(false);
    expect(await spendChallenge(env.DB, challenge, of('ana'))).toBe(true);
    expect(await spendChallenge(env.DB, challenge, of('ana'))).toBe(false);
    const spendAfter = async (ms: number) =>
      spendChallenge(env.DB, await makeChallenge(env.DB, null, now), of(null, now + ms));
    expect([await spendAfter(challengeMs - 1), await spendAfter(challengeMs)]).toEqual([true, false]);
  });

  it('is spent by one of many who spend it at once', async () => {
    const now = Date.now();
    const challenge = await makeChallenge(env.DB, null, now);
    const spent = Array.from({ length: 8 }, () => spendChallenge(env.DB, challenge, { person: null, now }));
    expect((await Promise.all(spent)).filter(Boolean)).toHaveLength(1);
  });

  it('is stored as its hash alone', async () => {
    const { challenge } = await request();
    const { results } = await env.DB.prepare('SELECT * FROM challenge').run();
    expect(results).toHaveLength(1);
    expect(JSON.stringify(results)).not.toContain(challenge);
  });
});

describe('making a passkey', () => {
  it('asks for one that finds its person by itself and verifies them, and not for one they have', async () => {
    const first = await register(ana);
    const creation = await creationFor(ana);
    expect(creation).toMatchObject({
      rp: { id: 'localhost', name: 'Opina' },
      user: { id: base64Url(new TextEncoder().encode('ana')), name: 'ana' },
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
      attestation: 'none',
      excludeCredentials: [{ type: 'public-key', id: first.id, transports: ['internal'] }],
    });
    expect(creation.pubKeyCredParams.map(({ alg }) => alg)).toEqual(keyAlgorithms);
    expect((await creationFor(bo)).excludeCredentials).toEqual([]);
  });

  it('lists it to its person alone, by the name of the browser', async () => {
    const agent = { 'User-Agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0' };
    const { id } = await register({ ...ana, ...agent });
    expect(await listOf(ana)).toEqual([{ id, name: 'Firefox on Linux', madeAt: expect.any(Number) }]);
    expect(await listOf(bo)).toEqual([]);
  });

  it.each<[string, Parameters<Authenticator['make']>[1]]>([
    ['another origin', { origin: 'https://evil.test' }],
    ['another host', { rpId: 'evil.test' }],
    ['signing in', { type: 'webauthn.get' }],
    ['somebody who was not verified', { flags: 1 }],
    ['nobody', { flags: 4 }],
  ])('for %s is refused', async (_, changes) => {
    const made = await new Authenticator(host).make(await creationFor(ana), changes);
    expect((await problemOf(await send('POST', '/api/passkeys', made, ana))).code).toBe('passkey-refused');
    expect(await listOf(ana)).toEqual([]);
  });

  it('by the challenge of somebody else, of a sign-in, of before or of nobody is refused', async () => {
    const creation = await creationFor(ana);
    const others = [await creationFor(bo), { ...creation, ...(await request()) }, { ...creation, challenge: 'AAAA' }];
    for (const other of others) {
      const made = await new Authenticator(host).make({ ...creation, challenge: other.challenge });
      expect((await problemOf(await send('POST', '/api/passkeys', made, ana))).code).toBe('passkey-refused');
    }
    const made = await new Authenticator(host).make(creation);
    const statuses = [await send('POST', '/api/passkeys', made, ana), await send('POST', '/api/passkeys', made, ana)];
    expect(statuses.map(({ status }) => status)).toEqual([201, 401]);
  });

  it('that somebody else has is refused', async () => {
    const authenticator = await register(ana);
    const again = await authenticator.make(await creationFor(bo));
    expect((await problemOf(await send('POST', '/api/passkeys', again, bo))).code).toBe('passkey-refused');
    expect(await listOf(bo)).toEqual([]);
  });

  it('is for twenty of a person at most', async () => {
    for (let n = 0; n < 20; n++) await register(ana);
    const made = await new Authenticator(host).make(await creationFor(ana));
    expect((await problemOf(await send('POST', '/api/passkeys', made, ana))).detail).toContain('20');
    await register(bo);
  });

  it.each(['http://127.0.0.1', 'https://192.0.2.1', 'https://[2001:db8::1]'])(
    'at %s says that a name is needed',
    async (at) => {
      const wanted = [
        ['/api/passkey-challenge', undefined],
        ['/api/session/challenge', undefined],
        ['/api/session/passkey', await new Authenticator(host).make(await creationFor(ana)).then(() => assertionOf())],
      ] as const;
      for (const [path, body] of wanted) {
        const { code, detail } = await problemOf(await send('POST', `${at}${path}`, body, ana));
        expect([code, detail]).toEqual(['passkey-refused', expect.stringContaining('is an IP address')]);
      }
    },
  );

  it('over http anywhere but at localhost is insecure', async () => {
    const answer = await send('POST', 'http://opina.example/api/passkey-challenge', undefined, ana);
    expect((await problemOf(answer)).code).toBe('insecure');
  });
});

/** Of a passkey that nobody knows. */
async function assertionOf() {
  const authenticator = new Authenticator(host);
  await authenticator.make(await creationFor(ana));
  return authenticator.sign(await request());
}

describe('somebody else’s passkey', () => {
  it('is renamed and removed by nobody, and told from none by nothing', async () => {
    const { id } = await register(ana);
    const before = await listOf(ana);
    for (const [method, body] of [
      ['PATCH', { name: 'Mine' }],
      ['DELETE', undefined],
    ] as const) {
      const answers = [id, 'none'].map(async (of) => toTheLetter(await send(method, `/api/passkeys/${of}`, body, bo)));
      const [one, other] = await Promise.all(answers);
      expect(one).toEqual(other);
      expect(one).toMatchObject({ status: 404, text: expect.stringContaining('unknown-passkey') });
    }
    expect(await listOf(ana)).toEqual(before);
  });
});

describe('signing in', () => {
  it('gives a new session, ends the earlier one of the browser and is written down', async () => {
    const authenticator = await register(ana);
    const earlier = await signInAs('bo');
    const answer = await signIn(await authenticator.sign(await request()), earlier);
    expect(answer.status).toBe(204);
    const Cookie = answer.headers.get('Set-Cookie')?.split(';')[0] ?? '';
    expect(await (await send('GET', '/api/session', undefined, { Cookie })).json()).toMatchObject({ id: 'ana' });
    expect((await send('GET', '/api/session', undefined, earlier)).status).toBe(401);
    const { entries } = await readAudit(env.DB, '', { action: 'session.begin' });
    expect(entries[0]).toMatchObject({ actor: 'person:ana', subject: 'session/passkey' });
    expect(await listOf(ana)).toMatchObject([{ usedAt: expect.any(Number) }]);
  });

  it('is refused to the letter alike, whatever is wrong', async () => {
    const authenticator = await register(ana);
    const stranger = new Authenticator(host);
    await stranger.make(await creationFor(ana));
    const good = await authenticator.sign(await request());
    const removed = await register(ana);
    await send('DELETE', `/api/passkeys/${removed.id}`, undefined, ana);
    const used = await authenticator.sign(await request());
    expect((await signIn(used)).status).toBe(204);
    const wrong = {
      'an unknown passkey': await stranger.sign(await request()),
      'a removed one': await removed.sign(await request()),
      'another signature': { ...(await authenticator.sign(await request())), signature: good.signature },
      'a signature that is none': { ...(await authenticator.sign(await request())), signature: 'AAAA' },
      'the passkey of a stranger': { ...(await stranger.sign(await request())), id: authenticator.id },
      'another person': await authenticator.sign(await request(), {
        userHandle: base64Url(new TextEncoder().encode('bo')),
      }),
      'no person': await authenticator.sign(await request(), { userHandle: 'A' }),
      'another origin': await authenticator.sign(await request(), { origin: 'https://evil.test' }),
      'another port': await authenticator.sign(await request(), { origin: 'http://localhost:81' }),
      'another host': await authenticator.sign(await request(), { rpId: 'evil.test' }),
      'another deed': await authenticator.sign(await request(), { type: 'webauthn.create' }),
      'nobody there': await authenticator.sign(await request(), { flags: 4 }),
      'nobody verified': await authenticator.sign(await request(), { flags: 1 }),
      'a challenge made up': await authenticator.sign({ ...(await request()), challenge: '0'.repeat(64) }),
      'a challenge for making one': await authenticator.sign({
        ...(await request()),
        challenge: (await creationFor(ana)).challenge,
      }),
      'no challenge': { ...good, clientDataJSON: 'AAAA' },
      'what was used': used,
    };
    const answers = new Map<string, string>();
    for (const [name, assertion] of Object.entries(wrong))
      answers.set(JSON.stringify(await toTheLetter(await signIn(assertion))), name);
    expect([...answers.keys()]).toEqual([expect.stringContaining('passkey-refused')]);
    expect((await signIn(good)).status).toBe(204);
  });

  it('is refused where its person was removed while it was made', async () => {
    const authenticator = await register(ana);
    await env.DB.prepare(`DELETE FROM person WHERE id = 'ana'`).run();
    const answer = await signIn(await authenticator.sign(await request()));
    expect((await problemOf(answer)).code).toBe('passkey-refused');
    expect(answer.headers.has('Set-Cookie')).toBe(false);
    expect((await readAudit(env.DB, '', { action: 'session.begin' })).entries).toEqual([]);
  });

  it('is refused where a counter that counts does not grow', async () => {
    const authenticator = new Authenticator(host);
    authenticator.counter = 5;
    await register(ana, authenticator);
    const statusWith = async (counter: number) =>
      (await signIn(await authenticator.sign(await request(), { counter }))).status;
    const statuses = [];
    for (const counter of [5, 7, 7, 6, 0, 8]) statuses.push(await statusWith(counter));
    expect(statuses).toEqual([401, 204, 401, 401, 401, 204]);
  });

  it('is refused after ten wrong ones of a passkey in a minute, and others still may', async () => {
    const [one, another] = [await register(ana), await register(ana)];
    const wrong = async () =>
      send('POST', '/api/session/passkey', { ...(await one.sign(await request())), signature: 'AAAA' });
    const minuteOf = () => Math.floor(Date.now() / 60_000);
    const codes: string[] = [];
    let minute: number;
    // The emulated limiters begin anew with every minute of the clock: what one of them ends in the middle is done again.
    do {
      minute = minuteOf();
      codes.length = 0;
      for (let n = 0; n < 12; n++) codes.push((await problemOf(await wrong())).code);
    } while (minute !== minuteOf());
    expect(codes).toEqual([...Array(10).fill('passkey-refused'), 'rate-limited', 'rate-limited']);
    expect((await problemOf(await send('POST', '/api/session/passkey', await one.sign(await request())))).code).toBe(
      'rate-limited',
    );
    expect((await send('POST', '/api/session/passkey', await another.sign(await request()))).status).toBe(204);
  });
});
