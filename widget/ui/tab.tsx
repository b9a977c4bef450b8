import { h, render } from 'preact';
import { optionsOf } from '../given.ts';
import { createHost } from './host.ts';
import type { OpenSurvey, TabAsking } from './parts.ts';
import { directionOf, ownTexts } from './texts.ts';

/** A button at the side of the page that opens a survey. */
export function openTab(css: string, { spoken, context, survey }: TabAsking, onOpen: () => void): OpenSurvey {
  const host = createHost(css, { delegatesFocus: true });
  const { position = survey.position ?? 'bottom-end', theme = 'auto' } = optionsOf(context);
  render(
    <button
      type="button"
      class={`card tab ${position}`}
      part="tab"
      lang={spoken.language}
      dir={directionOf(spoken.language)}
      data-theme={theme}
      onClick={onOpen}
    >
      <span>{ownTexts(survey, spoken).tab ?? spoken.words.tab}</span>
    </button>,
    host.root,
  );
  host.raise();
  return {
    close() {
      render(null, host.root);
      host.remove();
    },
  };
}
