/** `npm start`: the Worker with API and dashboard, its cron, and the demo shop, until Ctrl-C. */

import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { cronMs } from '../cron.ts';
import { createAdminLink, redeemLink } from '../store/people.ts';
import { Failure, runCommand } from './failure.ts';
import { type LocalWorker, startLocalWorker } from './local.ts';

const stateDir = process.env.OPINA_STATE ?? '.wrangler/state';
/** What this machine's scripts need to talk to the Worker. */
const localDir = process.env.OPINA_DIR ?? '.opina';

await runCommand(async () => {
  const port = portOf('OPINA_PORT', 8787);
  const shopPort = portOf('SHOP_PORT', 8788);
  const url = `http://localhost:${port}`;
  const worker = await startLocalWorker({ port, stateDir });
  const runJobs = () => worker.runJobs().catch(() => {});
  const cron = setInterval(runJobs, cronMs);
  let shop: ChildProcess | undefined;
  const stop = async () => {
    clearInterval(cron);
    shop?.stdin?.end();
    await worker.stop();
    process.exit();
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, stop);
  try {
    shop = await startShop({ OPINA_URL: url, OPINA_TOKEN: await openSession(worker.db), SHOP_PORT: `${shopPort}` });
    const link = await createAdminLink(worker.db, 'owner', 'Owner', Date.now());
    console.log(`Dashboard  ${url}\nSign in    ${url}/sign-in#${link}  (once, within 15 minutes)`);
    console.log(`Demo shop  http://127.0.0.1:${shopPort}\n\nCtrl-C stops all of it.`);
    // What was due while nothing ran.
    void runJobs();
  } catch (error) {
    await worker.stop();
    throw error;
  }
});

function portOf(name: string, usual: number): number {
  const port = Number(process.env[name] ?? usual);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw new Failure(`${name} is ${process.env[name]}, which is not a port: give a number from 1 to 65535.`);
}

/** A session for the scripts of this machine's owner, such as `npm run replay`. */
async function openSession(db: LocalWorker['db']): Promise<string> {
  const link = await createAdminLink(db, 'scripts', 'Local scripts', Date.now());
  const session = (await redeemLink(db, link, { now: Date.now() })) ?? '';
  try {
    mkdirSync(localDir, { recursive: true });
    writeFileSync(join(localDir, 'token'), session, { mode: 0o600 });
  } catch (error) {
    throw new Failure(`The folder ${localDir} cannot be written (${(error as Error).message}): make it writable.`);
  }
  return session;
}

/** The shop is a process of its own, as it would be; it ends when its input does, so never later than this one. */
async function startShop(given: Record<string, string>): Promise<ChildProcess> {
  const env = { ...process.env, ...given };
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
