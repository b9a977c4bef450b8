/** Where one can get to in the graph of a pattern. */

import type { Graph } from './graph.ts';
import { Unsupported } from './syntax.ts';

/** How far a pattern is looked into. */
const maxLooks = 20_000;

export type Walks = ReturnType<typeof walksOf>;

export function walksOf({ places: all, loops }: Graph) {
  const places = withoutEnds(all);
  const nextOf = places.map(({ next }) => [...next.keys()]);
  const reached = reachOf(nextOf);
  const reaches = (place: number, other: number) => (((reached[place] ?? 0n) >> BigInt(other)) & 1n) === 1n;
  /** Whether the two are in one loop. */
  const isWithin = (place: number, other: number) => reaches(place, other) && reaches(other, place);
  const after = (place: number) => nextOf[place] ?? [];
  let looks = 0;
  /** The characters that can be at all of them. Throws where that was asked too often. */
  function shared(...some: number[]): bigint {
    if (++looks > maxLooks) throw new Unsupported('is too large: let it repeat less');
    return some.reduce((set, place) => set & (places[place]?.set ?? 0n), -1n);
  }
  return {
    loops,
    after,
    reaches,
    isWithin,
    size: places.length,
    /** The places that one can come back to. */
    looping: places.flatMap((_, place) => (isWithin(place, place) ? [place] : [])),
    /** What comes next without leaving the loop. */
    within: (place: number) => after(place).filter((other) => isWithin(place, other)),
    ways: (place: number, other: number) => places[place]?.next.get(other) ?? 0,
    shared,
    canShare: (...some: number[]) => shared(...some) !== 0n,
  };
}

/** Without the places from which on the pattern has matched, whatever comes: nothing is tried again after them. */
function withoutEnds(places: Graph['places']): Graph['places'] {
  const ends = new Set(places.flatMap(({ isDone }, place) => (isDone ? [place] : [])));
  for (let before = -1; before !== ends.size; ) {
    before = ends.size;
    for (const end of ends) {
      if ([...(places[end]?.next.keys() ?? [])].some((next) => !ends.has(next))) ends.delete(end);
    }
  }
  return places.map((place) => ({ ...place, next: new Map([...place.next].filter(([next]) => !ends.has(next))) }));
}

/** For each place those that can be reached from it, a bit each (Warshall's algorithm). */
function reachOf(nextOf: number[][]): bigint[] {
  const reach = nextOf.map((next) => next.reduce((bits, place) => bits | (1n << BigInt(place)), 0n));
  for (const via of reach.keys()) {
    const bit = 1n << BigInt(via);
    for (const [place, bits] of reach.entries()) if (bits & bit) reach[place] = bits | (reach[via] ?? 0n);
  }
  return reach;
}
