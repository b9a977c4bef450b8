/** Places in lists that are sorted from the newest id to the oldest, and for the same id by survey. */

import { firstIdAt } from '../../core/id.ts';

/** Where a response stands. */
export interface Position {
  id: string;
  survey: string;
}

/** Where a page ends: before what comes at or after `id` for each survey up to `survey`, after it for the others. */
export interface Cursor {
  /** An id, or the start of one. */
  id: string;
  survey?: string;
}

/** Sorts after every id that is made before the year 2248. */
export const endOfTime = firstIdAt(2 ** 43 - 1);

const timeLength = endOfTime.length;

export function compare(a: Position, b: Position): number {
  if (a.id !== b.id) return a.id > b.id ? -1 : 1;
  return a.survey < b.survey ? -1 : Number(a.survey > b.survey);
}

/**
 * The cursor between two neighbours: as much of the newer id as tells it from the older one, since ids are not shown
 * whole. Only where someone made ids that hardly differ is it more than a short id.
 */
export function between(newer: Position, older: Position): Cursor {
  if (newer.id === older.id) return { id: newer.id, survey: newer.survey };
  let length = timeLength;
  while (newer.id.slice(0, length) <= older.id) length += 1;
  return { id: newer.id.slice(0, length) };
}

/** The bound below which the ids of a survey lie that come after a cursor. */
export function boundOf({ id, survey }: Cursor, of: string): string {
  return survey !== undefined && of > survey ? justAfter(id) : id;
}

/** The least bound that lets an id in: a space sorts before everything that an id may go on with. */
export const justAfter = (id: string) => `${id} `;

const cursorPattern = /^([0-9a-f]{8}-[0-9a-f]{4}[0-9a-f-]{0,23})(?:\.([a-z0-9-]{1,40}))?$/u;

export function writeCursor({ id, survey }: Cursor): string {
  return survey === undefined ? id : `${id}.${survey}`;
}

/** Reads what `writeCursor` wrote; nothing where it cannot have. */
export function readCursor(text: string): Cursor | undefined {
  const [, id, survey] = text.match(cursorPattern) ?? [];
  if (id === undefined) return undefined;
  return survey === undefined ? { id } : { id, survey };
}
