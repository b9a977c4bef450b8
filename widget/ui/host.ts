/** Where a survey lives: a shadow root that no style of the page reaches. */

export interface Host {
  element: HTMLElement;
  root: ShadowRoot;
  addStyle(css: string): void;
  /** Puts what it shows above everything in the page, where the browser has a top layer. */
  raise(): void;
  remove(): void;
}

/** A page that removes the host this often does not want it. */
const mostMounts = 5;

interface Wishes {
  /** An element of the page to live in. */
  place?: HTMLElement | undefined;
  delegatesFocus?: boolean;
  /** The page does not want it. */
  onUnwanted?(): void;
}

/** In an element of the page, or else at the end of the root element, since frameworks replace `<body>`. */
export function createHost(css: string, { place, delegatesFocus = false, onUnwanted }: Wishes): Host {
  const element = place ?? document.createElement('opina-card');
  const root = element.shadowRoot ?? element.attachShadow({ mode: 'open', delegatesFocus });
  root.adoptedStyleSheets = [];
  /** Constructed, so that no policy of the page stands against it. */
  const addStyle = (text: string) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    root.adoptedStyleSheets.push(sheet);
  };
  addStyle(css);
  const raise = () => {
    const card = root.querySelector<HTMLDialogElement>('.card');
    if (place || !card?.isConnected) return;
    if (card.localName === 'dialog') {
      if (card.matches(':modal')) return;
      // A dialog whose host was put back is open and not modal.
      card.removeAttribute('open');
      card.showModal();
    } else if (card.showPopover) {
      card.popover = 'manual';
      card.showPopover();
    }
  };
  if (place) return { element, root, addStyle, raise, remove() {} };

  let left = mostMounts;
  /** Whoever removes the host finds it put back. */
  const mount = () => {
    if (element.isConnected || !document.documentElement) return;
    if (left-- <= 0) {
      onUnwanted?.();
      return;
    }
    document.documentElement.append(element);
    observer.observe(document.documentElement, { childList: true });
    raise();
  };
  const observer = new MutationObserver(() => requestAnimationFrame(mount));
  observer.observe(document, { childList: true });
  mount();
  return {
    element,
    root,
    addStyle,
    raise,
    remove() {
      left = 0;
      observer.disconnect();
      element.remove();
    },
  };
}
