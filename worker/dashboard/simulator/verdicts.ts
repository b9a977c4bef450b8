/** What every survey does in a situation: the widget's own gates, of the visit that the situation is. */

import type { SurveyConfig } from '../../../core/contract.ts';
import { type Explanation, explain, type Gate, refusalOf } from '../../../core/explanation.ts';
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
  const explanations = explain(surveys.map((survey) => ({ ...visit, survey, acts, now: at })));
  const due = surveys.filter((_, index) => explanations[index]?.gates.every((each) => each.passes || isOfOrder(each)));
  return {
    all: explanations.map((said, index) => ({ ...said, refusal: refusalOf(surveys[index] ?? {}, situation.storage) })),
    first: due.length > 1 ? chosenOf(due, acts)?.id : undefined,
  };
}

/** Whether it only says which of several that are due goes first. */
const isOfOrder = ({ gate }: Gate) => gate === 'first';
