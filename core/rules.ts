/** The language that triggers and rules are written in, and whether a rule holds. */

/** UTF-16 units of a fact that a regular expression looks at: the longest for which the server knows it to be quick. */
const looksAt = 2000;

/** The moment a card waits for. */
export type Trigger<R = SurveyRule> =
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
  /** The page's address, with the fragment only where that is a route, its path alone, and where the visitor came from. */
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

/** Facts that are addresses: browsers write all but ASCII in them percent-encoded. */
export const addressFacts: readonly string[] = ['url', 'path', 'referrer'];

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

export type Rule<Part = Test> = Part | { all: Rule<Part>[] } | { any: Rule<Part>[] } | { not: Rule<Part> };

/** A rule of its site, by its name: it holds of whom that rule holds. */
export interface Named {
  segment: string;
}

/** A rule as surveys have it. */
export type SurveyRule = Rule<Test | Named>;

/** What a fact is found by: its name, or the kind it is of and the name it has there. */
export type Path = readonly string[];

/** What is the case, by fact; `undefined` where that cannot be known. */
export type See = (path: Path) => Value | undefined;

/** What every rule can be said by: all that widgets know of the language. */
export type SimpleRule =
  | { none: SimpleRule[] }
  | ({ fact: Path } & OneOf<Pick<Operands, 'matches' | 'above' | 'below'>>);

/** Text as it stands in an address. */
export const inAddress = (text: string) => text.replace(/[^!-~]+/gu, encodeURIComponent);

/** The same test, with text as it stands in the fact. A regular expression is as it is. */
export function asWritten(test: Test): Test {
  if (!addressFacts.includes(test.fact) || 'matches' in test) return test;
  const write = (operand: unknown): unknown => {
    if (Array.isArray(operand)) return operand.map(write);
    return typeof operand === 'string' ? inAddress(operand) : operand;
  };
  return Object.fromEntries(Object.entries(test).map(([name, operand]) => [name, write(operand)])) as unknown as Test;
}

const literal = (text: Value) => `${text}`.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Each operator on text as a regular expression that finds the same. */
const patterns = {
  is: (values: Value | Value[]) => `^(?:${[values].flat().map(literal).join('|')})$`,
  starts: (start: string) => `^${literal(start)}`,
  contains: (part: string) => literal(part),
  glob: (glob: string) => `^${glob.split('*').map(literal).join('.*')}$`,
};

/** Of whatever is known. */
export const anything = '^';

/** The same rule as widgets know it. */
export function simplify(rule: Rule): SimpleRule {
  if ('all' in rule) return none(rule.all.map((part) => none([simplify(part)])));
  if ('any' in rule) return none([{ none: rule.any.map(simplify) }]);
  if ('not' in rule) return none([simplify(rule.not)]);
  return simplifyTest(asWritten(rule));
}

function simplifyTest(test: Test): SimpleRule {
  const fact = pathOf(test.fact);
  if ('is' in test) return { fact, matches: patterns.is(test.is) };
  if ('starts' in test) return { fact, matches: patterns.starts(test.starts) };
  if ('contains' in test) return { fact, matches: patterns.contains(test.contains) || anything };
  if ('glob' in test) return { fact, matches: patterns.glob(test.glob) };
  if ('matches' in test) return { fact, matches: test.matches || anything };
  if ('above' in test) return { fact, above: test.above };
  if ('below' in test) return { fact, below: test.below };
  return test.known ? { fact, matches: anything } : none([{ fact, matches: anything }]);
}

/** None of them, where what is denied twice is said as it is. */
export function none(parts: SimpleRule[]): SimpleRule {
  const [only] = parts;
  const denied = parts.length === 1 && only && 'none' in only && only.none.length === 1 && only.none[0];
  return denied || { none: parts };
}

/** Where it is found. */
export function pathOf(fact: Fact): Path {
  const [kind = '', ...name] = fact.split('.');
  return name[0] === undefined ? [kind] : [kind, name.join('.')];
}

/** Whether a rule holds, as none does not. Of a fact that is not known every test fails. */
export function holds(rule: SimpleRule | undefined, see: See): boolean {
  const { none = [], fact, matches, above, below } = (rule ?? {}) as AnyRule;
  if (!fact) return !none.some((part) => holds(part, see));
  const seen = see(fact) as number;
  if (matches) return seen !== undefined && new RegExp(matches, 'u').test(`${seen}`.slice(0, looksAt));
  // JavaScript takes an empty text for 0.
  return `${seen}` !== '' && (seen > (above as number) || seen < (below as number));
}

/** What any rule may have; a value that is not there is neither above nor below anything. */
type AnyRule = { none?: SimpleRule[]; fact?: Path } & Partial<Pick<Operands, 'matches' | 'above' | 'below'>>;

/** The facts that a rule is about. */
export function factsOf(rule: Rule | SimpleRule): Fact[] {
  if ('none' in rule) return rule.none.flatMap(factsOf);
  if ('all' in rule) return rule.all.flatMap(factsOf);
  if ('any' in rule) return rule.any.flatMap(factsOf);
  return 'not' in rule ? factsOf(rule.not) : [nameOf(rule.fact)];
}

/** A fact as rules name it. */
export function nameOf(fact: Fact | Path): Fact {
  return (typeof fact === 'string' ? fact : fact.join('.')) as Fact;
}
