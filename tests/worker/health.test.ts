import { env } from 'cloudflare:workers';
import { expect, it } from 'vitest';
import { app } from '../../worker/app.ts';
import { runJobs } from '../../worker/jobs.ts';
import { metered } from './metered.ts';

const minute = 60_000;
const names = env.TEST_MIGRATIONS.map(({ name }) => name);
const last = names.at(-1);

async function ask(DB = env.DB, DB_1 = env.DB_1): Promise<[number, unknown]> {
  const answer = await app.fetch(new Request('http://localhost/healthz'), { ...env, DB, DB_1 });
  expect(answer.headers.get('Cache-Control')).toBe('no-store');
  return [answer.status, await answer.json()];
}

const deadStatement = { run: () => Promise.reject(new Error('D1_ERROR')), bind: () => deadStatement };
const dead = { prepare: () => deadStatement } as unknown as D1Database;

const well = { status: 'ok', database: 'ok', migrations: { last, missing: [] }, folds: { isLate: false } };

it('a deployment is well from its first migration on, before the cron has ever run', async () => {
  expect(await ask()).toEqual([200, well]);
});

it('it says when the last fold ran, and fails once the next is a quarter of an hour late', async () => {
  const now = Date.now();
  await runJobs(env, now - 14 * minute);
  expect(await ask()).toEqual([200, { ...well, folds: { ranAt: now - 14 * minute, isLate: false } }]);
  await runJobs(env, now - 16 * minute);
  expect(await ask()).toEqual([503, { ...well, status: 'failing', folds: { ranAt: now - 16 * minute, isLate: true } }]);
});

it('it fails where the cron has never run and should have', async () => {
  await env.DB.prepare(`UPDATE d1_migrations SET applied_at = datetime('now', '-16 minutes')`).run();
  expect(await ask()).toEqual([503, { ...well, status: 'failing', folds: { isLate: true } }]);
});

it('it fails while a migration of this build is not applied, and names it', async () => {
  await env.DB.prepare('DELETE FROM d1_migrations WHERE name = ?1').bind(last).run();
  const migrations = { last: names.at(-2), missing: [last] };
  expect(await ask()).toEqual([503, { ...well, status: 'failing', migrations }]);
});

it('it fails while a further database is without a migration, or does not answer', async () => {
  await env.DB_1.prepare('DELETE FROM d1_migrations WHERE name = ?1').bind(last).run();
  expect(await ask()).toEqual([503, { ...well, status: 'failing', migrations: { last, missing: [last] } }]);
  expect(await ask(env.DB, dead)).toEqual([503, expect.objectContaining({ status: 'failing', database: 'failing' })]);
});

it('it fails where there is no schema at all', async () => {
  await env.DB.prepare('DROP TABLE d1_migrations').run();
  const [status, health] = await ask();
  expect([status, health]).toEqual([
    503,
    { ...well, status: 'failing', migrations: { missing: names }, folds: { isLate: true } },
  ]);
});

it('it fails where the database does not answer, and still answers itself', async () => {
  const [status, health] = await ask(dead);
  expect([status, health]).toEqual([503, expect.objectContaining({ status: 'failing', database: 'failing' })]);
});

it('it reads a few rows, whoever asks how often', async () => {
  const [first, further] = [metered(env.DB), metered(env.DB_1)];
  await ask(first, further);
  expect(first.rowsRead + further.rowsRead).toBeLessThanOrEqual(2 * names.length + 2);
  expect(first.rowsWritten + further.rowsWritten).toBe(0);
});
