/** A pattern as a graph: its characters, which of them can follow which, and in how many ways (Glushkov's automaton). */

import { setsOf } from './characters.ts';
import { type Node, parse, Unsupported } from './syntax.ts';

/** Larger patterns are not looked into. */
const maxPlaces = 300;

/** A character of the pattern. Place 0 is the text before the match. */
export interface Place {
  set: bigint;
  /** Which places come next, each with the number of ways that lead there. */
  next: Map<number, number>;
  /** Whether the pattern has matched once this place is read, whatever else there is. */
  isDone: boolean;
}

export interface Loop {
  /** Where it stands in the pattern. */
  from: number;
  to: number;
  /** The first of its places, and the first behind it. */
  first: number;
  end: number;
  max: number;
}

export interface Graph {
  places: Place[];
  loops: Loop[];
  /** Whether it looks ahead somewhere. */
  isLooking: boolean;
}

/** How a part of the pattern is entered and left: places, each with the number of ways. */
interface Part {
  first: Map<number, number>;
  last: Map<number, number>;
  /** In how many ways it reads nothing. */
  empty: number;
  /** Places after which nothing has to hold up to the end of the part; and whether it may be empty like that. */
  done: number[];
  isDone: boolean;
}

const nothing = (): Part => ({ first: new Map(), last: new Map(), empty: 1, done: [], isDone: true });

/** Throws `Unsupported` where the pattern is too large, or has what cannot be told from a graph. */
export function graphOf(pattern: string): Graph {
  const setOf = setsOf(pattern);
  const places: Place[] = [{ set: 0n, next: new Map(), isDone: false }];
  const loops: Loop[] = [];
  let isLooking = false;

  function link(from: Part['last'], to: Part['first']) {
    for (const [place, ways] of from) {
      for (const [other, more] of to) add(places[place]?.next, other, ways * more);
    }
  }

  function character(source: string): Part {
    const place = places.push({ set: setOf(source), next: new Map(), isDone: false }) - 1;
    if (place > maxPlaces) throw new Unsupported('is too large: let it repeat less');
    return { first: new Map([[place, 1]]), last: new Map([[place, 1]]), empty: 0, done: [place], isDone: false };
  }

  function inSequence(one: Part, other: Part): Part {
    link(one.last, other.first);
    return {
      first: sum(one.first, other.first, one.empty),
      last: sum(other.last, one.last, other.empty),
      empty: one.empty * other.empty,
      done: [...other.done, ...(other.isDone ? one.done : [])],
      isDone: one.isDone && other.isDone,
    };
  }

  function repeated(node: Node & { kind: 'repeat' }): Part {
    const { part, min, max } = node;
    if (max === 0) return nothing();
    const isExact = part.kind === 'character' && min > 1;
    const copies = Array.from({ length: isExact ? min - 1 : 0 }, () => build(part)).reduce(inSequence, nothing());
    const first = places.length;
    const one = build(part);
    // An empty turn beyond the least is none (ECMA-262 §22.2.2.3.1).
    const last = { ...one, empty: min === 0 ? 1 : one.empty, isDone: min === 0 || one.isDone };
    // One turn stands for all of them, and after one that is not the last it is not done.
    if (min > 1 && !isExact) Object.assign(last, { done: [], isDone: false });
    if (max > 1 && !(isExact && max === min)) {
      link(one.last, one.first);
      // Which of the turns that have to be are the empty ones is a choice.
      if (min > 1 && one.empty > 0) link(one.last, one.first);
      loops.push({ from: node.from, to: node.to, first, end: places.length, max });
    }
    return inSequence(copies, last);
  }

  function build(node: Node): Part {
    if (node.kind === 'character') return character(node.source);
    if (node.kind === 'repeat') return repeated(node);
    if (node.kind === 'sequence') return node.parts.map(build).reduce(inSequence, nothing());
    if (node.kind === 'choice') return node.parts.map(build).reduce(either);
    if (node.part) isLooking = true;
    const look = node.part ? build(node.part) : nothing();
    finish(look.done);
    return { first: look.first, last: new Map(), empty: 1, done: [], isDone: false };
  }

  function finish(done: number[]) {
    for (const place of done) Object.assign(places[place] ?? {}, { isDone: true });
  }

  const tree = parse(pattern);
  const whole = build(tree);
  finish(whole.isDone ? [0, ...whole.done] : whole.done);
  link(new Map([[0, 1]]), whole.first);
  if (!isAnchored(tree)) {
    places[0] = {
      set: setOf('.') | setOf('\\n'),
      next: sum(places[0]?.next ?? new Map(), new Map([[0, 1]]), 1),
      isDone: false,
    };
    loops.push({ from: 0, to: 0, first: 0, end: 1, max: Number.POSITIVE_INFINITY });
  }
  return { places, loops, isLooking };
}

function either(one: Part, other: Part): Part {
  return {
    first: sum(one.first, other.first, 1),
    last: sum(one.last, other.last, 1),
    empty: one.empty + other.empty,
    done: [...one.done, ...other.done],
    isDone: one.isDone || other.isDone,
  };
}

function add(ways: Map<number, number> | undefined, place: number, more: number) {
  if (more > 0) ways?.set(place, (ways.get(place) ?? 0) + more);
}

function sum(one: Map<number, number>, other: Map<number, number>, times: number): Map<number, number> {
  const ways = new Map(one);
  for (const [place, more] of other) add(ways, place, more * times);
  return ways;
}

/** Whether it can match at the start of the text only. */
function isAnchored(node: Node): boolean {
  if (node.kind === 'assertion') return node.isBegin;
  if (node.kind === 'choice') return node.parts.every(isAnchored);
  if (node.kind === 'repeat') return node.min > 0 && isAnchored(node.part);
  if (node.kind === 'character') return false;
  const begin = node.parts.find((part) => part.kind !== 'assertion' || part.isBegin);
  return begin !== undefined && isAnchored(begin);
}
