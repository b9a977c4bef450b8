/** Refusals are added up in memory, so that whoever provokes them makes nobody pay for a row each. */

import { waitUntil } from 'cloudflare:workers';
import { dayOf } from '../core/periods.ts';
import type { ProblemCode } from '../core/problems.ts';
import type { Database } from './env.ts';
import { addRefusals, type RefusalCount } from './store/refusals.ts';

/** An isolate writes no more often than this. */
const everyMs = 1000;
/** What begins after a request may go on for 30 seconds. */
const tries = 15;

const counts = new Map<string, RefusalCount>();
/** Until then somebody is going to write what is counted. */
let untilMs = 0;

/** Counts one more, to be written within a second or so by the request that is the first to be refused. */
export function countRefusal(db: Database, { site, reason }: { site: string; reason: ProblemCode }, now: number): void {
  add({ site, day: dayOf(now), reason, count: 1 });
  if (performance.now() < untilMs) return;
  untilMs = performance.now() + tries * everyMs * 2;
  waitUntil(write(db));
}

function add({ count, ...which }: RefusalCount): void {
  const key = JSON.stringify(which);
  counts.set(key, { ...which, count: count + (counts.get(key)?.count ?? 0) });
}

/** What cannot be written stays counted, and is written later. */
async function write(db: Database): Promise<void> {
  for (let left = tries; left > 0 && counts.size > 0; left--) {
    await new Promise((resolve) => setTimeout(resolve, everyMs));
    const taken = [...counts.values()];
    counts.clear();
    await addRefusals(db, taken).catch(() => taken.forEach(add));
  }
  untilMs = 0;
}
