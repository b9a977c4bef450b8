/**
 * In how many ways a pattern can read a text: exponentially many where a loop can read the same in two ways, and a power
 * of the text's length where one loop after another can. A. Weber and H. Seidl, On the degree of ambiguity of finite
 * automata (1991).
 */

import type { Walks } from './walks.ts';

/** A place whose loop reads some text in two ways: on both it goes on from one place, and comes to one place again. */
export function doubledIn({ looping, within, ways, canShare, size }: Walks): number | undefined {
  const seen = new Set<number>();
  const open: [number, number][] = [];
  /** Whether two ways meet again; those that part are left for later. */
  const meet = (ones: number[], others: number[]): boolean =>
    ones.some((one) =>
      others.some((other) => {
        if (!canShare(one, other)) return false;
        const key = Math.min(one, other) * size + Math.max(one, other);
        if (one !== other && !seen.has(key)) open.push([one, other]);
        seen.add(key);
        return one === other;
      }),
    );
  return looping.find((place) => {
    const next = within(place);
    if (next.some((other) => ways(place, other) > 1)) return true;
    for (const [at, one] of next.entries()) meet([one], next.slice(at + 1));
    for (let pair = open.pop(); pair; pair = open.pop()) {
      if (meet(within(pair[0]), within(pair[1]))) return true;
    }
    return false;
  });
}

/** The most places one after the other, each read once, that one character can be at: what each try may cost. */
export function longestRunIn({ looping, after, ways, shared }: Walks): number {
  const known = new Map<string, number>();
  function runFrom(place: number, before: bigint): number {
    const set = before & shared(place);
    if (set === 0n || ways(place, place)) return 0;
    const key = `${place} ${set}`;
    const run = known.get(key);
    if (run !== undefined) return run;
    // Around a loop it ends where it began.
    known.set(key, 0);
    const longest = 1 + Math.max(0, ...after(place).map((next) => runFrom(next, set)));
    known.set(key, longest);
    return longest;
  }
  const behind = looping.flatMap((place) => after(place).map((next) => runFrom(next, shared(next))));
  return Math.max(1, ...behind);
}

/**
 * In how many ways choices that begin alike can go on, at most. Whether a loop is begun or passed by is none of them:
 * that is a border of a chain.
 */
export function choicesIn({ after, looping, isWithin, ways, canShare, size }: Walks): number {
  const known = new Map<number, number>();
  const all = Array.from({ length: size }, (_, place) => place);
  function choicesFrom(place: number): number {
    const before = known.get(place);
    if (before !== undefined) return before;
    const most = all.filter((at) => at === place || isWithin(place, at)).map((at) => choicesAt(at));
    known.set(place, Math.max(...most));
    return Math.max(...most);
  }
  function choicesAt(place: number): number {
    const exits = after(place).filter((other) => !isWithin(place, other));
    const isAlike = (one: number, other: number) =>
      looping.includes(one) === looping.includes(other) && canShare(one, other);
    const alike = exits.map((exit) =>
      exits.filter((other) => isAlike(exit, other)).reduce((sum, other) => sum + ways(place, other), 0),
    );
    return Math.max(1, ...alike) * Math.max(1, ...exits.map(choicesFrom));
  }
  return choicesFrom(0);
}
