/** What visitors are going to do, and what is going to happen to them: the same again from the same seed. */

import fc from 'fast-check';
import { type FaultName, faults } from './faults.ts';

/** How a visitor leaves, once they have said everything. */
const leaves = ['sent', 'closed', 'elsewhere', 'dismissed'] as const;

/** One response. */
export interface Task {
  /** Its page's name, which is stored with it. */
  page: string;
  fault: FaultName;
  score: number;
  /** The score is changed to this one. */
  changedTo: number | undefined;
  comment: string | undefined;
  leaves: (typeof leaves)[number];
}

/** One person on one device, and what they answer there, a visit each. */
export interface VisitorPlan {
  /** Milliseconds that the clock of the device is ahead. */
  aheadMs: number;
  tasks: Task[];
}

const hourMs = 3_600_000;
/** Of ten devices eight have the time, one is an hour ahead, one two days behind. */
const clocks = [0, 0, 0, hourMs, 0, 0, 0, 0, -48 * hourMs, 0];
const visits = 5;

/** Every fault as often as every other, in any order. */
export function planVisitors(responses: number, seed: number): VisitorPlan[] {
  const score = fc.integer({ min: 0, max: 10 });
  const words = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 });
  const choices = fc.record({
    score,
    changedTo: fc.option(score, { nil: undefined, freq: 2 }),
    words: fc.option(words, { nil: undefined, freq: 3 }),
    leaves: fc.constantFrom(...leaves),
  });
  const names = Object.keys(faults) as FaultName[];
  const [order = []] = fc.sample(fc.shuffledSubarray(range(responses), { minLength: responses }), {
    seed,
    numRuns: 1,
  });
  const tasks = fc.sample(choices, { seed, numRuns: responses }).map(({ words, ...task }, index) => {
    const place = order[index] ?? index;
    // Every response can be told from every other by its page, and by its words if it has any.
    const comment = words === undefined ? undefined : `${index} ${words} ${index}`;
    return { ...task, page: `/v/${index}`, comment, fault: names[place % names.length] ?? 'none' };
  });
  return range(Math.ceil(responses / visits)).map((visitor) => ({
    aheadMs: clocks[visitor % clocks.length] ?? 0,
    tasks: tasks.slice(visitor * visits, (visitor + 1) * visits),
  }));
}

const range = (length: number) => Array.from({ length }, (_, index) => index);
