/** `<opina-survey survey="…">`: a survey in the page, where it stands. */

/** Registers the element once; `place` puts a survey into one until the answer is called. */
export function defineElement(place: (element: HTMLElement) => (() => void) | undefined): void {
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
