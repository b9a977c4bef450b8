/** The language that triggers and rules are written in, and whether a rule holds. */

/** UTF-16 units of a fact that a regular expression looks at: the longest for which the server knows it to be quick. */
const looksAt = 2000;

/** The moment a card waits for. */
export type Trigger<R = Rule> =
  /** A page view, also one without a load in a single-page application. */
  | { on: 'load' }
  /** So many seconds on the page. */
  | { on: 'time'; seconds: number }
  /** So much of the page's height has been scrolled past, 1…100. */
  | { on: 'scroll'; percent: number }
  /** The visitor is about to leave, or comes back after a while. */
  | { on: 'leave' }
  /** A click on what matches the CSS selector. */
  | { on: 'click'; selector: string }
  /** What matches the CSS selector comes into view. */
  | { on: 'see'; selector: string }
  /** `track` was called with this event; what it was called with can be asked for in `where`, as `event.NAME`. */
  | { on: 'event'; event: string; where?: R };

export type Value = string | number | boolean;

/** Facts there is one of. */
export const facts = [
  /** The page's address without its fragment, its path alone, and where the visitor came from. */
  'url',
  'path',
  'referrer',
  /** BCP 47 tag: that of the option, of the page or of the browser. */
  'language',
  /** `phone`, `tablet` or `desktop`. */
  'device',
  /** Page views and visits of this visitor, this one included, and whether it is not the first: where they may be counted. */
  'views',
  'visits',
  'returning',
  /** Whether `identify` was called, and whether with a proof. */
  'identified',
  'verified',
] as const;

/** Facts by a name of their own: a parameter of the address, a trait given to `identify`, a property of the event. */
export const namedFacts = ['query', 'trait', 'event'] as const;

export type Fact = (typeof facts)[number] | `${(typeof namedFacts)[number]}.${string}`;

/** Facts that are only known where the device may remember a visitor before they act. */
export const rememberedFacts: readonly string[] = ['views', 'visits', 'returning'];

/** What a fact is tested by. */
export interface Operands {
  /** Equal, as text, to the value or to one of several. */
  is: Value | Value[];
  starts: string;
  contains: string;
  /** The whole text, where `*` stands for any characters. */
  glob: string;
  /** A regular expression, with the flag `u`, that is found in the text. */
  matches: string;
  above: number;
  below: number;
  /** Whether there is such a fact. */
  known: boolean;
}

type OneOf<T> = { [Name in keyof T]: { [Only in Name]: T[Only] } }[keyof T];

/** One fact and one operator. */
export type Test = { fact: Fact } & OneOf<Operands>;

export type Rule = Test | { all: Rule[] } | { any: Rule[] } | { not: Rule };

/** What is the case, by fact; `undefined` where that cannot be known. */
export type See = (fact: Fact) => Value | undefined;

/** The part of the language that widgets know. */
export type SimpleRule =
  | ({ fact: Fact } & OneOf<Pick<Operands, 'matches' | 'above' | 'below' | 'known'>>)
  | { all: SimpleRule[] }
  | { any: SimpleRule[] }
  | { not: SimpleRule };

const literal = (text: Value) => `${text}`.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');

/** Each operator on text as a regular expression that finds the same. */
const patterns = {
  is: (values: Value | Value[]) => `^(?:${[values].flat().map(literal).join('|')})$`,
  starts: (start: string) => `^${literal(start)}`,
  contains: (part: string) => literal(part),
  glob: (glob: string) => `^${glob.split('*').map(literal).join('.*')}$`,
};

/** The same rule as widgets know it. */
export function simplify(rule: Rule): SimpleRule {
  if ('all' in rule) return { all: rule.all.map(simplify) };
  if ('any' in rule) return { any: rule.any.map(simplify) };
  if ('not' in rule) return { not: simplify(rule.not) };
  const { fact } = rule;
  if ('is' in rule) return { fact, matches: patterns.is(rule.is) };
  if ('starts' in rule) return { fact, matches: patterns.starts(rule.starts) };
  if ('contains' in rule) return { fact, matches: patterns.contains(rule.contains) };
  if ('glob' in rule) return { fact, matches: patterns.glob(rule.glob) };
  return rule;
}

/** Whether a rule holds. Of a fact that is not known every test fails but `known: false`. */
export function holds(rule: SimpleRule, see: See): boolean {
  const isTrue = (part: SimpleRule) => holds(part, see);
  if ('all' in rule) return rule.all.every(isTrue);
  if ('any' in rule) return rule.any.some(isTrue);
  if ('not' in rule) return !isTrue(rule.not);
  const seen = see(rule.fact);
  if ('known' in rule) return rule.known === (seen !== undefined);
  if (seen === undefined) return false;
  if ('matches' in rule) return new RegExp(rule.matches, 'u').test(`${seen}`.slice(0, looksAt));
  return 'above' in rule ? Number(seen) > rule.above : Number(seen) < rule.below;
}

/** The facts that a rule is about. */
export function factsOf(rule: Rule | SimpleRule): Fact[] {
  if ('all' in rule) return rule.all.flatMap(factsOf);
  if ('any' in rule) return rule.any.flatMap(factsOf);
  return 'not' in rule ? factsOf(rule.not) : [rule.fact];
}
