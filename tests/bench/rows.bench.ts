/** Rows that D1 reads and writes for what visitors do: the bill. */

import { afterAll, beforeAll, expect, it } from 'vitest';
import { foldIfDue } from '../../worker/store/fold.ts';
import { putResponse } from '../../worker/store/responses.ts';
import { putView } from '../../worker/store/views.ts';
import { idAt } from '../ingest/ids.ts';
import { openSite, readRows, type Site, site } from '../ingest/site.ts';
import { metered } from '../worker/metered.ts';
import { type Bill, billOf, type Rows, responsesADay } from './costs.ts';
import { rounded } from './median.ts';
import { keepResults } from './results.ts';

const count = 5000;
const bars = { response: 1.1, view: 1, comment: 2, cells: 30 };

let opened: Site;
beforeAll(async () => {
  opened = await openSite();
});
afterAll(() => opened.close());

const pages = ['/', '/plant', '/checkout', '/thanks', '/help'];
const devices = ['phone', 'tablet', 'desktop'] as const;
const facetsOf = (at: number) =>
  ({ page: pages[at % 5] ?? '/', device: devices[at % 3] ?? 'phone', channel: at % 7 ? 'web' : 'email' }) as const;

interface Given {
  survey: string;
  comment?: string;
}

/** So many at a time. */
const atOnce = 50;

async function forEach(run: (at: number) => Promise<unknown>): Promise<void> {
  for (let from = 0; from < count; from += atOnce) {
    await Promise.all(Array.from({ length: atOnce }, (_, at) => run(from + at)));
  }
}

/** Responses of one day, one in a hundred of them an hour late, and a fold whenever one is due. */
async function respond(db: ReturnType<typeof metered>, { survey, ...more }: Given): Promise<void> {
  const begun = Date.now() - 2 * 3_600_000;
  await forEach(async (at) => {
    const time = begun + at * 100 - (at % 100 === 99 ? 3_600_000 : 0);
    const response = { site, survey, id: idAt(time), rev: 1, score: at % 11, ...facetsOf(at), ...more };
    await putResponse(db, response, Date.now());
    if (at % 200 === 199) await foldIfDue(db, { site, survey });
  });
}

async function costOf(run: (db: ReturnType<typeof metered>) => Promise<void>): Promise<Rows> {
  const db = metered(opened.db);
  await run(db);
  return { written: db.rowsWritten / count, read: db.rowsRead / count };
}

it('a response is one row and a tenth at most, a view one, and a comment at most two to be found by', async () => {
  const response = await costOf((db) => respond(db, { survey: 'silent' }));
  const commented = await costOf((db) => respond(db, { survey: 'said', comment: 'Some words about what was good' }));
  const ids = Array.from({ length: count }, () => idAt(Date.now()));
  const viewAt = (at: number) => ({ site, survey: 'seen', id: ids[at] ?? '', ...facetsOf(at) });
  const view = await costOf((db) => forEach(async (at) => putView(db, { ...viewAt(at), dismissed: false })));
  const dismissal = await costOf((db) => forEach(async (at) => putView(db, { ...viewAt(at), dismissed: true })));
  const fold = await costOf(async (db) => void (await foldIfDue(db, { site, survey: 'seen' })));
  const comment = { written: commented.written - response.written, read: Math.max(0, commented.read - response.read) };
  const rows = { response, view, dismissal, fold, comment };
  const cells = (await readRows(opened, `SELECT day FROM tally WHERE survey = 'silent'`)).length;

  const bills: Record<string, Bill> = { direct: billOf(rows, 'direct'), grouped: billOf(rows, 'grouped') };
  const free = { script: responsesADay(rows, 'script'), static: responsesADay(rows, 'static') };
  console.table(rows);
  console.log('A million responses on Cloudflare, in dollars:');
  console.table(bills);
  console.log('Responses a day on the Free plan:');
  console.table(free);
  keepResults('rows', { count, bars, cells, rows: roundedRows(rows), bills, free });

  expect(cells).toBeLessThanOrEqual(bars.cells);
  expect(response.written).toBeLessThanOrEqual(bars.response);
  expect(view.written).toBeLessThanOrEqual(bars.view);
  expect(comment.written).toBeLessThanOrEqual(bars.comment);
});

const roundedRows = (rows: Record<string, Rows>) =>
  Object.fromEntries(
    Object.entries(rows).map(([name, { written, read }]) => [
      name,
      { written: rounded(written, 4), read: rounded(read) },
    ]),
  );
