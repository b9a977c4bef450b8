/** Decides when cards ask where no survey has moments or rules of its own: once, after the page's load. */

import type { SurveyConfig } from '../core/contract.ts';
import { quietUntil } from '../core/targeting.ts';
import type { Asker } from './asker.ts';
import { after, afterLoad } from './moments.ts';
import type { Context } from './ui/parts.ts';

export function createPlainAsker(context: Context): Asker {
  const { surveys, _signal: signal, _atDesk: atDesk } = context;
  const begun = new Set<SurveyConfig>();

  function begin(survey: SurveyConfig): void {
    const { display, delay } = survey;
    const isDue = () =>
      !display && context._options.auto !== 'false' && quietUntil(survey, context._acts()) <= Date.now();
    if (begun.has(survey) || !isDue()) return;
    begun.add(survey);
    // What is due at once is downloaded while the page still loads.
    if (!delay) void atDesk();
    // Everything is asked again after a wait: a visitor may have answered in another tab.
    const ask = () => isDue() && atDesk((desk) => desk._ask(survey, isDue, signal));
    afterLoad(() => after(delay, ask, signal), signal);
  }

  return {
    _arm() {
      if (!signal.aborted) surveys.forEach(begin);
    },
    _track() {},
    _asked: (survey) => survey,
  };
}
