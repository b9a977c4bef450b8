/** Why a survey asks or does not: loaded only when somebody wants to know. */

import type { SurveyConfig } from '../core/contract.ts';
import { type Explanation, explain as explainCase, refusalOf } from '../core/explanation.ts';
import type { Case } from '../core/targeting.ts';
import type { Claim } from './api.ts';
import type { Memory } from './memory.ts';
import type { Options } from './options.ts';
import { visitOf } from './visit.ts';

export type Explain = typeof explain;

/** Every survey with every gate, and the same as a table on the console. */
export function explain(
  surveys: readonly SurveyConfig[],
  options: Options,
  person: Claim,
  memory: Memory,
  caseOf = (survey: SurveyConfig): Case => ({
    survey,
    surveys,
    visit: visitOf(options, person),
    acts: memory.acts(),
    now: Date.now(),
  }),
): Explanation[] {
  const { storage } = options;
  const explanations = surveys.map((survey) => explainCase(caseOf(survey)));
  console.table(explanations.flatMap(({ gates, asks: _, ...survey }) => gates.map((gate) => ({ ...survey, ...gate }))));
  for (const survey of surveys) {
    const refusal = refusalOf(survey, storage);
    if (refusal) console.warn(`opina: ${survey.id}: ${refusal}`);
  }
  return explanations;
}
