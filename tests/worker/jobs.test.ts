import { env } from 'cloudflare:workers';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { runJobs } from '../../worker/jobs.ts';
import { saltOf } from '../../worker/store/salts.ts';

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
