/** The element that a challenge stands in: Turnstile finds none that is in a shadow root. */

import type { Stand } from '../turnstile.ts';
import css from './challenge.css';
import type { Session } from './parts.ts';

export interface Box {
  element: HTMLElement;
  look: Pick<Stand, 'size' | 'theme' | 'language'>;
  /** Makes room for what the visitor is wanted to do; false where there is none. */
  show(isWanted: boolean): boolean;
}

const leastWidth = 300;

/** Below what the card asks, so that it covers nothing of it. */
export function boxIn({ host, spoken }: Session): Box {
  const { element: parent, root } = host;
  const card = root.querySelector<HTMLElement>('.card');
  const slot = root.querySelector('slot') ?? document.createElement('slot');
  if (!slot.name) {
    slot.name = 'challenge';
    host.addStyle(css);
    card?.querySelector('.content')?.after(slot);
  }
  const element = appendTo(parent);
  element.slot = slot.name;
  const isNarrow = (card?.clientWidth ?? 0) < leastWidth;
  return {
    element,
    look: {
      size: isNarrow ? 'compact' : 'flexible',
      theme: card?.dataset.theme ?? 'auto',
      language: codeOf(spoken.language),
    },
    show(isWanted) {
      slot.classList.toggle('asks', isWanted);
      // What had the focus goes.
      if (!isWanted && element.contains(document.activeElement))
        root.querySelector<HTMLElement>('.send, #status')?.focus();
      return true;
    },
  };
}

/** Where nobody sees it, or comes to it by key. */
export function boxOffScreen(): Box {
  const element = appendTo(document.documentElement);
  element.inert = true;
  for (const [name, value] of [
    ['position', 'fixed'],
    ['left', '-9999px'],
    ['width', `${leastWidth}px`],
  ] as const)
    element.style.setProperty(name, value, 'important');
  return { element, look: { size: 'flexible', theme: 'auto', language: 'auto' }, show: () => false };
}

/** An element that no style of the page reaches. */
function appendTo(parent: HTMLElement): HTMLElement {
  const element = document.createElement('div');
  element.style.setProperty('all', 'initial', 'important');
  element.style.setProperty('display', 'block', 'important');
  parent.append(element);
  return element;
}

/** https://developers.cloudflare.com/turnstile/reference/supported-languages/ */
function codeOf(tag: string): string {
  return /^zh-(Hant|TW|HK)/i.test(tag) ? 'zh-tw' : tag.replace(/-.*/, '');
}
