import { env } from 'cloudflare:workers';
import { expect, it } from 'vitest';
import { networkOf } from '../../worker/address.ts';
import { app } from '../../worker/app.ts';
import { runJobs } from '../../worker/jobs.ts';
import { saltOf } from '../../worker/store/salts.ts';
import { idAt, openShop, origin, problemOf } from './fixtures.ts';

const hour = 3_600_000;
const midnight = Date.UTC(2026, 10, 22);
/** As in wrangler.toml. */
const perAddress = 120;

const bodies = {
  '/v1/r': () => ({ survey: 'nps', id: idAt(Date.now()), rev: 1, score: 9 }),
  '/v1/v': () => ({ survey: 'nps', id: idAt(Date.now()) }),
  '/v1/p': () => ({ person: 'ana', hash: '0'.repeat(64) }),
};
type Path = keyof typeof bodies;

function send(path: Path, site: string, address?: string, bindings = {}, more = {}) {
  const headers = {
    Origin: origin,
    'X-Forwarded-For': '198.51.100.1',
    ...(address && { 'CF-Connecting-IP': address }),
  };
  const body = JSON.stringify({ site, ...bodies[path](), ...more });
  const request = new Request(`http://localhost${path}`, { method: 'POST', headers, body });
  return app.fetch(request, { ...env, ...bindings });
}

/** The emulated limiters begin anew with every minute of the clock: what one of them ends in the middle is done again. */
async function withinOneMinute<T>(run: () => Promise<T>): Promise<T> {
  const minute = Math.floor(Date.now() / 60_000);
  const result = await run();
  return Math.floor(Date.now() / 60_000) === minute ? result : withinOneMinute(run);
}

/** What comes of so many posts, by status. */
async function statusesOf(times: number, post: () => Response | Promise<Response>): Promise<Record<number, number>> {
  const statuses: Record<number, number> = {};
  for (let n = 0; n < times; n++) {
    const { status } = await post();
    statuses[status] = (statuses[status] ?? 0) + 1;
  }
  return statuses;
}

it.each([
  ['session/challenge', '203.0.113.9'],
  ['passkey-challenge', '203.0.113.10'],
])('an address may so often have a row written by %s in a minute, and others still may', async (path, mine) => {
  const said = await withinOneMinute(async () => {
    const { session } = await openShop();
    const ask = (address: string) => {
      const headers = { Authorization: `Bearer ${session}`, 'CF-Connecting-IP': address };
      return app.fetch(new Request(`http://localhost/api/${path}`, { method: 'POST', headers }), env);
    };
    const statuses = await statusesOf(perAddress + 5, () => ask(mine));
    return { statuses, other: (await ask('203.0.113.11')).status };
  });
  expect(said).toEqual({ statuses: { 200: perAddress, 429: 5 }, other: 200 });
});

it.each<[Path, number]>([
  ['/v1/r', 201],
  ['/v1/v', 204],
  ['/v1/p', 403],
])('an address may post so often to %s of one site in a minute, and others still may', async (path, status) => {
  const said = await withinOneMinute(async () => {
    const [{ site }, other] = [await openShop(), await openShop()];
    const statuses = await statusesOf(perAddress + 5, () => send(path, site, '203.0.113.7'));
    const others = [await send(path, site, '203.0.113.8'), await send(path, other.site, '203.0.113.7')];
    return { statuses, others: others.map((answer) => answer.status) };
  });
  expect(said).toEqual({ statuses: { [status]: perAddress, 429: 5 }, others: [status, status] });
});

it('who is refused is told in a way that a page can read when to come again', async () => {
  const answer = await withinOneMinute(async () => {
    const { site } = await openShop();
    await statusesOf(perAddress, () => send('/v1/v', site, '203.0.113.7'));
    return send('/v1/r', site, '203.0.113.7');
  });
  const headers = ['Retry-After', 'Access-Control-Allow-Origin', 'Access-Control-Expose-Headers'];
  expect(headers.map((name) => answer.headers.get(name))).toEqual(['60', origin, 'Retry-After']);
  expect((await problemOf(answer)).code).toBe('rate-limited');
});

it('an address that posts too much takes nothing from the ceiling of its site', async () => {
  const { site, asked } = await withinOneMinute(async () => {
    const { site } = await openShop();
    const asked: string[] = [];
    /** A ceiling that is never reached, and hears of every post that comes to it. */
    const SITE_LIMIT = { limit: async ({ key }: RateLimitOptions) => ({ success: asked.push(key) > 0 }) };
    await statusesOf(perAddress + 5, () => send('/v1/v', site, '203.0.113.9', { SITE_LIMIT }));
    return { site, asked };
  });
  expect(asked).toEqual(Array(perAddress).fill(site));
});

it('a ceiling holds for all addresses together, and for those without one', async () => {
  const statuses = await withinOneMinute(async () => {
    const { site } = await openShop();
    // The ceiling as the address has it, which is sooner reached.
    const SITE_LIMIT = env.ADDRESS_LIMIT;
    let last = 0;
    const anybody = () => send('/v1/v', site, ++last % 2 ? `203.0.113.${last}` : undefined, { SITE_LIMIT });
    return statusesOf(perAddress + 3, anybody);
  });
  expect(statuses).toEqual({ 204: perAddress, 429: 3 });
});

it('posts to sites that there are not are limited together, and so is looking for the site of one that is wrong', async () => {
  const reads = { missing: 0 };
  const DB = {
    prepare: (sql: string) => env.DB.prepare(sql),
    batch: (all: D1PreparedStatement[]) => {
      reads.missing++;
      return env.DB.batch(all);
    },
  };
  const statuses = await withinOneMinute(async () => {
    reads.missing = 0;
    let last = 0;
    const address = '203.0.113.200';
    const missing = () => send('/v1/v', `none-${++last}`, address, { DB });
    const first = await statusesOf(perAddress + 2, missing);
    const before = reads.missing;
    // One that has a field too many.
    const wrong = () => send('/v1/v', `none-${++last}`, address, { DB }, { more: 1 });
    return { first, wrong: await statusesOf(3, wrong), reads: reads.missing - before };
  });
  expect(statuses).toEqual({ first: { 404: perAddress, 429: 2 }, wrong: { 400: 3 }, reads: 0 });
});

it('nobody is limited where the deployment has no limiters', async () => {
  const { site } = await openShop();
  const without = { ADDRESS_LIMIT: undefined, SITE_LIMIT: undefined };
  expect(await statusesOf(perAddress + 5, () => send('/v1/v', site, '203.0.113.7', without))).toEqual({
    204: perAddress + 5,
  });
});

it.each([
  ['203.0.113.7', '203.0.113.7'],
  ['2001:DB8:0:1:aaaa::1', '2001:db8:0:1::/64'],
  ['2001:db8:0:1::2', '2001:db8:0:1::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['2001:0db8:0000:0001:0000:0000:0000:0003', '2001:db8:0:1::/64'],
  ['::1', '0:0:0:0::/64'],
  ['::FFFF:203.0.113.7', '203.0.113.7'],
])('the subscriber behind %s is %s', (address, network) => {
  expect(networkOf(address)).toBe(network);
});

const days = async () =>
  (await env.DB.prepare('SELECT day FROM salt ORDER BY day').run<{ day: number }>()).results.map(({ day }) => day);
const today = midnight / (24 * hour);

it('a day has one random salt, whoever asks for it', async () => {
  const salts = await Promise.all(Array.from({ length: 10 }, (_, n) => saltOf(env.DB, midnight + n * hour)));
  expect(new Set(salts)).toEqual(new Set([expect.stringMatching(/^[0-9a-f]{64}$/u)]));
  expect(await saltOf(env.DB, midnight + 24 * hour)).not.toBe(salts[0]);
});

it('a salt is gone before it is 48 hours old, by the cron or by the next day’s, and there are never more than two', async () => {
  await saltOf(env.DB, midnight);
  await saltOf(env.DB, midnight + 24 * hour);
  await runJobs(env, midnight + 35 * hour);
  expect(await days()).toEqual([today, today + 1]);
  await runJobs(env, midnight + 36 * hour);
  expect(await days()).toEqual([today + 1]);

  await saltOf(env.DB, midnight + 48 * hour);
  await saltOf(env.DB, midnight + 72 * hour);
  expect(await days()).toEqual([today + 2, today + 3]);
});
