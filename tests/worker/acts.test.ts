import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { limits, type PersonActs } from '../../core/contract.ts';
import { timeOf } from '../../core/id.ts';
import { readActs } from '../../worker/store/acts.ts';
import { foldIfDue } from '../../worker/store/fold.ts';
import { idAt, npsSurvey, openShop, origin, post, problemOf, putResponse, putView } from './fixtures.ts';
import { metered } from './metered.ts';

const now = Date.UTC(2026, 10, 22, 12);
const key = { site: 'shop', survey: 'nps' };
const ana = { person: 'ana', isVerified: true };
const actsOf = (person: string) => readActs(env.DB, key.site, person);
const foldEverything = () => foldIfDue(env.DB, key, { at: 0, keeps: 0, chunk: 10 });
const sides: [string, (newest?: string) => Promise<unknown>][] = [
  ['above', async () => {}],
  // A later response, folded, puts the watermark above what comes after it.
  [
    'below',
    async () => {
      await putResponse(env.DB, { ...key, id: idAt(now + 60_000), rev: 1, score: 1 }, now);
      await foldEverything();
    },
  ],
];

describe.each(sides)('what a verified person did, %s the watermark,', (_, settle) => {
  it('is when they last responded, and counts a response once, however often it is sent or changed', async () => {
    await settle();
    const [first, second] = [idAt(now), idAt(now + 5000)];
    for (const rev of [1, 1, 3, 2, 3]) await putResponse(env.DB, { ...key, ...ana, id: first, rev, score: rev }, now);
    expect(await actsOf('ana')).toEqual({ nps: { response: now, times: 1 } });
    for (const id of [second, first]) await putResponse(env.DB, { ...key, ...ana, id, rev: 1, score: 1 }, now);
    expect(await actsOf('ana')).toEqual({ nps: { response: now + 5000, times: 2 } });
  });

  it('is not set back by a response that is late', async () => {
    await settle();
    for (const at of [now, now - 86_400_000]) {
      await putResponse(env.DB, { ...key, ...ana, id: idAt(at), rev: 1, score: 1 }, now);
    }
    expect(await actsOf('ana')).toEqual({ nps: { response: now, times: 2 } });
  });

  it('counts the dismissal and the response of one view once, in either order', async () => {
    await settle();
    const [one, other] = [idAt(now), idAt(now + 1000)];
    const respond = (id: string) => putResponse(env.DB, { ...key, ...ana, id, rev: 1, score: 1 }, now);
    const dismiss = (id: string) => putView(env.DB, { ...key, ...ana, id, dismissed: true });
    await putView(env.DB, { ...key, ...ana, id: one });
    expect(await actsOf('ana')).toEqual({});
    for (let again = 0; again < 3; again++) await dismiss(one);
    expect(await actsOf('ana')).toEqual({ nps: { dismissal: now, times: 1 } });
    await respond(one);
    expect(await actsOf('ana')).toEqual({ nps: { dismissal: now, response: now, times: 1 } });
    await respond(other);
    for (let again = 0; again < 2; again++) await dismiss(other);
    expect(await actsOf('ana')).toEqual({ nps: { dismissal: now + 1000, response: now + 1000, times: 2 } });
  });

  it('counts a response that becomes theirs while it may be changed, and none that does not', async () => {
    await settle();
    const id = idAt(now);
    const send = (change: object, at = now) => putResponse(env.DB, { ...key, id, rev: 1, score: 1, ...change }, at);
    await send({});
    await send({ rev: 2, person: 'ana' });
    await send({ rev: 2, ...ana });
    expect(await actsOf('ana')).toEqual({});
    await send({ rev: 3, ...ana });
    await send({ rev: 2, person: 'bo', isVerified: true });
    await send({ rev: 4, person: 'bo', isVerified: true, comment: 'mine' }, now + limits.changeMs + 1);
    expect([await actsOf('ana'), await actsOf('bo')]).toEqual([{ nps: { response: now, times: 1 } }, {}]);
  });

  it('costs a row more for a response and for a dismissal, none for a repeated one and none for anybody else', async () => {
    await settle();
    const db = metered(env.DB);
    const costOf = async (write: () => Promise<unknown>) => {
      const before = db.rowsWritten;
      await write();
      return db.rowsWritten - before;
    };
    const [mine, theirs] = [idAt(now), idAt(now)];
    const respond = (id: string, who: object) => () => putResponse(db, { ...key, ...who, id, rev: 1, score: 1 }, now);
    const view = (id: string, who: object) => () => putView(db, { ...key, ...who, id, dismissed: true });
    const plain = [await costOf(respond(theirs, { person: 'bo' })), await costOf(view(theirs, { person: 'bo' }))];
    expect([await costOf(respond(mine, ana)), await costOf(view(mine, ana))]).toEqual(plain.map((rows) => rows + 1));
    expect([await costOf(respond(mine, ana)), await costOf(view(mine, ana))]).toEqual([0, 0]);
  });
});

it('many posts at once of one response count it once', async () => {
  const response = { ...key, ...ana, id: idAt(now), rev: 1, score: 1 };
  await Promise.all(Array.from({ length: 10 }, () => putResponse(env.DB, response, now)));
  expect(await actsOf('ana')).toEqual({ nps: { response: now, times: 1 } });
});

describe('a page that asks what a person did', () => {
  /** Computed by `openssl dgst -sha256 -hmac`, as a site's server would. */
  const secret = `${'c0ffee'.repeat(10)}c0de`;
  const hash = '8a035d0dbd15d6f41a9c55a865955bd63e3ae8a5fb172fbd5de922d86e86501f';
  const claim = { person: 'ana', hash };

  async function openShopWithSecret() {
    const shop = await openShop();
    await shop.call('PUT', `/api/sites/${shop.site}/surveys/other`, npsSurvey);
    await env.DB.prepare('UPDATE site SET identity_secret = ?1 WHERE id = ?2').bind(secret, shop.site).run();
    await shop.call('PUT', `/api/sites/${shop.site}`, { name: 'Shop', origins: [origin] });
    return shop;
  }

  it('hears of each survey what they did on any device, and of nobody else and no other site', async () => {
    const { site } = await openShopWithSecret();
    const other = await openShopWithSecret();
    const [response, dismissal, elsewhere] = [idAt(Date.now()), idAt(Date.now()), idAt(Date.now() - 9000)];
    await post('/v1/r', { site, survey: 'nps', id: response, rev: 1, score: 9, ...claim });
    await post('/v1/v', { site, survey: 'other', id: dismissal, dismissed: true, ...claim });
    await post('/v1/r', { site, survey: 'nps', id: idAt(Date.now()), rev: 1, score: 9, person: 'ana' });
    await post('/v1/v', { site, survey: 'other', id: idAt(Date.now()), dismissed: true, person: 'ana' });
    await post('/v1/r', { site: other.site, survey: 'nps', id: elsewhere, rev: 1, score: 9, ...claim });
    const answer = await post('/v1/p', { site, ...claim });
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'cache-control': 'no-store',
      'access-control-allow-origin': origin,
    });
    expect((await answer.json()) as PersonActs).toEqual({
      acts: {
        nps: { response: timeOf(response), times: 1 },
        other: { dismissal: timeOf(dismissal), times: 1 },
      },
    });
  });

  it('hears of nothing where they did nothing', async () => {
    const { site } = await openShopWithSecret();
    const answer = await post('/v1/p', { site, ...claim });
    expect([answer.status, await answer.json()]).toEqual([200, { acts: {} }]);
  });

  it('is refused without a proof, by a code of its own', async () => {
    const { site } = await openShopWithSecret();
    const bare = await openShop();
    const codeOf = async (body: object, headers?: Record<string, string>) =>
      (await problemOf(await post('/v1/p', body, headers))).code;
    expect(await codeOf({ site, person: 'bo', hash })).toBe('unproven');
    expect(await codeOf({ site, person: 'ana', hash: '0'.repeat(64) })).toBe('unproven');
    expect(await codeOf({ site: bare.site, ...claim })).toBe('unproven');
    expect(await codeOf({ site, ...claim }, { Origin: 'https://evil.test' })).toBe('origin-refused');
    expect(await codeOf({ site, ...claim }, {})).toBe('origin-refused');
    expect(await codeOf({ site: 'no-such-shop', ...claim })).toBe('unknown-site');
    for (const change of [
      { hash: undefined },
      { person: undefined },
      { person: '' },
      { hash: 'x' },
      { survey: 'nps' },
    ]) {
      expect(await codeOf({ site, ...claim, ...change })).toBe('invalid');
    }
  });
});
