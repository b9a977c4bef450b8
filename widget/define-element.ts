/** `<opina-survey survey="…">`: a survey in the page, where it stands. */

import type { Place } from './standing.ts';

/** Registers the element once; `place` puts a survey into one until the answer is called. */
export function defineElement(place: Place): void {
  if (customElements.get('opina-survey')) return;
  customElements.define(
    'opina-survey',
    class extends HTMLElement {
      _leave: (() => void) | undefined;

      connectedCallback() {
        this._leave = place(this);
      }

      disconnectedCallback() {
        this._leave?.();
      }
    },
  );
}
