import { env } from 'cloudflare:workers';
import { expect, it } from 'vitest';
import { limits } from '../../core/contract.ts';
import { dayOf } from '../../core/periods.ts';
import type { Refusals } from '../../core/results.ts';
import { app } from '../../worker/app.ts';
import { runJobs } from '../../worker/jobs.ts';
import { addRefusals } from '../../worker/store/refusals.ts';
import { idAt, openShop, origin, problemOf } from './fixtures.ts';
import { metered } from './metered.ts';
import { secrets } from './siteverify.ts';

const crawler = 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)';
const never = { limit: async () => ({ success: false }) };

interface Sent {
  path?: string;
  method?: string;
  headers?: Record<string, string>;
  bindings?: object;
}

function send(
  body: unknown,
  { path = '/v1/r', method = 'POST', headers = { Origin: origin }, bindings = {} }: Sent = {},
) {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const init = { method, headers, ...(method === 'POST' && { body: text }) };
  return app.fetch(new Request(`http://localhost${path}`, init), { ...env, ...bindings });
}

/** What is counted, by site and reason. */
async function counted(): Promise<Record<string, number>> {
  const sql = `SELECT site || ' ' || reason AS what, sum(count) AS n FROM refusal GROUP BY 1`;
  const { results } = await env.DB.prepare(sql).run<{ what: string; n: number }>();
  return Object.fromEntries(results.map(({ what, n }) => [what, n]));
}

it('every refusal is counted by its reason, for the site it was meant for if there is one', async () => {
  const { site, call } = await openShop();
  const guarded = await openShop();
  const keys = { siteKey: '1x00000000000000000000AA', secret: secrets.fails };
  await guarded.call('PUT', `/api/sites/${guarded.site}/turnstile`, keys);
  const now = Date.now();
  const response = { site, survey: 'nps', id: idAt(now), rev: 1, score: 9 };
  await send(response);
  await env.DB.prepare('UPDATE response SET received_at = ?1')
    .bind(now - limits.changeMs - 1)
    .run();

  const refusals: [of: string, Promise<Response> | Response][] = [
    [`${site} invalid`, send({ ...response, score: 99 })],
    [`${site} origin-refused`, send(response, { headers: { Origin: 'https://evil.example' } })],
    [`${site} unknown-survey`, send({ ...response, survey: 'none' })],
    [`${site} clock-ahead`, send({ ...response, id: idAt(now + 2 * limits.aheadMs) })],
    [`${site} closed`, send({ ...response, rev: 2, score: 1 })],
    [`${site} bot`, send(response, { headers: { Origin: origin, 'User-Agent': crawler } })],
    [`${site} too-fast`, send({ ...response, shownMs: 1 })],
    [`${site} rate-limited`, send(response, { bindings: { SITE_LIMIT: never } })],
    [`${site} unproven`, send({ site, person: 'ana', hash: '0'.repeat(64) }, { path: '/v1/p' })],
    [`${guarded.site} challenge-failed`, send({ ...response, site: guarded.site })],
    [' unknown-site', send({ ...response, site: 'nowhere' })],
    [' invalid', send({ ...response, site: 'nowhere', score: 99 })],
    [' bad-json', send('{')],
    [' too-large', send(' '.repeat(limits.bodyBytes + 1))],
    [' not-found', send(response, { path: '/v1/x' })],
    [' method-not-allowed', send(response, { method: 'GET' })],
  ];
  for (const [of, answer] of refusals) expect((await problemOf(await answer)).code).toBe(of.split(' ')[1]);
  await expect.poll(counted, { timeout: 10_000 }).toEqual(Object.fromEntries(refusals.map(([of]) => [of, 1])));

  const view = (await (await call('GET', `/api/sites/${site}/refusals`)).json()) as Refusals;
  const ofSite = refusals.flatMap(([of]) => (of.startsWith(site) ? { reason: of.split(' ')[1], count: 1 } : []));
  const byReason = (a: { reason?: string | undefined }, b: { reason?: string | undefined }) =>
    `${a.reason}`.localeCompare(`${b.reason}`);
  expect(view.reasons).toEqual(ofSite.toSorted(byReason));
  expect(view.period.to - view.period.from).toBe(27);
});

it('a flood of refusals writes about one row a second, and each of them is counted', async () => {
  const { site } = await openShop();
  const DB = metered(env.DB);
  const begunAt = performance.now();
  const seconds = () => (performance.now() - begunAt) / 1000;
  let sent = 0;
  for (; seconds() < 2.5; sent++) {
    await send({ site, survey: 'none', id: idAt(Date.now()) }, { path: '/v1/v', bindings: { DB } });
    // A task of its own, as every request is: between them what waits for its time has its turn.
    await new Promise((resolve) => setTimeout(resolve));
  }
  await expect.poll(counted, { timeout: 10_000 }).toEqual({ [`${site} unknown-survey`]: sent });
  expect(sent).toBeGreaterThan(50);
  expect(DB.rowsWritten).toBeGreaterThan(1);
  expect(DB.rowsWritten).toBeLessThanOrEqual(Math.ceil(seconds()) + 1);
});

it('what cannot be written is kept until it can', async () => {
  const { site } = await openShop();
  await env.DB.prepare('ALTER TABLE refusal RENAME TO away').run();
  const DB = metered(env.DB);
  let failures = 0;
  const prepare = (sql: string) => {
    failures += Number(sql.includes('INSERT INTO refusal'));
    return env.DB.prepare(sql);
  };
  await send(
    { site, survey: 'none', id: idAt(Date.now()), rev: 1, score: 1 },
    { bindings: { DB: { ...DB, prepare } } },
  );
  await expect.poll(() => failures, { timeout: 10_000 }).toBeGreaterThan(0);
  await env.DB.prepare('ALTER TABLE away RENAME TO refusal').run();
  await expect.poll(counted, { timeout: 10_000 }).toEqual({ [`${site} unknown-survey`]: 1 });
});

it('counts are kept for 90 days, and are those of the period', async () => {
  const { site, call } = await openShop();
  const now = Date.now();
  const today = dayOf(now);
  const ages = [0, 6, 7, 89, 90, 91];
  const rows = [site, ''].flatMap((of) =>
    ages.map((age) => ({ site: of, day: today - age, reason: 'bot' as const, count: 1 })),
  );
  await addRefusals(env.DB, rows);
  const ofPeriod = async (name: string) =>
    ((await (await call('GET', `/api/sites/${site}/refusals?period=${name}`)).json()) as Refusals).reasons;
  expect(await ofPeriod('7d')).toEqual([{ reason: 'bot', count: 2 }]);
  expect(await ofPeriod('90d')).toEqual([{ reason: 'bot', count: 4 }]);

  await runJobs(env, now);
  expect(await counted()).toEqual({ [`${site} bot`]: 4, ' bot': 4 });
});

it('nobody is told who is not of the team, nor of a site or a period that there is not', async () => {
  const { site, call } = await openShop();
  const path = `/api/sites/${site}/refusals`;
  expect((await problemOf(await send('', { path, method: 'GET' }))).code).toBe('signed-out');
  expect((await problemOf(await call('GET', '/api/sites/nowhere/refusals'))).code).toBe('unknown-site');
  expect((await problemOf(await call('GET', `${path}?period=1d`))).code).toBe('invalid');
});
