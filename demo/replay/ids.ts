import { createHash } from 'node:crypto';
import type { Source } from '../../core/contract.ts';
import { makeId } from '../../core/id.ts';
import { dayMs } from '../../core/periods.ts';

/** The id of a row: its time follows from its place in the file, the rest from the file, so it is always the same. */
export function idOf({ hash, endAt }: Source, { index, rows }: { index: number; rows: number }): string {
  const random = createHash('sha256').update(`${hash} ${index} ${endAt}`).digest();
  return makeId(timeOfRow(endAt, { index, rows }), random.subarray(0, 10));
}

/** Epoch milliseconds of a row, the last one's being `endAt`: a millisecond apart, or evenly over the days. */
export function timeOfRow(endAt: number, { index, rows }: { index: number; rows: number }): number {
  const days = daysOf(endAt);
  const step = days > 0 ? (days * dayMs) / rows : 1;
  return endAt - Math.floor((rows - 1 - index) * step);
}

/** The end of a new timeline, a second or two before now. Its milliseconds are the days it spreads over, 0…365. */
export function endAtOf(now: number, days: number): number {
  return (Math.floor(now / 1000) - 2) * 1000 + days;
}

/** The days a timeline spreads over; 0 when all of it is one moment. */
export function daysOf(endAt: number): number {
  return endAt % 1000;
}
