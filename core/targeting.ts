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
export interface Case {
  survey: SurveyConfig;
  /** All live surveys of the site, this one among them. */
  surveys: readonly SurveyConfig[];
  visit: Visit;
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

/** When a visitor was last asked, in epoch milliseconds; 0 for never. */
export function lastAsked(act?: Act): number {
  return Math.max(act?.response ?? 0, act?.dismissal ?? 0);
}

/** Until when, in epoch milliseconds, a visitor who did all this is left alone by a survey. */
export function quietUntil({ id, quiet }: Pick<SurveyConfig, 'id' | 'quiet'>, acts: Acts): number {
  let until = 0;
  const after = (at: number, days: number) => {
    until = Math.max(until, at && at + days * dayMs);
  };
  for (const [other, act] of Object.entries(acts)) {
    if (other !== id) after(lastAsked(act), quiet.others);
    else {
      after(act?.response ?? 0, quiet.response);
      after(act?.dismissal ?? 0, quiet.dismissal);
    }
  }
  return until;
}

/** A number in [0, 1) that looks random and is the same for the same text: Knuth's multiplicative hash, mixed. */
export function drawOf(text: string): number {
  let hash = text.length;
  for (const unit of `${text}  `) {
    hash = Math.imul(hash ^ unit.charCodeAt(0), 0x9e3779b1);
    hash ^= hash >>> 15;
  }
  return (hash >>> 0) / 2 ** 32;
}

/** The visitor's place among all visitors of a survey, in [0, 1): those below its share are asked. */
export function placeOf({ survey, visit }: Pick<Case, 'survey' | 'visit'>): number {
  return drawOf(`${survey.id} ${visit.visitor}`);
}

/** After so many more turns than another survey had, a survey lets that one go first. */
const turnsAhead = 2;

/**
 * Whether a survey lets no other go first. A frequent one would push a rare one back for ever: whatever it is given an
 * answer to, the other has to wait for its period after others again. So for twice that period it holds back for one
 * that could ask, but for that, and was asked less often.
 */
function isTurn(of: Case): boolean {
  const { survey, surveys, acts, now } = of;
  const timesOf = ({ id }: SurveyConfig) => acts[id]?.times ?? 0;
  const last = Math.max(0, ...Object.values(acts).map(lastAsked));
  return surveys.every((other) => {
    const isBehind = timesOf(survey) - timesOf(other) >= turnsAhead;
    if (!isBehind || now >= last + 2 * other.quiet.others * dayMs) return true;
    return !passes({ ...of, survey: other, surveys: [], acts: { [other.id]: acts[other.id] } }, 'anywhere');
  });
}

/** Everything that has to hold before a survey asks by itself, when its moment has come. */
export function gatesOf(of: Case) {
  const { survey, visit, acts, now } = of;
  const { id, display = 'card', from, until, share = 1, most, where } = survey;
  return {
    display: display === 'card',
    auto: visit.isAuto,
    from: !from || now >= Date.parse(from),
    until: !until || now < Date.parse(until),
    share: placeOf(of) < share,
    most: !most || (acts[id]?.times ?? 0) < most,
    quiet: quietUntil(survey, acts) <= now,
    turn: isTurn(of),
    where: !where || holds(where, visit.see),
  };
}

export type GateName = keyof ReturnType<typeof gatesOf>;

/** Whether a survey may ask; with `'anywhere'` as far as that does not depend on where and who the visitor is. */
export function passes(of: Case, where?: 'anywhere'): boolean {
  return Object.entries(gatesOf(of)).every(([name, isPassed]) => isPassed || (where && name === 'where'));
}

/** Of several that are due the one that was asked longest ago, and of those the one of the highest priority. */
export function chosenOf(due: Iterable<SurveyConfig>, acts: Acts): SurveyConfig | undefined {
  const order = (one: SurveyConfig, other: SurveyConfig) =>
    lastAsked(acts[one.id]) - lastAsked(acts[other.id]) || (other.priority ?? 0) - (one.priority ?? 0);
  return [...due].sort(order)[0];
}
