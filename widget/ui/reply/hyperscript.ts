/** The renderer of the card that the reply belongs to: the script tag's build takes this for Preact, so that there is one. */

import type { h as Hyperscript } from 'preact';

export let h: typeof Hyperscript;

export function renderBy(hyperscript: typeof Hyperscript): void {
  h = hyperscript;
}
