/** A page of a list: many ranges merged, however rare what is wanted is, within a fixed number of rows. */

import { timeOf } from '../../core/id.ts';
import type { Database } from '../env.ts';
import type { ItemRow } from './items.ts';
import { between, boundOf, type Cursor, compare, endOfTime, justAfter, type Position } from './positions.ts';
import { type Bounds, type Entry, type Reader, readItems } from './ranges.ts';

/** Rows that an answer may cost, with some to spare for the session and the site. */
const mostRead = 1950;
/** Rows that it may cost after so many surveys were read that none would be left. */
const leastRead = 400;
/** Items of so few entries come along; of more they are read when it is known which are shown. */
const fewEntries = 60;

interface Wanted {
  site: string;
  /** The surveys, or one name for all where a search reads them as one range. */
  ranges: readonly string[];
  reader: Reader;
  /** Rows that an entry costs. */
  rowsEach: 1 | 2;
  /** The first id, or the start of it. */
  from: string;
  /** The first id that is too late. */
  before?: string | undefined;
  cursor?: Cursor | undefined;
  limit: number;
  /** Rows that were read before. */
  spent: number;
}

/** A response of a page, and the columns of it. */
export interface Listed extends Position {
  item: ItemRow;
}

interface Page {
  items: Listed[];
  /** Where to go on; none at the end. */
  cursor?: Cursor;
  rowsRead: number;
}

/** A range as far as it was read: `cut` is its last entry, which is read again, and none where it was read to its end. */
interface Range extends Bounds {
  cut?: Entry;
}

/**
 * Reads on until the page is full or the rows are spent. What was read is complete down to the newest of the ends of
 * the ranges that were cut: there the page ends.
 */
export async function readPage(db: Database, wanted: Wanted): Promise<Page> {
  const { ranges, limit, spent } = wanted;
  const room = Math.max(mostRead - spent, leastRead) - 2 * limit;
  let open = ranges.map((survey) => startOf(survey, wanted));
  const seen: Entry[] = [];
  let rowsRead = 0;
  let due = open;
  for (let count = 1 + Math.ceil((2 * (limit + 1)) / (ranges.length + 1)); ; count *= 4) {
    const left = (room - rowsRead) / wanted.rowsEach;
    // Several at once may be of very different density: what is read too far of the sparse ones is missed by the dense.
    const parts = due.length > 1 && rowsRead > 0 ? 4 : 1;
    const share = Math.floor(left / due.length / parts) - 2;
    const taken = Math.min(count, share);
    if (taken < 2) break;
    const read = await wanted.reader(due, { count: taken, isBare: taken > fewEntries });
    rowsRead += read.rowsRead;
    for (const [at, range] of due.entries()) passOn(range, read.chunks[at] ?? [], { seen, taken });
    open = open.filter(({ cut }) => cut);
    seen.sort(compare);
    due = dueNext(open, seen);
    if (due.length === 0 || wantedOf(seen, open).length > limit) break;
  }
  return finish(db, wanted, { seen, open, rowsRead });
}

function startOf(survey: string, { from, before = endOfTime, cursor }: Wanted): Range {
  const bound = cursor ? boundOf(cursor, survey) : endOfTime;
  return { survey, from, before: bound < before ? bound : before };
}

/** Takes what was read of a range, and notes where it goes on. */
function passOn(range: Range, chunk: Entry[], { seen, taken }: { seen: Entry[]; taken: number }): void {
  delete range.cut;
  const last = chunk.at(-1);
  if (last && chunk.length === taken) {
    range.cut = last;
    range.before = justAfter(last.id);
    chunk.pop();
  }
  seen.push(...chunk);
}

/** The newest end of a range that was cut: nothing older is complete. */
const horizonOf = (open: Range[]) => open.flatMap(({ cut }) => cut ?? []).sort(compare)[0];

/** The ranges to read on in: those that end within four times as long as was looked through, so that few are read in vain. */
function dueNext(open: Range[], seen: Entry[]): Range[] {
  const horizon = horizonOf(open);
  if (!horizon) return [];
  const reached = timeOf(horizon.id);
  const reach = reached - 3 * (timeOf((seen[0] ?? horizon).id) - reached);
  return open.filter(({ cut }) => cut && timeOf(cut.id) >= reach);
}

/** Entries that are wanted and complete. */
function wantedOf(seen: Entry[], open: Range[]): Entry[] {
  const horizon = horizonOf(open);
  return seen.filter((entry) => entry.item && (!horizon || compare(entry, horizon) < 0));
}

interface Read {
  seen: Entry[];
  open: Range[];
  rowsRead: number;
}

async function finish(db: Database, { site, limit }: Wanted, { seen, open, rowsRead }: Read): Promise<Page> {
  const shown = wantedOf(seen, open).slice(0, limit);
  const bare = shown.filter(({ item }) => item === true);
  const fetched = bare.length > 0 ? await readItems(db, site, bare) : { items: [], rowsRead: 0 };
  const along = shown.flatMap(({ id, survey, item }) => (item && item !== true ? [{ id, survey, item }] : []));
  const items = [...along, ...fetched.items].sort(compare);
  const cursor = cursorAfter(shown.length === limit ? shown.at(-1) : undefined, { seen, horizon: horizonOf(open) });
  return { items, ...(cursor && { cursor }), rowsRead: rowsRead + fetched.rowsRead };
}

/** Right after the last one shown of a full page, else at the horizon; none where everything was shown or looked at. */
function cursorAfter(last: Entry | undefined, { seen, horizon }: { seen: Entry[]; horizon: Entry | undefined }) {
  const known = [...seen, ...(horizon ? [horizon] : [])].sort(compare);
  const next = last ? known[known.indexOf(last) + 1] : horizon;
  const before = next && known[known.indexOf(next) - 1];
  return next && before && between(before, next);
}
