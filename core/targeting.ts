/** Who is asked: pure functions of a survey, the visit, what the visitor did before, and the time. */

import type { SurveyConfig } from './contract.ts';
import { dayMs } from './periods.ts';
import { holds, type See } from './rules.ts';

/** What a visitor did with a survey: when they last did it, in epoch milliseconds, and how often they were asked. */
export interface Act {
  response?: number;
  /** Dismissed it, or was shown it, where that may be remembered before they do anything. */
  dismissal?: number;
  times: number;
}

/** Acts by survey id. */
export type Acts = Readonly<Record<string, Act | undefined>>;

/** What is known of a visit. */
export interface Visit {
  /** Whether surveys may ask by themselves. */
  isAuto: boolean;
  /** What every draw for this visitor is made from: the same as long as they can be told to be the same. */
  visitor: string;
  see: See;
}

/** A survey, and all that decides whether it asks. */
export interface Case extends Visit {
  survey: SurveyConfig;
  /** All live surveys of the site, this one among them. */
  surveys: readonly SurveyConfig[];
  acts: Acts;
  /** Epoch milliseconds. */
  now: number;
}

/** What two devices remember of one visitor and survey, together. */
export function latest(one: Act, other: Partial<Act> = {}): Act {
  const both = { ...one, ...other };
  for (const did of Object.keys(one) as (keyof Act)[]) both[did] = Math.max(one[did] ?? 0, other[did] ?? 0);
  return both;
}

/** When the later of two periods ends: one after a response, one after a dismissal, both in days. */
function endOf(act: Partial<Act> | undefined, response: number, dismissal: number): number {
  return Math.max((act?.response || 0) + response * dayMs, (act?.dismissal || 0) + dismissal * dayMs);
}

/** When a visitor was last asked, in epoch milliseconds; 0 for never. */
export function lastAsked(act?: Act): number {
  return endOf(act, 0, 0);
}

/**
 * Until when, in epoch milliseconds, a visitor who did all this is left alone by a survey. What was never done counts
 * as done in 1970, which no period reaches from.
 */
export function quietUntil({ id, quiet }: Pick<SurveyConfig, 'id' | 'quiet'>, acts: Acts): number {
  return Math.max(
    0,
    ...Object.entries(acts).map(([other, act]) =>
      other === id ? endOf(act, quiet[0], quiet[1]) : endOf(act, quiet[2], quiet[2]),
    ),
  );
}

/**
 * A number in [0, 1) that looks random and is the same for the same text in every browser: what is left of a square
 * behind its point, over and over (von Neumann's middle squares, with what each unit adds).
 */
export function drawOf(text: string): number {
  let draw = 1;
  for (const unit of `${text}  `) {
    // Squares of greater numbers would leave too little behind their points.
    draw += unit.charCodeAt(0) % 999;
    draw = (draw * draw * 99.7) % 1;
  }
  return draw;
}

/** The visitor's place among all visitors of a survey, in [0, 1): those below its share are asked. */
export function placeOf({ survey, visitor }: Pick<Case, 'survey' | 'visitor'>): number {
  return drawOf(`${survey.id} ${visitor}`);
}

/** Everything that has to hold before a survey asks by itself, when its moment has come. */
export type GateName = 'display' | 'auto' | 'from' | 'until' | 'share' | 'most' | 'quiet' | 'turn' | 'where';

/**
 * Whether each gate is open, in the order of their names: an array, since names cost bytes. The turn: a frequent survey
 * would push a rare one back for ever, since whatever it is given an answer to, the other has to wait for its period
 * after others again. So for twice that period it holds back for one that could ask, but for that, and was asked less
 * often.
 */
export function gatesOf(of: Case): boolean[] {
  const { survey, acts, now } = of;
  // No number is above or below what is not said.
  const { id, display, from, until, share, most, where } = survey as Required<SurveyConfig>;
  const timesOf = (id: string) => acts[id]?.times as number;
  return [
    !display,
    of.isAuto,
    !(now < from),
    !(now >= until),
    !(placeOf(of) >= share),
    !(timesOf(id) >= most),
    quietUntil(survey, acts) <= now,
    of.surveys.every(
      (other) =>
        !(timesOf(id) > (timesOf(other.id) || 0)) ||
        quietUntil({ id: '', quiet: [0, 0, 2 * other.quiet[2]] }, acts) <= now ||
        !passes({ ...of, survey: other, surveys: [], acts: { [other.id]: acts[other.id] } }, 'anywhere'),
    ),
    holds(where, of.see),
  ];
}

/** Whether a survey may ask; with `'anywhere'` as far as that does not depend on where and who the visitor is. */
export function passes(of: Case, where?: 'anywhere'): boolean {
  // `where` is the last of the nine.
  return gatesOf(of).every((isOpen, at) => isOpen || (where && at > 7));
}

/** Of several that are due the one that was asked longest ago, and of those the one of the highest priority. */
export function chosenOf(due: Iterable<SurveyConfig>, acts: Acts): SurveyConfig | undefined {
  const order = (one: SurveyConfig, other: SurveyConfig) =>
    lastAsked(acts[one.id]) - lastAsked(acts[other.id]) || (other.priority ?? 0) - (one.priority ?? 0);
  return [...due].sort(order)[0];
}
