/** Which regular expressions are none, and which can take too long: JavaScript tries one way to read a text after another. */

import { choicesIn, doubledIn, longestRunIn } from './ambiguity.ts';
import { chainIn, stepsOf } from './chains.ts';
import { type Graph, graphOf } from './graph.ts';
import { Unsupported } from './syntax.ts';
import { walksOf } from './walks.ts';

/** What the hardest text of 2,000 characters may take: some thirty milliseconds, and twice two loops that share it. */
const maxSteps = 2e6;

/** A look ahead keeps what engines need to come back to, which takes this many steps. */
const lookSteps = 4;

/**
 * The reason why a pattern is refused, to be read after its name; nothing where it is fine. The flag is `u`. Refused is
 * also what cannot be told, and what not every browser can read.
 */
export function faultOf(pattern: string): string | undefined {
  try {
    new RegExp(pattern, 'u');
  } catch (error) {
    return `is not a regular expression: ${String((error as Error).message).replace(/^.*: /su, '')}`;
  }
  try {
    return slownessOf(pattern);
  } catch (error) {
    if (error instanceof Unsupported) return error.message;
    throw error;
  }
}

function slownessOf(pattern: string): string | undefined {
  const graph = graphOf(pattern);
  const walks = walksOf(graph);
  const said = (place: number) => {
    const around = loopAround(
      graph,
      walks.looping.filter((other) => walks.isWithin(place, other)),
    );
    return around && place > 0 ? `“${pattern.slice(around.from, around.to)}”` : 'a start anywhere';
  };
  const doubled = doubledIn(walks);
  if (doubled !== undefined) return `can take for ever: ${said(doubled)} can read the same in more than one way`;
  const choices = choicesIn(walks);
  if (choices * 1000 > maxSteps) return 'can take too long: too many of its choices begin alike';
  const chain = chainIn(walks);
  const each = choices * longestRunIn(walks) * (graph.isLooking ? lookSteps : 1);
  if (each * stepsOf(chain) <= maxSteps) return undefined;
  if (chain.loops.length === 1) return 'can take too long: it can be tried in too many ways';
  const hint = 'a ^ at the start, or [^/] in place of a dot, leaves fewer';
  return `can take too long: ${chain.loops.map(said).join(', ')} can share the same text in too many ways; ${hint}`;
}

/** The smallest loop around all of these places. */
function loopAround({ loops }: Graph, places: number[]) {
  const around = loops.filter(({ first, end }) => places.every((place) => place >= first && place < end));
  return around.toSorted((one, other) => one.end - one.first - (other.end - other.first))[0];
}
