import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LocalWorker, startLocalWorker } from '../../worker/cli/local.ts';
import { putSite } from '../../worker/store/surveys.ts';
import { copyState } from './state.ts';
import { freePort } from './world.ts';

let port = 0;
let worker: LocalWorker;
const stateDir = copyState();

beforeAll(async () => {
  port = await freePort();
  worker = await startLocalWorker({ port, stateDir });
  await putSite(worker.db, 'shop', { name: 'Shop', origins: [] });
});
afterAll(async () => {
  await worker.stop().catch(() => {});
  rmSync(stateDir, { recursive: true });
});

/** Runs the command and gives its exit code and what it prints. */
function invite(args: string[], env: Record<string, string> = {}): Promise<[number, string]> {
  return new Promise((resolve) => {
    const options = { env: { ...process.env, OPINA_STATE: stateDir, OPINA_PORT: `${port}`, ...env } };
    const child = execFile(process.execPath, ['worker/cli/invite.ts', ...args], options, (_, stdout, stderr) =>
      resolve([child.exitCode ?? -1, (stdout + stderr).trim()]),
    );
  });
}

/** Opens a printed link, and says who that is now. */
async function open(printed: string) {
  const { href, origin, hash } = new URL(printed.split(' ')[0] ?? '');
  expect(href).toMatch(new RegExp(`^http://localhost:${port}/sign-in#[0-9a-f]{64}$`, 'u'));
  const body = JSON.stringify({ token: hash.slice(1) });
  const signedIn = await fetch(`${origin}/api/session`, { method: 'POST', body });
  const Cookie = signedIn.headers.get('Set-Cookie')?.split(';')[0] ?? '';
  const get = async (path: string) => (await fetch(`${origin}/api/${path}`, { headers: { Cookie } })).json();
  return { status: signedIn.status, who: await get('session'), sites: await get('sites') };
}

describe('npm run invite', () => {
  it('makes an administrator while Opina runs, and nobody who finds it running can', async () => {
    expect(await worker.db.prepare('SELECT count(*) AS n FROM person').first()).toEqual({ n: 0 });
    const [code, printed] = await invite(['ana@shop.example', '--role', 'owner']);
    expect([code, printed]).toEqual([0, expect.stringContaining('(once, within 15 minutes)')]);
    const first = await open(printed);
    expect(first.who).toMatchObject({ name: 'ana', isAdmin: true });
    expect(first.sites).toMatchObject([{ id: 'shop', role: 'owner' }]);
    expect((await open(printed)).status).toBe(401);
    const log = 'SELECT actor_name, action, subject FROM audit ORDER BY id LIMIT 1';
    expect(await worker.db.prepare(log).first()).toEqual({
      ...{ actor_name: 'npm run invite', action: 'member.invite', subject: 'members/ana@shop.example as owner' },
    });
  });

  it("makes a member of one site, also of somebody with a quote in the address, while Opina doesn't run", async () => {
    await worker.stop();
    const [, printed] = await invite(["o'hara@shop.example", '--role', 'viewer', '--site', 'shop']);
    worker = await startLocalWorker({ port, stateDir });
    const opened = await open(printed);
    expect(opened.who).toMatchObject({ name: "o'hara", isAdmin: false });
    expect(opened.sites).toMatchObject([{ id: 'shop', role: 'viewer' }]);
  });

  it.each([
    [['--role', 'owner'], 'Say whom: npm run invite -- name@example.com --role owner'],
    [['ana@shop.example'], 'Say as what: --role viewer, --role editor, --role owner.'],
    [['ana@shop.example', '--role', 'viewer'], 'Say of which site they are to be viewer: --site SITE.'],
    [['ana@shop.example', '--role', 'owner', '--site', 'none'], 'There is no site none.'],
    [
      ['ana@shop.example', '--role', 'owner', '--remote'],
      'Say where the dashboard is: --url https://opina.example.com',
    ],
    [['ana@shop.example', '--rule'], "Unknown option '--rule'. --help lists the options."],
  ])('with %j says in one sentence what is missing', async (args, sentence) => {
    expect(await invite(args)).toEqual([1, sentence]);
  });

  it('where there is no database yet says what to do', async () => {
    const empty = mkdtempSync(join(tmpdir(), 'opina-'));
    const [code, printed] = await invite(['ana@shop.example', '--role', 'owner'], { OPINA_STATE: empty });
    rmSync(empty, { recursive: true });
    expect([code, printed]).toEqual([1, expect.stringContaining('There is no database yet: run npm start once')]);
  });
});
