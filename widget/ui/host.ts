/** The element a survey lives in: a shadow root at the end of the page that no style of the page reaches. */

import css from './styles.css';

/** A place for a card, in the page until `remove`. */
export interface Host {
  root: ShadowRoot;
  /** Puts the card above everything in the page, where the browser has a top layer. */
  raise(): void;
  remove(): void;
}

/** A page that removes the host this often does not want it. */
const mostMounts = 5;

/** Mounts on the root element: frameworks replace `<body>`. Whoever removes the host finds it put back. */
export function createHost(): Host {
  const element = document.createElement('opina-card');
  const root = element.attachShadow({ mode: 'open' });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  root.adoptedStyleSheets = [sheet];
  // The page's shortcuts are not meant for what is typed here.
  for (const type of ['keydown', 'keyup', 'keypress'])
    element.addEventListener(type, (event) => event.stopPropagation());

  let left = mostMounts;
  const mount = () => {
    if (element.isConnected || !document.documentElement || left-- === 0) return;
    document.documentElement.append(element);
    observer.observe(document.documentElement, { childList: true });
    raise();
  };
  const raise = () => {
    const card = root.querySelector<HTMLElement>('.card');
    if (!card?.showPopover) return;
    card.popover = 'manual';
    card.showPopover();
  };
  const observer = new MutationObserver(() => requestAnimationFrame(mount));
  observer.observe(document, { childList: true });
  mount();
  return {
    root,
    raise,
    remove() {
      left = 0;
      observer.disconnect();
      element.remove();
    },
  };
}
