import { env } from 'cloudflare:workers';
import { expect, it } from 'vitest';
import { app } from '../../worker/app.ts';
import { createAdminLink } from '../../worker/store/people.ts';
import { makeKey } from './callers.ts';
import { openShop } from './fixtures.ts';

/** As in wrangler.toml. */
const perBeginning = 10;
const perAll = 300;

let begun = 0;
/** A secret that nobody has, and of which no other test has tried the beginning. */
const made = (rest: number) => `${(++begun).toString(16).padStart(8, '0')}${rest.toString(16).padStart(56, '0')}`;
const another = (token: string, rest: number) => token.slice(0, 8) + rest.toString(16).padStart(56, '0');

const ask = (headers: Record<string, string>) =>
  app.fetch(new Request('http://localhost/api/session', { headers }), { ...env, ALL_GUESSES_LIMIT: undefined });
const signIn = (token: string) =>
  app.fetch(new Request('http://localhost/api/session', { method: 'POST', body: JSON.stringify({ token }) }), {
    ...env,
    ALL_GUESSES_LIMIT: undefined,
  });

/** The emulated limiters begin anew with every minute of the clock: what one of them ends in the middle is done again. */
async function withinOneMinute<T>(run: () => Promise<T>): Promise<T> {
  const minute = Math.floor(Date.now() / 60_000);
  const result = await run();
  return Math.floor(Date.now() / 60_000) === minute ? result : withinOneMinute(run);
}

async function statusesOf(times: number, send: (at: number) => Response | Promise<Response>): Promise<number[]> {
  const statuses = [];
  for (let at = 0; at < times; at++) statuses.push((await send(at)).status);
  return statuses;
}

const refused = [...Array<number>(perBeginning).fill(401), 429, 429];

it.each<[string, (token: string) => Response | Promise<Response>]>([
  ['sessions', (token) => ask({ Cookie: `opina=${token}` })],
  ['sessions of scripts', (token) => ask({ Authorization: `Bearer ${token}` })],
  ['links', (token) => signIn(token)],
])('of %s that begin the same ten a minute may be tried', async (_, send) => {
  const statuses = await withinOneMinute(() => {
    const first = made(0);
    return statusesOf(perBeginning + 2, (at) => send(another(first, at)));
  });
  expect(statuses).toEqual(refused);
});

it('of keys that begin the same ten a minute may be tried, and then the right one is not read either', async () => {
  const { site } = await openShop();
  const { right, statuses } = await withinOneMinute(async () => {
    const { Authorization = '' } = await makeKey(site, ['read']);
    const wrong = (at: number) => Authorization.slice(0, -64) + at.toString(16).padStart(64, '0');
    const all = await statusesOf(perBeginning + 2, (at) => ask({ Authorization: wrong(at) }));
    return { statuses: all, right: (await ask({ Authorization })).status };
  });
  expect(statuses).toEqual(refused);
  expect(right).toBe(429);
});

it('whoever has what is theirs is kept out by nobody who guesses at something else', async () => {
  const { session } = await openShop();
  const asAnybody = (token: string) =>
    app.fetch(new Request('http://localhost/api/session', { headers: { Cookie: `opina=${token}` } }), env);
  const statuses = await withinOneMinute(async () => {
    await statusesOf(perAll, (at) => asAnybody(made(at)));
    return [(await asAnybody(made(0))).status, (await asAnybody(session)).status];
  });
  expect(statuses).toEqual([429, 200]);
});

it('a link still signs in when many that nobody made were tried', async () => {
  const link = await createAdminLink(env.DB, 'owner', 'Owner', Date.now());
  await statusesOf(20, (at) => signIn(made(at)));
  expect((await signIn(link)).status).toBe(204);
});
