/** Why a survey asks or does not: loaded only when somebody wants to know. */

import type { SurveyConfig } from '../core/contract.ts';
import { type Explanation, explain as explainCase, refusalOf } from '../core/explanation.ts';
import { optionsOf } from './given.ts';
import { defaults } from './options.ts';
import type { Context } from './ui/parts.ts';
import { caseIn } from './visit.ts';

export type Explain = typeof explain;

/** Every survey with every gate, and the same as a table on the console. */
export async function explain(context: Context): Promise<Explanation[]> {
  const { surveys } = context;
  // As it is known before a card asks.
  if (context._person.hash) await context._atDesk((desk) => desk._recall());
  const { storage = '' } = { ...defaults, ...optionsOf(context) };
  const caseOf = context._caseOf ?? ((survey: SurveyConfig) => caseIn(context, survey));
  const explanations = surveys.map((survey) => explainCase(caseOf(survey)));
  console.table(explanations.flatMap(({ gates, asks: _, ...survey }) => gates.map((gate) => ({ ...survey, ...gate }))));
  for (const survey of surveys) {
    const refusal = refusalOf(survey, storage);
    if (refusal) console.warn(`opina: ${survey.id}: ${refusal}`);
  }
  return explanations;
}

export { explain as start };
