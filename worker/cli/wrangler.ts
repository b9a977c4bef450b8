/** Wrangler, for what is done to a database from a terminal: the one of this machine, or a deployment's. */

import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { Failure } from './failure.ts';

/** What Wrangler calls the first database. */
export const usualDatabase = 'opina';

interface Place {
  database: string;
  /** Wrangler's own options, as `--remote`. */
  where: string[];
}

/** The rows of every statement. */
export async function execute<T>(sql: string, { database, where }: Place): Promise<T[]> {
  const json = await wrangler('execute', [database, ...where, '--json', '--command', sql]);
  return (JSON.parse(json) as { results: T[] }[]).flatMap(({ results }) => results);
}

/** What `wrangler d1 COMMAND` prints; throws a `Failure` with what it complains of. */
export async function wrangler(command: string, args: string[]): Promise<string> {
  const env = { ...process.env, WRANGLER_LOG: 'log' };
  try {
    const { stdout } = await promisify(execFile)('wrangler', ['d1', command, ...args], { env, maxBuffer: 2 ** 28 });
    return stdout;
  } catch (error) {
    // With --json it complains where the rows would be.
    const { stdout, stderr, message } = error as Error & { stdout?: string; stderr?: string };
    throw new Failure(`wrangler d1 ${command} failed: ${stderr?.trim() || stdout?.trim() || message}`);
  }
}
