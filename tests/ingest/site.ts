/** The built Worker on a socket of its own, with one site whose survey visitors respond to; its runtime can be killed. */

import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { parse } from 'smol-toml';
import type { Survey } from '../../core/contract.ts';
import type { Results } from '../../core/results.ts';
import { type LocalWorker, startLocalWorker } from '../../worker/cli/local.ts';
import { createAdminLink, redeemLink } from '../../worker/store/people.ts';
import { putSite, putSurvey } from '../../worker/store/surveys.ts';
import { copyState } from '../e2e/state.ts';
import { freePort, survey } from '../e2e/world.ts';
import { requestOf } from './connection.ts';

export const origin = 'https://shop.example';
export const site = 'shop';

/** How posts reach the database, as far as this build has more than one way. */
export type Mode = 'direct' | 'grouped';

/** What of wrangler.toml says whether this build can group. */
interface Configuration {
  vars?: { INGEST?: string };
}

export const modes: Mode[] = (parse(readFileSync('wrangler.toml', 'utf8')) as Configuration).vars?.INGEST
  ? ['direct', 'grouped']
  : ['direct'];

export interface Site {
  port: number;
  /** A session of the team. */
  session: string;
  stateDir: string;
  db: LocalWorker['db'];
  /** The process of the runtime. */
  pid: number;
  put(id: string, change: Partial<Survey>): Promise<void>;
  /** What the dashboard shows of a survey; `path` is what follows it. */
  read<T = Results>(path: string): Promise<T>;
  runJobs(): Promise<void>;
  /** `kill -9` of the runtime, whatever it is doing; everything it was asked stays unanswered. */
  kill(): void;
  /** Starts it anew on the same state and port. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

export async function openSite(mode: Mode = 'direct'): Promise<Site> {
  const stateDir = copyState();
  const port = await freePort();
  const start = () => startLocalWorker({ port, stateDir, vars: { INGEST: mode } });
  let worker = await start();
  const session =
    (await redeemLink(worker.db, await createAdminLink(worker.db, 'owner', 'Owner', Date.now()), {
      now: Date.now(),
    })) ?? '';
  await putSite(worker.db, site, { name: 'Shop', origins: [origin], facets: ['plan'] });

  const opened: Site = {
    ...{ port, session, stateDir, db: worker.db, pid: runtimeOf(process.pid) },
    async put(id, change) {
      await putSurvey(worker.db, site, id, { ...survey, ...change });
    },
    async read(path) {
      const url = `http://127.0.0.1:${port}/api/sites/${site}/surveys/${path}`;
      const answer = await fetch(url, { headers: { Authorization: `Bearer ${session}` } });
      if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
      return answer.json() as never;
    },
    runJobs: () => worker.runJobs(),
    kill: () => process.kill(opened.pid, 'SIGKILL'),
    async restart() {
      await worker.stop();
      worker = await start();
      Object.assign(opened, { db: worker.db, pid: runtimeOf(process.pid) });
    },
    async close() {
      await worker.stop();
      rmSync(stateDir, { recursive: true });
    },
  };
  await opened.put('nps', {});
  return opened;
}

/** The rows of a query, as its caller says that they are. */
export async function readRows<T>({ db }: Pick<Site, 'db'>, sql: string, ...values: unknown[]): Promise<T[]> {
  const { results } = await db
    .prepare(sql)
    .bind(...values)
    .run();
  return results as T[];
}

/** The newest workerd that a process has started. */
function runtimeOf(parent: number): number {
  return Number(execFileSync('pgrep', ['--newest', '--parent', `${parent}`, 'workerd'], { encoding: 'utf8' }));
}

/** A post of the widget as it goes over the wire. */
export function postOf(path: '/v1/r' | '/v1/v', body: object): string {
  return requestOf('POST', path, { Origin: origin, 'Content-Type': 'text/plain', body: JSON.stringify(body) });
}
