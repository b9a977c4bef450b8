/** What stands in a page: surveys in elements of it, and tabs at its side. */

import type { Desk, OpenSurvey, Standing, TabAsking } from './parts.ts';

type OpenTab = (asking: TabAsking, onOpen: () => void) => OpenSurvey;

export function createStand(
  { context, openIt, show, spokenFor }: Standing,
  openTab: OpenTab,
): Required<Pick<Desk, 'place' | 'tab'>> {
  const { signal, traceless } = context;
  return {
    async place(survey, place, until) {
      const route = survey.metric === 'thumbs' ? { memory: traceless } : {};
      const opened = await openIt({ survey, place, until, onClose() {} }, route);
      until.addEventListener('abort', () => opened?.close(), { once: true });
      return true;
    },
    async tab(survey) {
      const spoken = await spokenFor(survey);
      if (signal.aborted) return;
      const opened = openTab({ context, survey, spoken }, () => void show(survey, { focus: true }));
      signal.addEventListener('abort', () => opened.close(), { once: true });
    },
  };
}
