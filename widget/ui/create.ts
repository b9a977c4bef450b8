import { untilCalm } from './calm.ts';
import { openSurvey } from './open.tsx';
import type { Parts, UserInterface } from './parts.ts';
import { wordsFor } from './texts.ts';

/** A survey UI of certain parts. */
export function createUi(parts: Parts): UserInterface {
  return {
    async untilCalm(survey, options, signal) {
      await wordsFor(survey, options, parts);
      await untilCalm(signal);
    },
    async openSurvey(context, asking) {
      const spoken = await wordsFor(asking.survey, context.options(), parts);
      return asking.until.aborted ? undefined : openSurvey(parts, spoken, context, asking);
    },
    async openTab(context, survey, { until, onOpen }) {
      const spoken = await wordsFor(survey, context.options(), parts);
      return until.aborted ? undefined : parts.openTab?.({ context, survey, spoken }, onOpen);
    },
  };
}
