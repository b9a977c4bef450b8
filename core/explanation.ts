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
import { type Act, type Case, type GateName, gatesOf, lastAsked, placeOf } from './targeting.ts';
import { variantOf } from './variants.ts';

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

export function explain(of: Case): Explanation {
  const open = gatesOf(of);
  const all = gateNames.map((gate, at) => ({ gate, passes: open[at] === true, saw: saws[gate](of) }));
  const asked = variantOf(of.survey, of.visitor) ?? of.survey;
  return {
    ...{ survey: of.survey.id, asks: all.every(({ passes }) => passes) },
    ...(asked.variant && { variant: asked.variant }),
    ...(asked.metric && { metric: asked.metric }),
    ...{ when: whenOf(asked), gates: all },
  };
}

/** In the order in which `gatesOf` answers. */
const gateNames = [
  ...(['display', 'auto', 'from', 'until', 'share', 'most', 'quiet', 'turn', 'where'] as const),
] satisfies GateName[];

const percent = (share: number) => `${Math.round(share * 1000) / 10} %`;
const moment = (at: number) => new Date(at).toISOString();
const days = (ms: number) => `${Math.floor(ms / dayMs)} days`;

const saws: Record<GateName, (of: Case) => string> = {
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
  share: (of) => `${percent(of.survey.share ?? 1)} are asked, this visitor is at ${percent(placeOf(of))}`,
  most: ({ survey: { id, most }, acts }) => `asked ${acts[id]?.times ?? 0} times${most ? `, at most ${most}` : ''}`,
  quiet: (of) => quietLines(of).join('; ') || 'nothing was done before',
  turn: ({ survey: { id }, surveys, acts }) => {
    const times = surveys.map((survey) => `${survey.id} ${acts[survey.id]?.times ?? 0}`);
    return `times asked: ${times.length > 1 ? times.join(', ') : `${id} ${acts[id]?.times ?? 0}, and there is no other`}`;
  },
  where: ({ survey: { where }, see }) => (where ? sayRule(where, see) : 'everywhere'),
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
