/** How often a visitor was here: counted only where they agreed to be remembered. */

import type { Memory } from './memory.ts';
import type { Options } from './options.ts';

export interface Visits {
  /** Random; what draws are made from. */
  id: string;
  visits: number;
  /** Page views of all visits. */
  views: number;
  /** Epoch milliseconds of the last page view. */
  at: number;
}

/** A visit ends when so long no page was viewed. */
const pauseMs = 30 * 60_000;

/** Counts a page view, once the mode lets that be remembered. */
export function createVisits(memory: Memory, options: () => Options) {
  let isCounted = false;
  return {
    newView() {
      isCounted = false;
    },
    read(): Visits | undefined {
      if (options().storage !== 'always') return undefined;
      const [[, seen] = []] = memory.read<Visits>('visitor');
      if (isCounted) return seen;
      isCounted = true;
      const at = Date.now();
      const before = seen ?? { id: `${Math.random()}`, visits: 0, views: 0, at: 0 };
      const visits = before.visits + Number(at - before.at > pauseMs);
      const now = { ...before, visits, views: before.views + 1, at };
      memory.write('visitor', now);
      return now;
    },
  };
}
