/** Whether tests of one fact can be so together. Where it cannot be told they can. */

import { asWritten, type Fact, holds, type Operands, simplify, type Test, type Value } from './rules.ts';

/** A test that has to be true, or one that has to be false. */
export interface Literal {
  test: Test;
  isNegated: boolean;
}

/** Facts that every page has. */
const certain: readonly Fact[] = ['url', 'path', 'device'];

/** All that a fact can be. */
const values: { [Name in Fact]?: readonly Value[] } = {
  device: ['phone', 'tablet', 'desktop'],
  returning: [true, false],
  identified: [true, false],
  verified: [true, false],
};
const counts: readonly Fact[] = ['views', 'visits'];

/** From its scheme on, behind which no port stands. */
const whole = /^(?:[a-z][a-z\d+-]*(?::\D.*)?:?)?$/su;

/** How each address may begin, also where it is cut, and what is never in it. */
const addresses: { [Name in Fact]?: { start: RegExp; never: RegExp } } = {
  path: { start: /^(?:\/|$)/u, never: /[?#]/u },
  // As `pageAddressOf` has it, also where it is cut behind the `#`.
  url: { start: whole, never: /^[^#]*#(?!!?(?:\/|$))/u },
  referrer: { start: whole, never: /#/u },
};

export function isPossible(fact: Fact, given: Literal[]): boolean {
  const literals = given.map(({ test, isNegated }) => ({ test: asWritten(test), isNegated }));
  const isSo = (seen: Value | undefined) =>
    literals.every(({ test, isNegated }) => holds(simplify(test), () => seen) !== isNegated);
  if (!certain.includes(fact) && isSo(undefined)) return true;
  const candidates = values[fact] ?? namedBy(literals);
  if (candidates) return candidates.some((value) => isOfFact(fact, value) && isSo(value));
  if (operandsOf(literals, 'known').some((isKnown) => !isKnown)) return false;
  if (operandsOf(literals, 'known', true).some((isKnown) => isKnown)) return false;
  return counts.includes(fact) ? canCount(literals) : canBeText(fact, literals);
}

function isOfFact(fact: Fact, value: Value): boolean {
  const address = addresses[fact];
  if (address) return value !== '' && address.start.test(`${value}`) && !address.never.test(`${value}`);
  return !counts.includes(fact) || (Number.isInteger(Number(value)) && Number(value) >= 1);
}

/** What the tests of that name are by: those that have to be true, or those that have to be false. */
function operandsOf<Name extends keyof Operands>(literals: Literal[], name: Name, isNegated = false): Operands[Name][] {
  const tests = literals.filter((literal) => literal.isNegated === isNegated).map(({ test }) => test as object);
  return tests.flatMap((test) => (name in test ? [(test as Pick<Operands, Name>)[name]] : []));
}

/** The values that a test names, one of which it then has to be. */
function namedBy(literals: Literal[]): Value[] | undefined {
  const whole = operandsOf(literals, 'glob').filter((glob) => !glob.includes('*'));
  const [named] = [...operandsOf(literals, 'is'), ...whole];
  return named === undefined ? undefined : [named].flat();
}

/** Whether a whole number from 1 on is left. */
function canCount(literals: Literal[]): boolean {
  const above = operandsOf(literals, 'above').map((bound) => Math.floor(bound) + 1);
  const notBelow = operandsOf(literals, 'below', true).map(Math.ceil);
  const below = operandsOf(literals, 'below').map((bound) => Math.ceil(bound) - 1);
  const notAbove = operandsOf(literals, 'above', true).map(Math.floor);
  const excluded = new Set(operandsOf(literals, 'is', true).flat().map(String));
  let least = Math.max(1, ...above, ...notBelow);
  while (Number.isSafeInteger(least) && excluded.has(`${least}`)) least++;
  return least <= Math.min(...below, ...notAbove);
}

function canBeText(fact: Fact, literals: Literal[]): boolean {
  const globs = operandsOf(literals, 'glob').map((glob) => glob.split('*'));
  const starts = [...operandsOf(literals, 'starts'), ...globs.map(([first = '']) => first)];
  const address = addresses[fact];
  if (fact === 'path') starts.push('/');
  const ends = globs.map((parts) => parts.at(-1) ?? '');
  const start = longest(starts);
  const end = longest(ends);
  const parts = [start, end, ...operandsOf(literals, 'contains'), ...globs.flat()];
  return (
    !(address && (!address.start.test(start) || parts.some((part) => address.never.test(part)))) &&
    starts.every((one) => start.startsWith(one)) &&
    ends.every((one) => end.endsWith(one)) &&
    !operandsOf(literals, 'starts', true).some((one) => start.startsWith(one)) &&
    !operandsOf(literals, 'contains', true).some((one) => parts.some((part) => part.includes(one))) &&
    !(['glob', 'matches'] as const).some((name) => hasOpposites(literals, name)) &&
    canBeNumber(literals)
  );
}

const longest = (texts: string[]) => texts.reduce((one, other) => (other.length > one.length ? other : one), '');

function hasOpposites(literals: Literal[], name: 'glob' | 'matches'): boolean {
  const opposites = new Set(operandsOf(literals, name, true));
  return operandsOf(literals, name).some((operand) => opposites.has(operand));
}

/** Whether the bounds leave a number. What is not above a bound may be no number, unless it is on a side of another. */
function canBeNumber(literals: Literal[]): boolean {
  const [above, below] = [operandsOf(literals, 'above'), operandsOf(literals, 'below')];
  if (above.length + below.length === 0) return true;
  const least = Math.max(Number.NEGATIVE_INFINITY, ...operandsOf(literals, 'below', true));
  const most = Math.min(Number.POSITIVE_INFINITY, ...operandsOf(literals, 'above', true));
  const [over, under] = [Math.max(...above), Math.min(...below)];
  return over < under && over < most && least < under && least <= most;
}
