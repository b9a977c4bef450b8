/** Loops one after the other that can share a text: in as many ways as there are places for their borders. */

import type { Walks } from './walks.ts';

/**
 * After how many characters the text repeats itself that two loops, one after the other, can share in any proportion:
 * 1 where they read one character and so does what is between them, else that of the shortest such text.
 */
function periodOf(walks: Walks, one: number, other: number): number | undefined {
  if (canRun(walks, one, other)) return 1;
  const { after, reaches, within, shared, size } = walks;
  const seen = new Set<number>();
  /** Somewhere in the first loop, on the way from it to the second, and somewhere in the second; and the text so far. */
  let reached: [x: number, y: number, z: number, text: bigint[]][] = [[one, one, other, []]];
  while (reached.length > 0) {
    const next: typeof reached = [];
    for (const [x, y, z, text] of reached) {
      const way = after(y).filter((place) => place === other || reaches(place, other));
      for (const a of within(x)) {
        for (const b of way.filter((place) => shared(a, place))) {
          for (const c of within(z)) {
            const set = shared(a, b, c);
            const key = (a * size + b) * size + c;
            if (set === 0n || seen.has(key)) continue;
            if (a === one && b === other && c === other) return periodIn([...text, set]);
            seen.add(key);
            next.push([a, b, c, [...text, set]]);
          }
        }
      }
    }
    reached = next;
  }
  return undefined;
}

/** Whether one character again and again is enough. */
function canRun({ after, reaches, ways, shared }: Walks, one: number, other: number): boolean {
  if (!ways(one, one) || !ways(other, other)) return false;
  const seen = new Set<string>();
  const open: [place: number, set: bigint][] = [[one, shared(one, other)]];
  for (let at = open.pop(); at; at = open.pop()) {
    for (const place of after(at[0])) {
      const set = at[1] & shared(place);
      const key = `${place} ${set}`;
      if (set === 0n || seen.has(key)) continue;
      if (place === other) return true;
      seen.add(key);
      if (reaches(place, other)) open.push([place, set]);
    }
  }
  return false;
}

function periodIn(text: bigint[]): number {
  const repeats = (period: number) =>
    text.slice(0, period).every((_, start) => {
      const again = text.filter((_, at) => at % period === start);
      return again.reduce((set, one) => set & one, -1n) !== 0n;
    });
  return text.findIndex((_, at) => repeats(at + 1)) + 1;
}

/** The length of the texts that are thought of. */
const textLength = 2000;

/** Loops one after the other that share the same text. */
export interface Chain {
  loops: number[];
  /** How many of them have no bound that such a text would reach. */
  free: number;
  /** What the bounds of the others leave, less what the text asks of where one loop may give way to the next. */
  ways: number;
}

/** The steps that the hardest text takes: it is shared between the free loops in every way. */
export const stepsOf = ({ free, ways }: Chain) => ways * (textLength / Math.max(1, free)) ** free;

/** The chain behind the start that takes the most steps. */
export function chainIn(walks: Walks): Chain {
  const { looping, reaches, isWithin, loops } = walks;
  const turns = (place: number) =>
    loops.filter(({ first, end }) => place >= first && place < end).reduce((product, { max }) => product * max, 1);
  const isFree = (place: number) => looping.includes(place) && turns(place) >= textLength;
  const boundOf = (place: number) => (looping.includes(place) && !isFree(place) ? turns(place) : 1);
  const alone = (place: number) => ({ loops: [place], free: isFree(place) ? 1 : 0, ways: boundOf(place) });

  function linked(one: number, other: number, rest: Chain): Chain | undefined {
    const period = looping.includes(one) && rest.loops[0] === other ? periodOf(walks, one, other) : undefined;
    if (period === undefined) return undefined;
    const { loops, free, ways } = alone(one);
    const less = isFree(one) && isFree(other) ? period : 1;
    return { loops: [...loops, ...rest.loops], free: free + rest.free, ways: (ways * rest.ways) / less };
  }
  const known = new Map<number, Chain[]>();
  /** The best that begins in the place itself, and the best of all behind it. */
  function chainsFrom(place: number): Chain[] {
    const before = known.get(place);
    if (before) return before;
    let [own, best] = [alone(place), alone(place)];
    for (const other of looping) {
      if (!reaches(place, other) || isWithin(place, other)) continue;
      const [rest = own, further = own] = chainsFrom(other);
      const chain = linked(place, other, rest);
      if (chain && stepsOf(chain) > stepsOf(own)) own = chain;
      for (const one of [further, own]) if (stepsOf(one) > stepsOf(best)) best = one;
    }
    known.set(place, [own, best]);
    return [own, best];
  }
  return chainsFrom(0)[1] ?? alone(0);
}
