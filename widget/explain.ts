/** Why a survey asks or does not: loaded only when somebody wants to know. */

import { type Explanation, explain as explainCases, refusalOf } from '../core/explanation.ts';
import { isDialogOpen, isTyping } from './busy.ts';
import { optionsOf } from './given.ts';
import { defaults } from './options.ts';
import type { Context } from './ui/parts.ts';
import { casesIn } from './visit.ts';

export type Explain = typeof explain;

/** Every survey with every gate, and the same as a table on the console. */
export async function explain(context: Context): Promise<Explanation[]> {
  const { surveys } = context;
  // As it is known before a card asks.
  if (context._person.hash) await context._atDesk((desk) => desk._recall());
  const { storage = '' } = { ...defaults, ...optionsOf(context) };
  const caseOf = context._caseOf ?? casesIn(context);
  const explanations = explainCases(
    surveys.map((survey) => caseOf(survey)),
    inTheWay(context),
  );
  console.table(explanations.flatMap(({ gates, asks: _, ...survey }) => gates.map((gate) => ({ ...survey, ...gate }))));
  for (const survey of surveys) {
    const refusal = refusalOf(survey, storage);
    if (refusal) console.warn(`opina: ${survey.id}: ${refusal}`);
  }
  return explanations;
}

/** What has to be over before a card shows, in the order in which the survey UI looks at it; empty for nothing. */
function inTheWay({ _open: open }: Context): string {
  if (open) return `${open} is open`;
  if (document.hidden) return 'the tab is not in front';
  if (document.fullscreenElement) return 'something fills the screen';
  if (isDialogOpen(document)) return 'a dialog is open';
  return isTyping(document.activeElement) ? 'the visitor is typing' : '';
}

export { explain as start };
