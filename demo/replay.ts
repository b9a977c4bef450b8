/** `npm run replay`: sends the responses of a CSV file as browsers would, so that they can be counted, and recounted. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Source, Survey } from '../core/contract.ts';
import type { Results } from '../core/results.ts';
import { type Api, openApi } from './api.ts';
import { Failure, sentenceOf } from './failure.ts';
import { help } from './replay/help.ts';
import { timeOfRow } from './replay/ids.ts';
import { type Contents, checkHeader, inspect, type Reader, readRows } from './replay/inspect.ts';
import { openLedger, type Progress } from './replay/ledger.ts';
import { openMeter } from './replay/meter.ts';
import { type Options, optionsFrom } from './replay/options.ts';
import { placeOf } from './replay/place.ts';
import { contentLines, periodBackTo, progressLines, resultLines } from './replay/report.ts';
import { send } from './replay/send.ts';
import { originFor, pathOf, scaleFor, sourceFor } from './replay/target.ts';

/** Where `npm start` leaves what scripts need, and a replay keeps its place. */
const localDir = process.env.OPINA_DIR ?? '.opina';
const saveEvery = 500;

async function main() {
  const options = optionsFrom(process.argv.slice(2));
  if (options === 'help') return console.log(help);
  await checkHeader({ ...options, scale: 'nps' });
  const api = openApi({ opina: options.url, token: options.token ?? tokenAtHand() });
  const known = await api.get<Survey>(pathOf(options));
  const reader: Reader = { ...options, scale: scaleFor(options, known) };
  const contents = await inspect(reader);
  console.log(contentLines(contents).join('\n'));
  if (contents.valid === 0) throw new Failure('No row has a score on this scale: nothing was sent.');
  const origin = await originFor(api, options);
  const source = await sourceFor(api, options, { hash: contents.hash, scale: reader.scale });
  const progress = await sendAll({ options, reader, contents, source, origin });
  console.log(progressLines(progress).join('\n'));
  if (progress.done < contents.rows) throw new Failure('Stopped; the same command goes on from here.');
  console.log((await outcomeLines(api, { options, source, rows: contents.rows })).join('\n'));
  if (progress.stored + progress.known < contents.valid) process.exitCode = 1;
}

interface Plan {
  options: Options;
  reader: Reader;
  contents: Contents;
  source: Source;
  origin: string;
}

/** Keeps the place as it goes; when all is sent the place is forgotten, so that the next replay sends everything again. */
async function sendAll({ options, reader, contents, source, origin }: Plan): Promise<Progress> {
  const place = placeOf(options, source, join(localDir, 'replay'));
  const ledger = openLedger(place.read());
  const { progress } = ledger;
  if (progress.done > 0) console.error(`Going on after row ${progress.done}, which ${place.file} remembers.`);
  const meter = openMeter(contents.rows, progress.done);
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
  let saved = progress.done;
  const settle: typeof ledger.settle = (index, outcome) => {
    ledger.settle(index, outcome);
    meter.show(progress.done);
    if (progress.done - saved < saveEvery) return;
    place.write(progress);
    saved = progress.done;
  };
  try {
    const rows = readRows(reader, progress.done);
    const { rows: total } = contents;
    await send(rows, { door: { url: options.url, origin }, options, source, rows: total, settle, stop });
  } finally {
    meter.stop();
    if (progress.done < contents.rows) place.write(progress);
  }
  if (progress.done === contents.rows) place.remove();
  return progress;
}

async function outcomeLines(api: Api, { options, source, rows }: { options: Options; source: Source; rows: number }) {
  const period = periodBackTo(timeOfRow(source.endAt, { index: 0, rows }), Date.now());
  const results = await api.get<Results>(`${pathOf(options)}/results?period=${period}`);
  if (!results) throw new Failure(`The survey ${options.survey} is no longer there.`);
  return resultLines(results, { url: `${options.url}${pathOf(options, '/sites')}`, period });
}

function tokenAtHand() {
  const token = process.env.OPINA_TOKEN ?? readToken();
  if (token) return token;
  throw new Failure('Give --token, set OPINA_TOKEN, or run npm start in this folder, which writes .opina/token.');
}

function readToken() {
  try {
    return readFileSync(join(localDir, 'token'), 'utf8').trim();
  } catch {
    return undefined;
  }
}

main().catch((error) => {
  console.error(sentenceOf(error));
  process.exitCode = 1;
});
