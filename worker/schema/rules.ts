/** Triggers and rules, checked. Each schema is chosen by what is there: a union would not say what is wrong inside. */

import * as v from 'valibot';
import { limits } from '../../core/contract.ts';
import { contradictionOf } from '../../core/contradictions.ts';
import { faultOf } from '../../core/patterns/patterns.ts';
import {
  addressFacts,
  type Fact,
  facts,
  factsOf,
  inAddress,
  type Named,
  namedFacts,
  type Rule,
  type Test,
  type Trigger,
} from '../../core/rules.ts';
import { expand } from '../../core/segments.ts';
import { exactly, flag, isObject, label, listOf, number, slug, text, whole } from './fields.ts';
import { selector } from './selector.ts';

const operand = v.pipe(text(limits.operand), v.minLength(1, 'must not be empty'));
const pattern = v.pipe(
  operand,
  v.rawCheck(({ dataset, addIssue }) => {
    const message = dataset.typed && faultOf(dataset.value);
    if (message) addIssue({ message });
  }),
);
const addressPattern = v.pipe(
  pattern,
  v.check(
    (value) => inAddress(value) === value,
    ({ input }) => {
      const [strange = ''] = input.match(/[^!-~]/u) ?? [];
      return `must be as browsers write addresses, with “${inAddress(strange)}” in place of “${strange}”`;
    },
  ),
);
const glob = v.pipe(
  operand,
  v.check((value) => value.split('*').length - 1 <= limits.stars, `must not have more than ${limits.stars} *`),
);

const oneOrSome = <T extends v.GenericSchema>(value: T) =>
  v.lazy((input) => (Array.isArray(input) ? listOf(value, limits.values) : value));

const value = v.lazy((input) => {
  if (typeof input === 'string') return text(limits.operand);
  if (typeof input === 'number') return number;
  return v.boolean('must be text, a number, true or false');
});

const ofText = { starts: operand, contains: operand, glob, matches: pattern };
const ofNumbers = { above: number, below: number };

/** What each kind of fact may be tested by. What a site names itself may be anything. */
const operatorsOf = {
  truth: { is: flag, known: flag },
  number: { is: oneOrSome(number), ...ofNumbers, known: flag },
  text: { is: oneOrSome(text(limits.operand)), ...ofText, known: flag },
  address: { is: oneOrSome(text(limits.operand)), ...ofText, matches: addressPattern, known: flag },
  any: { is: oneOrSome(value), ...ofText, ...ofNumbers, known: flag },
} satisfies Record<string, v.ObjectEntries>;

const kinds: Record<string, keyof typeof operatorsOf> = {
  ...Object.fromEntries(facts.map((fact) => [fact, addressFacts.includes(fact) ? 'address' : 'text'])),
  ...{ views: 'number', visits: 'number', returning: 'truth', identified: 'truth', verified: 'truth' },
};

const namedFact = new RegExp(`^(?:${namedFacts.join('|')})\\.[^\\s\\0].{0,${limits.name - 1}}$`, 'su');
const isFact = (input: unknown) =>
  typeof input === 'string' &&
  (facts.some((fact) => fact === input) || (namedFact.test(input) && input.isWellFormed() && !input.includes('\0')));
const isOfEvent = (input: unknown) => typeof input === 'string' && input.startsWith('event.');

const names = [...facts, ...namedFacts.map((name) => `${name}.NAME`)].join(', ');
const known = v.custom<Fact>(isFact, `must be one of ${names}`);
const knownAnywhere = v.pipe(
  known,
  v.check((fact) => !isOfEvent(fact), 'is only known in the where of an event'),
);

/** The schema of a part that combines nothing, by what is there. */
type PartSchema<Part> = (rule: Record<string, unknown>) => v.GenericSchema<unknown, Part>;

const testOf =
  (fact: v.GenericSchema<unknown, Fact>): PartSchema<Test> =>
  ({ fact: name }) => {
    const operators = operatorsOf[(typeof name === 'string' && Object.hasOwn(kinds, name) && kinds[name]) || 'any'];
    const list = Object.keys(operators).join(', ');
    const entries = Object.fromEntries(Object.entries(operators).map(([name, of]) => [name, v.exactOptional(of)]));
    const schema = v.pipe(
      exactly({ fact, ...entries }, `is none of the tests of this fact: ${list}`),
      v.check((test) => Object.keys(test).length === 2, `must have one of ${list}, and no more than one`),
    );
    return testedBy(schema);
  };

/** What passes has a fact and one operator of its type, which the entries cannot say. */
const testedBy = (schema: v.GenericSchema<unknown, { fact: Fact }>) => schema as v.GenericSchema<unknown, Test>;

const namesSegment = (rule: Record<string, unknown>) => Object.hasOwn(rule, 'segment');
const named = exactly({ segment: slug });
const notNested = v.custom<never>(() => false, 'must be a test: a segment is not made of others');

function ruleAt<Part>(depth: number, partOf: PartSchema<Part>): v.GenericSchema<unknown, Rule<Part>> {
  return v.lazy((input): v.GenericSchema<unknown, Rule<Part>> => {
    const rule = isObject(input) ? input : {};
    const combines = ['all', 'any', 'not'].find((key) => Object.hasOwn(rule, key));
    if (!combines) return partOf(rule);
    if (depth === limits.depth) return tooDeep;
    const part = ruleAt(depth + 1, partOf);
    if (combines === 'not') return exactly({ not: part });
    return combines === 'all'
      ? exactly({ all: listOf(part, limits.tests) })
      : exactly({ any: listOf(part, limits.tests) });
  });
}

const tooDeep = v.custom<never>(() => false, `must be a test: a rule is at most ${limits.depth} deep`);

const ruleOf = <Part extends Test | Named>(partOf: PartSchema<Part>) =>
  v.pipe(
    ruleAt(1, partOf),
    v.rawCheck(({ dataset, addIssue }) => {
      // What has been refused already may hold patterns that nobody should try.
      if (!dataset.typed || dataset.issues) return;
      const expanded = expand(dataset.value, {});
      // A rule that names segments is judged with them in it: `faultsOf`.
      const message = 'rule' in expanded ? faultOfRule(expanded.rule) : undefined;
      if (message !== undefined) addIssue({ message });
    }),
  );

/** Why a rule is refused of which each test is right, to be read after its name; nothing where it is not. */
export function faultOfRule(rule: Rule): string | undefined {
  if (factsOf(rule).length > limits.tests) return `must not have more than ${limits.tests} tests`;
  if (depthOf(rule) > limits.depth) return `must not be more than ${limits.depth} deep`;
  return contradictionOf(rule);
}

/** A test alone is 1 deep. */
function depthOf(rule: Rule): number {
  if ('not' in rule) return 1 + depthOf(rule.not);
  const parts = 'all' in rule ? rule.all : 'any' in rule ? rule.any : [];
  return 1 + Math.max(0, ...parts.map(depthOf));
}

const ofSurvey = (fact: v.GenericSchema<unknown, Fact>) =>
  ruleOf<Test | Named>((rule) => (namesSegment(rule) ? named : testOf(fact)(rule)));

export const rule = ofSurvey(knownAnywhere);

/** A rule that a site gives a name to. */
export const segment = ruleOf<Test>((rule) => (namesSegment(rule) ? notNested : testOf(knownAnywhere)(rule)));

const on = <const T extends Trigger['on'], E extends v.ObjectEntries>(name: T, entries: E) =>
  exactly({ on: v.literal(name), ...entries });
const triggers = {
  load: on('load', {}),
  time: on('time', { seconds: whole(1, limits.delaySeconds) }),
  scroll: on('scroll', { percent: whole(1, 100) }),
  leave: on('leave', {}),
  click: on('click', { selector }),
  see: on('see', { selector }),
  event: on('event', { event: label(limits.name), where: v.exactOptional(ofSurvey(known)) }),
} satisfies { [Name in Trigger['on']]: v.GenericSchema<unknown, Trigger & { on: Name }> };

const unknownTrigger = v.pipe(
  v.custom<Trigger>(isObject, 'must be an object'),
  v.forward(
    v.check(() => false, `must be one of ${Object.keys(triggers).join(', ')}`),
    ['on'],
  ),
);

export const trigger = v.lazy((input): v.GenericSchema<unknown, Trigger> => {
  const name = isObject(input) && typeof input.on === 'string' ? input.on : '';
  return Object.hasOwn(triggers, name) ? triggers[name as keyof typeof triggers] : unknownTrigger;
});
