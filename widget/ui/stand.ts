/** What stands in a page: surveys in elements of it, and tabs at its side. */

import type { Desk, OpenSurvey, Standing, TabAsking } from './parts.ts';
import { traceless } from './traceless.ts';

type OpenTab = (asking: TabAsking, onOpen: () => void) => OpenSurvey;

export function createStand(
  { context, openIt, show, spokenFor }: Standing,
  openTab: OpenTab,
): Required<Pick<Desk, '_place' | '_tab'>> {
  const { base, _signal: signal } = context;
  return {
    async _place(survey, place, until) {
      const memory = survey.metric === 'thumbs' ? traceless : context;
      const opened = await openIt({ survey, place, until, base, memory, onClose() {} });
      until.addEventListener('abort', () => opened?.close(), { once: true });
      return true;
    },
    async _tab(survey) {
      const spoken = await spokenFor(survey);
      if (signal.aborted) return;
      const opened = openTab({ context, survey, spoken }, () => void show(survey, { focus: true }));
      signal.addEventListener('abort', () => opened.close(), { once: true });
    },
  };
}
