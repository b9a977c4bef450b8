/** The whole product as `npm start` runs it, in a process group that can be killed at once. */

import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { freePort } from './world.ts';

export interface Product {
  opina: string;
  shop: string;
  /** Everything it keeps is below it. */
  folder: string;
  stateDir: string;
  /** What a script of the same folder would be given. */
  env: NodeJS.ProcessEnv;
  /** Starts it, again after it was killed; answers what it printed until it was ready. */
  start(): Promise<string>;
  /** `kill -9` of Node and workerd, whatever they are doing. */
  kill(): Promise<void>;
  /** Ctrl-C. */
  stop(): Promise<void>;
  /** A session as the scripts of the folder have it. */
  token(): string;
  close(): Promise<void>;
}

/** With more of the environment, such as the variables of wrangler.toml that it overrides. */
export async function prepareProduct(more: Record<string, string> = {}): Promise<Product> {
  const folder = mkdtempSync(join(tmpdir(), 'opina-'));
  const [port, shopPort] = [await freePort(), await freePort()];
  const stateDir = join(folder, 'state');
  const env = {
    ...process.env,
    ...{ OPINA_PORT: `${port}`, SHOP_PORT: `${shopPort}`, OPINA_STATE: stateDir, OPINA_DIR: folder },
    ...more,
  };
  let running: ChildProcess | undefined;

  async function end(signal: NodeJS.Signals, group: boolean): Promise<void> {
    if (!running?.pid) return;
    const ended = new Promise((resolve) => running?.once('exit', resolve));
    process.kill(group ? -running.pid : running.pid, signal);
    await ended;
    running = undefined;
  }

  return {
    ...{ opina: `http://localhost:${port}`, shop: `http://127.0.0.1:${shopPort}`, folder, stateDir, env },
    async start() {
      running = spawn(process.execPath, ['worker/cli/start.ts'], { env, detached: true });
      return readyText(running);
    },
    kill: () => end('SIGKILL', true),
    stop: () => end('SIGINT', false),
    token: () => readFileSync(join(folder, 'token'), 'utf8'),
    async close() {
      await end('SIGINT', false);
      rmSync(folder, { recursive: true });
    },
  };
}

/** What a process prints until it says that Ctrl-C stops it; fails with all of it when it ends before. */
function readyText(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    for (const stream of [child.stdout, child.stderr]) {
      if (stream)
        createInterface(stream).on('line', (line) => {
          text += `${line}\n`;
          if (line.startsWith('Ctrl-C')) resolve(text);
        });
    }
    child.once('exit', () => reject(new Error(text)));
  });
}
