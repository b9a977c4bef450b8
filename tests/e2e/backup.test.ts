import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { makeId } from '../../core/id.ts';
import type { ResponseList } from '../../core/lists.ts';
import { dayOf } from '../../core/periods.ts';
import type { Results } from '../../core/results.ts';
import { type LocalWorker, startLocalWorker } from '../../worker/cli/local.ts';
import { createAdminLink, redeemLink } from '../../worker/store/people.ts';
import { freePort, survey } from './world.ts';

type Row = Record<string, unknown>;

const folder = mkdtempSync(join(tmpdir(), 'opina-backup-'));
afterAll(() => rmSync(folder, { recursive: true }));

const origin = 'https://shop.example';
const wranglerToml = readFileSync('wrangler.toml', 'utf8').replaceAll(/"(worker|dist)\//gu, `"${resolve('.')}/$1/`);

/** A deployment with a folder of its own, in which Wrangler finds its configuration and its database. */
function place(name: string) {
  const cwd = join(folder, name);
  const env = { ...process.env, PATH: `${resolve('node_modules/.bin')}:${process.env.PATH}`, WRANGLER_LOG: 'error' };
  const run = (command: string, ...args: string[]) =>
    execFileSync(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] }).toString();
  execFileSync('mkdir', [cwd]);
  writeFileSync(join(cwd, 'wrangler.toml'), wranglerToml);
  return {
    wrangler: (...args: string[]) => run('wrangler', 'd1', ...args, '--local'),
    backUp: (file: string) => run(process.execPath, resolve('worker/cli/backup.ts'), file),
    async open<T>(use: (worker: LocalWorker, url: string) => Promise<T>): Promise<T> {
      const port = await freePort();
      const worker = await startLocalWorker({ port, stateDir: join(cwd, '.wrangler/state') });
      try {
        return await use(worker, `http://localhost:${port}`);
      } finally {
        await worker.stop();
      }
    },
  };
}

/** What comes back only from the migrations, or not at all. */
const notKept = ['challenge', 'd1_migrations', 'invitation', 'salt', 'session', 'sign_in_link'];

async function select({ db }: LocalWorker, sql: string): Promise<Row[]> {
  return (await db.prepare(sql).run()).results;
}

/** Every row of every table that is no part of a search index, in the order of their keys. */
async function rowsOf(worker: LocalWorker): Promise<Record<string, Row[]>> {
  const listed = await select(worker, 'PRAGMA table_list');
  const ours = listed.filter(({ schema, type }) => schema === 'main' && type === 'table').map(({ name }) => `${name}`);
  const names = ours.filter((name) => !/^(?:_cf|sqlite)_/u.test(name) && !notKept.includes(name)).sort();
  const rows = await Promise.all(names.map((name) => select(worker, `SELECT * FROM ${name} ORDER BY 1, 2`)));
  // How far words are indexed is a matter of each database.
  const withoutIndex = (some: Row[]) => some.map(({ indexed_to: _, ...row }) => row);
  return Object.fromEntries(names.map((name, at) => [name, withoutIndex(rows[at] ?? [])]));
}

async function sessionOf({ db }: LocalWorker): Promise<string> {
  return `${await redeemLink(db, await createAdminLink(db, 'owner', 'Owner', Date.now()), { now: Date.now() })}`;
}

async function resultsOf(worker: LocalWorker, url: string): Promise<Results> {
  const headers = { Authorization: `Bearer ${await sessionOf(worker)}` };
  return (await (await fetch(`${url}/api/sites/shop/surveys/nps/results`, { headers })).json()) as Results;
}

/** Words that an escape could get wrong. */
const words = [
  `It's "fine"; -- 'really'`,
  'two\nlines\r\nand a \\n that is none',
  '\t\\r \\ %_ ?1 :a',
  'naïve café 好 😀 \u2028',
  `'); DROP TABLE response; --`,
];

async function live(worker: LocalWorker, url: string): Promise<void> {
  const headers = { Authorization: `Bearer ${await sessionOf(worker)}`, Origin: url };
  const put = async (path: string, body: object) => {
    const answer = await fetch(`${url}/api/${path}`, { method: 'PUT', headers, body: JSON.stringify(body) });
    expect(answer.ok).toBe(true);
  };
  const segments = { fans: { fact: 'trait.says', contains: words[1] } };
  await put('sites/shop', { name: `Ana's`, origins: [origin], segments });
  await put('sites/shop/surveys/nps', { ...survey, where: { segment: 'fans' } });
  await put('sites/shop/turnstile', { siteKey: 'key', secret: 'secret' });
  await fetch(`${url}/api/sites/shop/turnstile`, { method: 'DELETE', headers });
  const now = Date.now();
  const idAt = (at: number) => makeId(at, crypto.getRandomValues(new Uint8Array(10)));
  for (const [n, comment] of words.entries()) {
    const body = { site: 'shop', survey: 'nps', id: idAt(now - 2e6 + n), rev: 1, score: n, comment, page: '/' };
    const init = { method: 'POST', headers: { Origin: origin }, body: JSON.stringify(body) };
    expect((await fetch(`${url}/v1/r`, init)).status).toBe(201);
  }
  // Enough of them for a fold.
  const ids = Array.from({ length: 1300 }, (_, n) => idAt(now - 1e5 + n));
  const fill = `INSERT INTO response (site, survey, id, rev, received_at, day, score, page)
    SELECT 'shop', 'nps', value, 1, ?1, ?2, key % 11, '/' || (key % 7) FROM json_each(?3)`;
  await worker.db.prepare(fill).bind(now, dayOf(now), JSON.stringify(ids)).run();
  await worker.runJobs();
  await worker.db.prepare(`INSERT INTO refusal VALUES ('shop', 20000, 'bot', 3)`).run();
}

/** What is found by its words; D1's export has no index. */
async function find(worker: LocalWorker, url: string): Promise<string[]> {
  const headers = { Authorization: `Bearer ${await sessionOf(worker)}` };
  const list = (await (await fetch(`${url}/api/sites/shop/responses?text=CAFE`, { headers })).json()) as ResponseList;
  return list.items.map(({ id }) => id);
}

it('what is backed up and restored elsewhere is the same to the last row, and found by its words', {
  timeout: 180_000,
}, async () => {
  const [from, to] = [place('from'), place('to')];
  const before = await from.open(async (worker, url) => {
    await live(worker, url);
    const { current } = await resultsOf(worker, url);
    return { rows: await rowsOf(worker), current, found: await find(worker, url) };
  });
  expect(before.rows.response).toHaveLength(1300 + words.length);
  expect(before.rows.tally?.length).toBeGreaterThan(5);
  expect(before.found).toHaveLength(1);

  const file = join(folder, 'backup.sql');
  expect(from.backUp(file)).toMatch(/\bresponse\b/u);
  to.wrangler('migrations', 'apply', 'opina');
  to.wrangler('execute', 'opina', '--file', file, '--yes');

  await to.open(async (worker, url) => {
    expect(await rowsOf(worker)).toEqual(before.rows);
    for (const table of ['session', 'sign_in_link', 'invitation', 'challenge', 'salt']) {
      expect(await select(worker, `SELECT * FROM ${table}`), table).toEqual([]);
    }
    expect(await find(worker, url)).toEqual(before.found);
    expect((await resultsOf(worker, url)).current).toEqual(before.current);
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
  });
});
