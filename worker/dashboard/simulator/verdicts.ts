/** What every survey does in a situation: the widget's own gates, of the visit that the situation is. */

import type { SurveyConfig } from '../../../core/contract.ts';
import { type Explanation, explain, refusalOf } from '../../../core/explanation.ts';
import { chosenOf } from '../../../core/targeting.ts';
import type { Situation } from './situation.ts';
import { actsOf, visitOf } from './visit.ts';

export interface Verdict extends Explanation {
  /** What keeps it from ever asking in this storage mode. */
  refusal: string | undefined;
}

export interface Verdicts {
  /** In the order of the surveys. */
  all: Verdict[];
  /** The survey that goes first where several are due. */
  first: string | undefined;
}

/** `now` is the time where the situation has none of its own, in epoch milliseconds. */
export function verdictsOf(
  surveys: readonly SurveyConfig[],
  situation: Situation,
  { home, now }: { home: string; now: number },
): Verdicts {
  const at = Date.parse(situation.at) || now;
  const visit = visitOf(situation, home);
  const acts = actsOf(situation, at);
  const all = surveys.map((survey) => ({
    ...explain({ ...visit, survey, surveys, acts, now: at }),
    refusal: refusalOf(survey, situation.storage),
  }));
  const asking = surveys.filter((_, index) => all[index]?.asks);
  return { all, first: asking.length > 1 ? chosenOf(asking, acts)?.id : undefined };
}
