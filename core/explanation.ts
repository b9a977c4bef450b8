/** Why a survey asks or does not, in words: of the same gates that decide it. */

import type { SurveyConfig } from './contract.ts';
import { dayMs } from './periods.ts';
import {
  anything,
  factsOf,
  holds,
  nameOf,
  none,
  type Path,
  rememberedFacts,
  type See,
  type SimpleRule,
  type Trigger,
} from './rules.ts';
import type { Metric } from './scales.ts';
import { type Act, type Case, chosenOf, drawOf, gatesOf, hasTurn, lastAsked } from './targeting.ts';
import { variantOf } from './variants.ts';

/** In the order in which `gatesOf` answers. */
const ownGates = ['display', 'auto', 'from', 'until', 'share', 'most', 'quiet'] as const;

export type GateName = (typeof ownGates)[number] | 'turn' | 'where' | 'first' | 'calm';

/** One thing that has to hold before a survey asks by itself, and what was seen of it. */
export interface Gate {
  gate: GateName;
  passes: boolean;
  saw: string;
}

/** Every gate of a survey. */
export interface Explanation {
  survey: string;
  /** Whether all gates pass: it asks when one of its moments comes. */
  asks: boolean;
  /** Which of its variants the visitor is asked, where it has some. */
  variant?: string;
  /** The type of the question as it is asked, where that is not an NPS. */
  metric?: Metric;
  /** What it waits for. */
  when: string;
  gates: Gate[];
}

/**
 * Explains all live surveys of a site to one visitor. `inTheWay` says what the page is busy with, or nothing; where it
 * is not known there is no gate for it.
 */
export function explain(cases: readonly Case[], inTheWay?: string): Explanation[] {
  const surveys = cases.map(({ survey }) => survey);
  const gates = cases.map((of) => [...ownGates.map(ownGateOf(of)), turnOf(of, surveys), whereOf(of)]);
  const isDue = gates.map((all) => all.every(({ passes }) => passes));
  const calm = inTheWay === undefined ? [] : [calmOf(inTheWay)];
  return cases.map((of, at) => {
    const together = cases.filter((other, index) => other === of || (isDue[index] && comesWith(other, of)));
    return explanationOf(of, [...(gates[at] ?? []), firstOf(of, together), ...calm]);
  });
}

function explanationOf(of: Case, gates: Gate[]): Explanation {
  const { variant, metric, ...asked } = askedIn(of);
  return {
    ...{ survey: of.survey.id, asks: gates.every(({ passes }) => passes) },
    ...(variant && { variant }),
    ...(metric && { metric }),
    ...{ when: whenOf(asked), gates },
  };
}

/** The survey as the visitor is asked it. */
const askedIn = ({ survey, visitor }: Case): Omit<SurveyConfig, 'variants'> => variantOf(survey, visitor) ?? survey;

function ownGateOf(of: Case) {
  const open = gatesOf(of);
  return (gate: (typeof ownGates)[number], at: number): Gate => ({
    ...{ gate, passes: open[at] === true, saw: saws[gate](of) },
  });
}

function turnOf(of: Case, surveys: readonly SurveyConfig[]): Gate {
  const times = surveys.map(({ id }) => `${id} ${of.acts[id]?.times ?? 0}`).join(', ');
  const saw = `times asked: ${times}${surveys.length > 1 ? '' : ', and there is no other'}`;
  return { gate: 'turn', passes: hasTurn(of, surveys), saw };
}

function whereOf({ survey: { where }, see }: Case): Gate {
  return { gate: 'where', passes: holds(where, see), saw: where ? sayRule(where, see) : 'everywhere' };
}

/** Whether every moment of a survey is one of the other, too: of others nobody knows whose comes first. */
function comesWith(other: Case, of: Case): boolean {
  const [one, two] = [askedIn(of), askedIn(other)];
  const moments = two.when.map((trigger) => JSON.stringify(trigger));
  const isOneOfThem = (trigger: Trigger<SimpleRule>) => moments.includes(JSON.stringify(trigger));
  return (one.delay ?? 0) === (two.delay ?? 0) && one.when.length > 0 && one.when.every(isOneOfThem);
}

/** `together` are those that would be asked at the same moment, the survey among them. */
function firstOf({ survey, acts }: Case, together: readonly Case[]): Gate {
  const surveys = together.map(({ survey }) => survey);
  const first = chosenOf(surveys, acts) ?? survey;
  if (first !== survey) return { gate: 'first', passes: false, saw: `${first.id} is due too, and goes first` };
  const later = surveys.filter((other) => other !== survey).map(({ id }) => id);
  const saw = later.length > 0 ? `goes before ${later.join(', ')}` : 'no other is due at the same moment';
  return { gate: 'first', passes: true, saw };
}

function calmOf(inTheWay: string): Gate {
  return { gate: 'calm', passes: inTheWay === '', saw: inTheWay || 'nothing is in the way' };
}

const percent = (share: number) => `${Math.round(share * 1000) / 10} %`;
const moment = (at: number) => new Date(at).toISOString();
const days = (ms: number) => `${Math.floor(ms / dayMs)} days`;

const saws: Record<(typeof ownGates)[number], (of: Case) => string> = {
  display({ survey: { display } }) {
    const how = {
      card: 'by itself',
      dialog: 'only by show()',
      tab: 'only by its tab',
      inline: 'where its element stands',
    };
    const name = display ?? 'card';
    return `${name}: ${how[name]}`;
  },
  auto: ({ isAuto }) => `${isAuto}`,
  from: ({ survey: { from } }) => (from ? moment(from) : 'always'),
  until: ({ survey: { until } }) => (until ? moment(until) : 'for ever'),
  share: ({ survey: { id, share = 1 }, visitor }) =>
    `${percent(share)} are asked, this visitor is at ${percent(drawOf(id, visitor))}`,
  most: ({ survey: { id, most }, acts }) => `asked ${acts[id]?.times ?? 0} times${most ? `, at most ${most}` : ''}`,
  quiet: (of) => quietLines(of).join('; ') || 'nothing was done before',
};

/** One line for each thing the visitor did. */
function quietLines({ survey, acts, now }: Case): string[] {
  const { id, quiet } = survey;
  const [response, dismissal, others] = quiet;
  const line = (what: string, at: number | undefined, period: number) => {
    if (!at) return [];
    const left = at + period * dayMs - now;
    const rest = left > 0 ? `${Math.ceil(left / dayMs)} of ${period} to go` : `${period} are over`;
    return [`${what} ${days(now - at)} ago, ${rest}`];
  };
  const own = (act: Act) => [
    ...line(`${id}: response`, act.response, response),
    ...line(`${id}: dismissed or not answered`, act.dismissal, dismissal),
  ];
  return Object.entries(acts).flatMap(([other, act]) =>
    !act ? [] : other === id ? own(act) : line(other, lastAsked(act), others),
  );
}

function whenOf({ when, delay = 0, cancelOn }: SurveyConfig): string {
  const moments = when.map(sayTrigger).join(' or ');
  return `${delay} s after ${moments}${cancelOn ? `, unless ${cancelOn.join(' or ')} comes first` : ''}`;
}

function sayTrigger(trigger: Trigger<SimpleRule>): string {
  switch (trigger.on) {
    case 'load':
      return 'load';
    case 'time':
      return `${trigger.seconds} s on the page`;
    case 'scroll':
      return `scrolling to ${trigger.percent} %`;
    case 'leave':
      return 'a move to leave';
    case 'event':
      return `the event ${trigger.event}${trigger.where ? ` with ${sayRule(trigger.where)}` : ''}`;
    default:
      return `${trigger.on === 'click' ? 'a click on' : 'seeing'} ${trigger.selector}`;
  }
}

/** A rule in the words it may have been written in, and behind each test what was seen. */
function sayRule(rule: SimpleRule, see?: See): string {
  if (!('none' in rule)) return sayTest(rule, see);
  const [first] = rule.none;
  const isOne = rule.none.length === 1 && first;
  if (isOne && 'none' in isOne) return `(${isOne.none.map((part) => sayRule(part, see)).join(' or ')})`;
  if (isOne) return `not ${sayTest(isOne, see)}`;
  return `(${rule.none.map((part) => sayRule(none([part]), see)).join(' and ')})`;
}

function sayTest(test: Exclude<SimpleRule, { none: unknown }>, see?: See): string {
  const { fact, ...tests } = test;
  const [[operator, operand] = []] = Object.entries(tests);
  const said = operand === anything ? 'known' : `${operator} ${JSON.stringify(operand)}`;
  const seen = see ? `: ${holds(test, see) ? 'yes' : 'no'}, ${sawOf(fact, see)}` : '';
  return `${nameOf(fact)} ${said}${seen}`;
}

function sawOf(fact: Path, see: See): string {
  const seen = see(fact);
  if (seen !== undefined) return JSON.stringify(seen);
  return rememberedFacts.includes(nameOf(fact)) ? 'not counted in this storage mode' : 'not known';
}

/** What keeps a survey from ever asking in a storage mode that remembers nothing beforehand; `undefined` for nothing. */
export function refusalOf(
  { where, most }: Pick<Case['survey'], 'where' | 'most'>,
  storage: string,
): string | undefined {
  const remembered = where && storage !== 'always' && factsOf(where).find((fact) => rememberedFacts.includes(fact));
  if (remembered) return `${remembered} needs the storage mode always, and this page has ${storage}`;
  if (most && storage === 'none') return 'most needs a storage mode that remembers, and this page has none';
  return undefined;
}
