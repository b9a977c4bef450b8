/** How often a visitor was here: counted only where they agreed to be remembered. */

import type { Context } from './ui/parts.ts';

/** Random, what draws are made from; visits, and page views of all visits, where they may be counted. */
type Visits = [id: number, visits?: number, views?: number];

/** When the last page view was, in epoch milliseconds. */
type Seen = [id: number, visits: number, views: number, at: number];

/** A visit ends when so long no page was viewed. */
const pauseMs = 30 * 60_000;

/** Counts the page view, once the mode lets that be remembered. Who is here for the first time gets that id. */
export function countVisits(context: Context, newId: number): Visits {
  if (context._options.storage !== 'always') return [newId];
  const [[, seen] = []] = context._read<Seen>('visitor');
  let [id, visits, views, at] = seen?.[3] ? seen : [newId, 0, 0, 0];
  if (!context._isCounted) {
    context._isCounted = true;
    if (Date.now() - at > pauseMs) visits++;
    context._write('visitor', `[${[id, visits, ++views, Date.now()]}]`);
  }
  return [id, visits, views];
}
