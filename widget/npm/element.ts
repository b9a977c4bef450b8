/** `import 'opina/element'` registers `<opina-survey survey="…">`; on a server it does nothing. */

import { defineElement } from '../define-element.ts';
import { stand } from './standing.ts';

declare global {
  interface HTMLElementTagNameMap {
    'opina-survey': HTMLElement;
  }
}

if (typeof customElements !== 'undefined') defineElement(stand);
