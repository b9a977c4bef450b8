import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type LocalWorker, startLocalWorker } from '../../worker/cli/local.ts';
import { createAdminLink, redeemLink } from '../../worker/store/people.ts';
import { freePort, survey } from './world.ts';

let port = 0;
let token = '';
let worker: LocalWorker;
const stateDir = mkdtempSync(join(tmpdir(), 'opina-'));

beforeAll(async () => {
  port = await freePort();
  worker = await startLocalWorker({ port, stateDir });
  token =
    (await redeemLink(worker.db, await createAdminLink(worker.db, 'owner', 'Owner', Date.now()), {
      now: Date.now(),
    })) ?? '';
  const put = (path: string, body: object) =>
    fetch(`http://localhost:${port}/api/${path}`, {
      ...{ method: 'PUT', headers: { Authorization: `Bearer ${token}` }, body: JSON.stringify(body) },
    });
  await put('sites/shop', { name: 'Shop', origins: [] });
  await put('sites/shop/surveys/nps', survey);
});
afterAll(async () => {
  await worker.stop().catch(() => {});
  rmSync(stateDir, { recursive: true });
});

/** Runs the command and gives its exit code and what it prints. */
function verify(args: string[] = [], env: Record<string, string> = {}): Promise<[number, string]> {
  return new Promise((resolve) => {
    const options = { env: { ...process.env, OPINA_STATE: stateDir, OPINA_PORT: `${port}`, ...env } };
    const child = execFile(process.execPath, ['worker/cli/verify.ts', ...args], options, (_, stdout, stderr) =>
      resolve([child.exitCode ?? -1, (stdout + stderr).trim()]),
    );
  });
}

it('npm run verify says that all is right, or what is wrong and where, whether Opina runs or not', async () => {
  expect(await verify([], { OPINA_TOKEN: token })).toEqual([0, 'Surveys looked at: 1. Cells that are wrong: 0.']);

  const falsify = `INSERT INTO tally (site, survey, facet, day, value, s9) VALUES ('shop', 'nps', 'page', 20000, '/a', 2)`;
  await worker.db.prepare(falsify).run();
  const found: [number, string] = [
    1,
    'shop/nps 2024-10-04 page /a: s9 +2\nSurveys looked at: 1. Cells that are wrong: 1.',
  ];
  expect(await verify(['--url', `http://localhost:${port}`, '--token', token])).toEqual(found);
  expect(await verify([], { OPINA_TOKEN: token })).toEqual(found);
  await worker.stop();
  expect(await verify()).toEqual(found);
});

it.each([
  [['--url', 'nowhere'], '--url nowhere is not an address.'],
  [['--url', 'http://localhost:1', '--token', 'a'], 'No Opina answers at http://localhost:1.'],
  [['--all'], "Unknown option '--all'. --help lists the options."],
])('npm run verify says what is wrong with %j', async (args, sentence) => {
  expect(await verify(args)).toEqual([1, sentence]);
});
