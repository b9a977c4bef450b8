import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** How a process ended, and what it had said. */
export interface Ending {
  code: number | null;
  out: string;
  err: string;
}

/** An empty folder to run in. */
export function emptyFolder(): string {
  return mkdtempSync(join(tmpdir(), 'opina-'));
}

/** Writes a file into an empty folder and says where it is. */
export function fileOf(content: string | Uint8Array, name = 'answers.csv'): string {
  const path = join(emptyFolder(), name);
  writeFileSync(path, content);
  return path;
}

/** Runs the replay as `npm run replay` does, in a folder of its own. */
export function runReplay(args: string[], { cwd = emptyFolder(), env = {} }: { cwd?: string; env?: object } = {}) {
  const script = new URL('../../demo/replay.ts', import.meta.url).pathname;
  const { OPINA_TOKEN, ...rest } = process.env;
  const child = spawn(process.execPath, [script, ...args], { cwd, env: { ...rest, ...env } });
  return { child, ended: endingOf(child) };
}

/** Collects what a process says until it has ended. */
export function endingOf(child: ChildProcess): Promise<Ending> {
  let [out, err] = ['', ''];
  child.stdout?.on('data', (chunk) => (out += chunk));
  child.stderr?.on('data', (chunk) => (err += chunk));
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, out, err })));
}
