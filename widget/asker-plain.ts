/** Decides when cards ask where no survey has moments or rules of its own: once, after the page's load. */

import type { SurveyConfig } from '../core/contract.ts';
import { quietUntil } from '../core/targeting.ts';
import type { Asker, Wishes } from './asker.ts';
import { afterLoad, wait } from './moments.ts';

export function createPlainAsker({ surveys, memory, signal, options, atDesk }: Wishes): Asker {
  const begun = new Set<SurveyConfig>();

  async function begin(survey: SurveyConfig): Promise<void> {
    const { display = 'card', delay } = survey;
    const isDue = () =>
      display === 'card' && options().auto === 'true' && quietUntil(survey, memory.acts()) <= Date.now();
    if (begun.has(survey) || !isDue()) return;
    begun.add(survey);
    // What is due at once is downloaded while the page still loads.
    if (!delay) void atDesk(() => {});
    await afterLoad(signal);
    await wait(delay * 1000, signal);
    // Everything is asked again after a wait: a visitor may have answered in another tab.
    if (isDue()) await atDesk((desk) => desk.ask(survey, isDue, signal));
  }

  return {
    arm() {
      for (const survey of surveys) void begin(survey);
    },
    track() {},
  };
}
