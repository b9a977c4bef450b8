/** `npm run verify`: counts every response and view once more, and compares that with the numbers that are shown. */

import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { dayMs } from '../../core/periods.ts';
import type { Difference, SiteListing, Verification } from '../../core/results.ts';
import { createAdminLink, redeemLink } from '../store/people.ts';
import { Failure, runCommand } from './failure.ts';
import { startLocalWorker } from './local.ts';

const help = `npm run verify -- [--url URL] [--token TOKEN]

Counts every response and view once more and compares them with the tallies.
Ends with 1 where they differ.

--url    a deployment; without it what npm start runs, or its data where it does not run
--token  a session of somebody who may read it; without it OPINA_TOKEN, or the one npm start left`;

/** Where to ask, and as whom. */
interface Api {
  url: string;
  token: string;
  close(): Promise<void>;
}

await runCommand(async () => {
  const { values } = parse();
  if (values.help) return console.log(help);
  const api = await openApi(values);
  try {
    const surveys = (await get<SiteListing[]>(api, '/api/sites')).flatMap((site) =>
      site.surveys.map((survey) => `${site.id}/surveys/${survey.id}`),
    );
    let wrong = 0;
    for (const survey of surveys) wrong += await verifySurvey(api, survey);
    console.log(`Surveys looked at: ${surveys.length}. Cells that are wrong: ${wrong}.`);
    if (wrong > 0) process.exitCode = 1;
  } finally {
    await api.close();
  }
});

function parse() {
  const text = { type: 'string' } as const;
  try {
    return parseArgs({ options: { url: text, token: text, help: { type: 'boolean', default: false } } });
  } catch (error) {
    throw new Failure(`${(error as Error).message.split('. ')[0]}. --help lists the options.`);
  }
}

/** Prints what is wrong, and says how many cells that is. */
async function verifySurvey(api: Api, survey: string): Promise<number> {
  let wrong = 0;
  for (let from: number | undefined = 0; from !== undefined; ) {
    const part: Verification = await get(api, `/api/sites/${survey}/verification?from=${from}`);
    for (const difference of part.differences)
      console.log(`${survey.replace('/surveys/', '/')} ${sentenceOf(difference)}`);
    wrong += part.differences.length;
    from = part.next;
  }
  return wrong;
}

function sentenceOf({ day, facet, value, surplus }: Difference): string {
  const date = new Date(day * dayMs).toISOString().slice(0, 10);
  const off = Object.entries(surplus).map(([counter, sum]) => `${counter} ${sum > 0 ? '+' : ''}${sum}`);
  return `${date} ${facet}${value && ` ${value}`}: ${off.join(', ')}`;
}

async function get<T>({ url, token }: Api, path: string): Promise<T> {
  const answer = await fetch(new URL(path, url), { headers: { Authorization: `Bearer ${token}` } }).catch(() => {
    throw new Failure(`No Opina answers at ${url}.`);
  });
  if (answer.status === 401) throw new Failure(`The token is not accepted at ${url}: give --token.`);
  if (!answer.ok) throw new Failure(`The server answered ${answer.status} to ${path}.`);
  return (await answer.json()) as T;
}

async function openApi({ url, token = process.env.OPINA_TOKEN }: { url?: string; token?: string }): Promise<Api> {
  const close = async () => {};
  if (url !== undefined) {
    if (!URL.canParse(url)) throw new Failure(`--url ${url} is not an address.`);
    if (token === undefined) throw new Failure('Give --token, or set OPINA_TOKEN.');
    return { url, token, close };
  }
  const local = `http://localhost:${process.env.OPINA_PORT ?? 8787}`;
  const isUp = await fetch(new URL('/robots.txt', local)).then(
    ({ ok }) => ok,
    () => false,
  );
  return isUp ? { url: local, token: token ?? tokenOfStart(), close } : openStopped();
}

function tokenOfStart(): string {
  const file = join(process.env.OPINA_DIR ?? '.opina', 'token');
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    throw new Failure(`There is no ${file}, which npm start writes: give --token.`);
  }
}

/** The data of a Worker that does not run, served for as long as this takes. */
async function openStopped(): Promise<Api> {
  const port = await freePort();
  const worker = await startLocalWorker({ port, stateDir: process.env.OPINA_STATE ?? '.wrangler/state' });
  const link = await createAdminLink(worker.db, 'scripts', 'Local scripts', Date.now());
  const token = (await redeemLink(worker.db, link, { now: Date.now() })) ?? '';
  return { url: `http://localhost:${port}`, token, close: worker.stop };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('a TCP server has a port');
  return address.port;
}
