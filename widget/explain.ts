/** Why a survey asks or does not: loaded only when somebody wants to know. */

import type { SurveyConfig } from '../core/contract.ts';
import { type Explanation, type Gate, quietGates } from '../core/targeting.ts';
import type { Memory } from './memory.ts';
import type { Options } from './options.ts';

export type Explain = typeof explain;

/** Every survey with every gate, and the same as a table on the console. */
export function explain(surveys: readonly SurveyConfig[], memory: Memory, options: Options): Explanation[] {
  const explanations = surveys.map((survey) => {
    const gates = [displayGate(survey), autoGate(options), ...quietGates(survey, memory.acts(), Date.now())];
    return { survey: survey.id, asks: gates.every(({ passes }) => passes), gates };
  });
  console.table(explanations.flatMap(({ survey, gates }) => gates.map((gate) => ({ survey, ...gate }))));
  return explanations;
}

function displayGate({ display = 'card', event, delay }: SurveyConfig): Gate {
  const when = event ? `after ${event}` : 'after load';
  if (display === 'card') return { gate: 'display', passes: true, saw: `card, ${delay} s ${when}` };
  const how = { dialog: 'only by show()', tab: 'only by its tab', inline: 'only where its element stands' }[display];
  return { gate: 'display', passes: false, saw: `${display}: ${how}` };
}

function autoGate({ auto }: Options): Gate {
  return { gate: 'auto', passes: auto === 'true', saw: auto };
}
