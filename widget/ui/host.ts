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

/** In an element of the page, or else at the end of the root element, since frameworks replace `<body>`. */
export function createHost(css: string, place?: HTMLElement, delegatesFocus = false): Host {
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
    if (place || !card) return;
    if (card.localName === 'dialog') {
      if (!card.open) card.showModal();
    } else if (card.showPopover) {
      card.popover = 'manual';
      card.showPopover();
    }
  };
  if (place) return { element, root, addStyle, raise, remove() {} };

  let left = mostMounts;
  /** Whoever removes the host finds it put back. */
  const mount = () => {
    if (element.isConnected || !document.documentElement || left-- === 0) return;
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
