/** `npm start`: the Worker with API and dashboard, its cron, and the demo shop, until Ctrl-C. */

import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { createLink, redeemLink } from '../store/people.ts';
import { Failure, runCommand } from './failure.ts';
import { type LocalWorker, startLocalWorker } from './local.ts';

const port = Number(process.env.OPINA_PORT ?? 8787);
const shopPort = process.env.SHOP_PORT ?? '8788';
const stateDir = process.env.OPINA_STATE ?? '.wrangler/state';
/** What this machine's scripts need to talk to the Worker. */
const localDir = process.env.OPINA_DIR ?? '.opina';
const url = `http://localhost:${port}`;
/** As in wrangler.toml. */
const cronMs = 5 * 60_000;

await runCommand(async () => {
  const worker = await startLocalWorker({ port, stateDir });
  const cron = setInterval(() => worker.runJobs().catch(() => {}), cronMs);
  let shop: ChildProcess | undefined;
  const stop = async () => {
    clearInterval(cron);
    shop?.stdin?.end();
    await worker.stop();
    process.exit();
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, stop);
  try {
    shop = await startShop(await openSession(worker.db));
    const link = await createLink(worker.db, 'owner', 'Owner', Date.now());
    console.log(`Dashboard  ${url}\nSign in    ${url}/sign-in#${link}  (once, within 15 minutes)`);
    console.log(`Demo shop  http://127.0.0.1:${shopPort}\n\nCtrl-C stops all of it.`);
  } catch (error) {
    await worker.stop();
    throw error;
  }
});

/** A session for the scripts of this machine's owner, such as `npm run replay`. */
async function openSession(db: LocalWorker['db']): Promise<string> {
  const link = await createLink(db, 'scripts', 'Local scripts', Date.now());
  const session = (await redeemLink(db, link, Date.now())) ?? '';
  mkdirSync(localDir, { recursive: true });
  writeFileSync(join(localDir, 'token'), session, { mode: 0o600 });
  return session;
}

/** The shop is a process of its own, as it would be; it ends when its input does, so never later than this one. */
async function startShop(token: string): Promise<ChildProcess> {
  const env = { ...process.env, OPINA_URL: url, OPINA_TOKEN: token, SHOP_PORT: shopPort };
  const shop = spawn(process.execPath, ['demo/main.ts'], { env, stdio: ['pipe', 'pipe', 'pipe'], detached: true });
  let complaint = '';
  shop.stderr.on('data', (data) => (complaint += data));
  const ready = new Promise((resolve) => createInterface(shop.stdout).once('line', resolve));
  const failed = new Promise((resolve) => shop.once('exit', resolve)).then(() => {
    throw new Failure(complaint.trim() || 'The demo shop ended before it was ready.');
  });
  await Promise.race([ready, failed]);
  failed.catch(() => {});
  return shop;
}
