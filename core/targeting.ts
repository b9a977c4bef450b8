/** Who is asked: pure functions of a survey, the visit, what the visitor did before, and the time. */

import type { SurveyConfig } from './contract.ts';
import { dayMs } from './periods.ts';
import type { See } from './rules.ts';

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
  const [response, dismissal, others] = quiet;
  const ends = Object.entries(acts).map(([other, act]) =>
    other === id ? endOf(act, response, dismissal) : endOf(act, others, others),
  );
  return Math.max(0, ...ends);
}

/**
 * A number in [0, 1) that looks random and is the same for the same two texts in every browser: what is left of a
 * square behind its point, over and over (von Neumann's middle squares, with what each unit adds). A visitor is asked
 * a survey where that of its id and the visitor is below its share.
 */
export function drawOf(whose: string, by: string): number {
  let draw = 1;
  for (const unit of `${whose} ${by}  `) {
    // Squares of greater numbers would leave too little behind their points.
    draw += unit.charCodeAt(0) % 999;
    draw = (draw * draw * 99.7) % 1;
  }
  return draw;
}

/**
 * Whether each gate is open that knows nothing of the page and of other cards: `display`, `auto`, `from`, `until`,
 * `share`, `most` and `quiet`. An array, since names cost bytes.
 */
export function gatesOf(of: Case): boolean[] {
  const { survey, acts, now, isAuto } = of;
  const {
    id,
    display,
    from = 0,
    until = Number.POSITIVE_INFINITY,
    share = 1,
    most = Number.POSITIVE_INFINITY,
  } = survey;
  return [
    !display,
    isAuto,
    now >= from,
    now < until,
    drawOf(id, of.visitor) < share,
    (acts[id]?.times ?? 0) < most,
    quietUntil(survey, acts) <= now,
  ];
}

/** Whether a survey that is the only card of its site may ask, as far as that does not depend on the page. */
export function isOpen(of: Case): boolean {
  return gatesOf(of).every(Boolean);
}

/**
 * Whether it is its turn. A frequent survey would push a rare one back for ever, since whatever it is given an answer
 * to, the other has to wait for its period after others again. So for twice that period it holds back for one that
 * could ask, but for that, and was asked less often.
 */
export function hasTurn(of: Case, surveys: readonly SurveyConfig[]): boolean {
  const { survey, acts, now } = of;
  const timesOf = ({ id }: SurveyConfig) => acts[id]?.times ?? 0;
  return surveys.every(
    (other) =>
      timesOf(survey) <= timesOf(other) ||
      quietUntil({ id: '', quiet: [0, 0, 2 * other.quiet[2]] }, acts) <= now ||
      !isOpen({ ...of, survey: other, acts: { [other.id]: acts[other.id] } }),
  );
}

/** Whether a survey may ask among all live ones of its site, as far as that does not depend on the page. */
export function isOpenInTurn(of: Case, surveys: readonly SurveyConfig[]): boolean {
  return isOpen(of) && hasTurn(of, surveys);
}

/** Of several that are due the one that was asked longest ago, and of those the one of the highest priority. */
export function chosenOf(due: Iterable<SurveyConfig>, acts: Acts): SurveyConfig | undefined {
  const order = (one: SurveyConfig, other: SurveyConfig) =>
    lastAsked(acts[one.id]) - lastAsked(acts[other.id]) || (other.priority ?? 0) - (one.priority ?? 0);
  return [...due].sort(order)[0];
}
