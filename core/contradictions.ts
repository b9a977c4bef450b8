/** Why a rule can never be true, where that can be told from the rule alone. Refuses nothing that could be true. */

import { isPossible, type Literal } from './possible.ts';
import type { Fact, Operands, Rule } from './rules.ts';

/** More ways than this to make a rule true are not looked through: it may well be true. */
const maxWays = 64;

/** What has to be so together: one way to make a rule true. */
type Way = Literal[];

/**
 * The reason why a rule can never be true, to be read after its name; nothing where it may be. Its patterns have to be
 * regular expressions.
 */
export function contradictionOf(rule: Rule): string | undefined {
  const ways = waysOf(rule, false);
  if (!ways || ways.some(isOpen)) return undefined;
  const said = new Set(ways.map(conflictOf));
  return `can never be true: ${[...said].slice(0, 3).join(', and ') || 'there is nothing that any of it could be'}`;
}

/** The rule, or its opposite, as an `any` of `all` (disjunctive normal form); nothing where that would be too long. */
function waysOf(rule: Rule, isNegated: boolean): Way[] | undefined {
  if ('not' in rule) return waysOf(rule.not, !isNegated);
  if (!('all' in rule || 'any' in rule)) return [[{ test: rule, isNegated }]];
  const parts = ('all' in rule ? rule.all : rule.any).map((part) => waysOf(part, isNegated));
  // De Morgan: the opposite of `all` is any of the opposites.
  return 'all' in rule === isNegated ? anyOf(parts) : allOf(parts);
}

function anyOf(parts: (Way[] | undefined)[]): Way[] | undefined {
  const ways: Way[] = [];
  for (const part of parts) {
    if (!part || ways.length + part.length > maxWays) return undefined;
    ways.push(...part);
  }
  return ways;
}

/** Of a part that is too long nothing is asked: without it the rule is true more often, and never less. */
function allOf(parts: (Way[] | undefined)[]): Way[] {
  let ways: Way[] = [[]];
  for (const part of parts) {
    if (!part || ways.length * part.length > maxWays) continue;
    const longer = ways.flatMap((way) => part.map((more) => [...way, ...more]));
    const open = longer.filter(isOpen);
    // Where none is open all are kept, for what they say.
    ways = open.length > 0 ? open : longer;
  }
  return ways;
}

const factsOf = (way: Way) => [...new Set(way.map(({ test }) => test.fact))];
const about = (way: Way, fact: Fact) => way.filter(({ test }) => test.fact === fact);
const isOpen = (way: Way) => factsOf(way).every((fact) => isPossible(fact, about(way, fact)));

/** The fewest parts of a way that cannot be so together, in words. */
function conflictOf(way: Way): string {
  const fact = factsOf(way).find((fact) => !isPossible(fact, about(way, fact))) as Fact;
  const all = about(way, fact);
  const pairs = all.flatMap((one, at) => all.slice(at + 1).map((other) => [one, other]));
  const fewest = [...all.map((one) => [one]), ...pairs].find((some) => !isPossible(fact, some)) ?? all;
  return `no ${fact} ${fewest.map(wordsOf).join(' and ')}`;
}

/** Each operator and its opposite. */
const words: Record<keyof Operands, [is: string, isNot: string]> = {
  is: ['is', 'is not'],
  starts: ['begins with', 'does not begin with'],
  contains: ['contains', 'does not contain'],
  glob: ['fits', 'does not fit'],
  matches: ['matches', 'does not match'],
  above: ['is above', 'is not above'],
  below: ['is below', 'is not below'],
  known: ['is known', 'is not known'],
};

function wordsOf({ test, isNegated }: Literal): string {
  const { fact: _, ...operands } = test;
  const [[name, operand] = ['known' as const, true]] = Object.entries(operands) as [keyof Operands, unknown][];
  if (name === 'known') return words.known[operand === isNegated ? 1 : 0];
  const values = [operand].flat().map((value) => (typeof value === 'string' ? `“${value}”` : `${value}`));
  return `${words[name][isNegated ? 1 : 0]} ${values.join(' or ')}`;
}
