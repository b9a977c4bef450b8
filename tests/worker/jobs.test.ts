import { env } from 'cloudflare:workers';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { runJobs } from '../../worker/jobs.ts';
import { saltOf } from '../../worker/store/salts.ts';
import { idAt, openShop } from './fixtures.ts';
import { metered } from './metered.ts';
import { insertResponses } from './rows.ts';

const now = Date.UTC(2026, 10, 22, 12);
const day = 86_400_000;

let said: unknown[] = [];

beforeEach(() => {
  said = [];
  vi.spyOn(console, 'error').mockImplementation((line) => void said.push(line));
});
afterEach(() => void vi.restoreAllMocks());

const runs = async () => (await env.DB.prepare('SELECT * FROM job ORDER BY name').run()).results;
const names = ['folds', 'refusals', 'retention', 'salts', 'sessions', 'verification'];

it('each job is remembered with the time it last ran', async () => {
  for (const at of [now - day, now]) await runJobs(env, at);
  expect(await runs()).toEqual(names.map((name) => ({ name, ran_at: now, failed_at: null })));
});

it('a job that fails keeps no other from it, is remembered as such, and fails the invocation', async () => {
  await runJobs(env, now - 3 * day);
  await saltOf(env.DB, now - 3 * day);
  await env.DB.prepare('DROP TABLE session').run();
  await expect(runJobs(env, now)).rejects.toThrow('not every job ran to its end');
  expect(await runs()).toEqual(
    names.map((name) =>
      name === 'sessions' ? { name, ran_at: now - 3 * day, failed_at: now } : { name, ran_at: now, failed_at: null },
    ),
  );
  expect(await env.DB.prepare('SELECT * FROM salt').first()).toBeNull();
  expect(said).toEqual([expect.stringMatching(/^\{"job":"sessions","error":"D1_ERROR: no such table: session/u)]);
});

const minute = 60_000;
const fill = (site: string, { count, at }: { count: number; at: number }) =>
  insertResponses(
    env.DB,
    site,
    Array.from({ length: count }, () => ({ survey: 'nps', id: idAt(at), at, score: 9, comment: '', page: '/' })),
  );

it('twenty surveys in which nothing happens cost a day of the cron a tenth of the 5 million rows of the Free plan', async () => {
  for (let shops = 0; shops < 20; shops++) await fill((await openShop()).site, { count: 900, at: now - day });
  const db = metered(env.DB);
  for (let turn = 0; turn < 12; turn++) await runJobs({ ...env, DB: db }, now + turn * 5 * minute);
  expect(24 * db.rowsRead).toBeLessThan(500_000);
});

it('a survey in which something happened is folded within five minutes, any other within the hour', async () => {
  const [busy, quiet] = [(await openShop()).site, (await openShop()).site];
  await fill(busy, { count: 1100, at: now - minute });
  await fill(quiet, { count: 1100, at: now - day });
  const folded = async () => (await env.DB.prepare('SELECT site FROM watermark').run<{ site: string }>()).results;
  await runJobs(env, now + 15 * minute - minute);
  expect(await folded()).toEqual([{ site: busy }]);
  for (let turn = 0; turn < 12; turn++) await runJobs(env, now + turn * 5 * minute);
  expect(await folded()).toEqual([{ site: busy }, { site: quiet }]);
});
