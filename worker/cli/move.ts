/** `npm run move -- SITE PLACE`: moves a site to another database of wrangler.toml while it keeps receiving. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Problem } from '../../core/problems.ts';
import type { Progress } from '../store/move/move.ts';
import { Failure, runCommand } from './failure.ts';

const usage =
  'npm run move -- SITE PLACE [--url http://localhost:8787] [--token TOKEN], as in: npm run move -- shop DB_1';
const retryMs = 5000;

await runCommand(async () => {
  const { site, to, url, token } = readArguments();
  let phase = '';
  for (let progress = await step(); progress.phase !== 'done'; progress = await step()) {
    if (progress.phase !== phase) console.log(`${progress.phase} …`);
    phase = progress.phase;
    await new Promise((resolve) => setTimeout(resolve, progress.waitMs));
  }
  console.log(`${site} is on ${to}.`);

  /** One step; again after a moment where the server does not answer, since the next step goes on from there. */
  async function step(): Promise<Progress> {
    const headers = { authorization: `Bearer ${token}` };
    const init = { method: 'POST', headers, body: JSON.stringify({ to }) };
    const answer = await fetch(`${url}/api/sites/${site}/move`, init).catch(() => undefined);
    if (answer?.ok) return (await answer.json()) as Progress;
    if (answer && answer.status !== 503) throw new Failure(await reasonOf(answer));
    console.log(`${url} does not answer: going on in ${retryMs / 1000} s, or with the same command.`);
    return { phase: phase as Progress['phase'], rows: 0, waitMs: retryMs };
  }
});

function readArguments() {
  const { values, positionals } = parse();
  const [site, to, ...more] = positionals;
  if (!site || !to || more.length > 0) throw new Failure(`Say which site and where to: ${usage}`);
  return { site, to, url: values.url, token: values.token ?? process.env.OPINA_TOKEN ?? keptToken() };
}

function parse() {
  const local = `http://localhost:${process.env.OPINA_PORT ?? 8787}`;
  const options = { url: { type: 'string', default: local }, token: { type: 'string' } } as const;
  try {
    return parseArgs({ options, allowPositionals: true });
  } catch (error) {
    throw new Failure(`${(error as Error).message.split('. ')[0]}: ${usage}`);
  }
}

function keptToken(): string {
  try {
    return readFileSync(join(process.env.OPINA_DIR ?? '.opina', 'token'), 'utf8').trim();
  } catch {
    throw new Failure('Give --token, set OPINA_TOKEN, or run npm start in this folder, which writes .opina/token.');
  }
}

async function reasonOf(answer: Response): Promise<string> {
  const problem = (await answer.json().catch(() => ({}))) as Partial<Problem>;
  return `The server answered ${answer.status}: ${problem.detail ?? answer.statusText}`;
}
