/** The right moment: waits that end with the page, without polling. A wait whose signal aborts never ends. */

/** After the page's `load`, when nothing that hydrates or lays out is disturbed. */
export function afterLoad(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (document.readyState === 'complete') resolve();
    else addEventListener('load', () => resolve(), { once: true, signal });
  });
}

export function wait(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => clearTimeout(timer));
  });
}

/** When the tab is in front, no dialog is open and the visitor is not typing. */
export function untilCalm(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const listening = new AbortController();
    signal.addEventListener('abort', () => listening.abort());
    const check = () => {
      if (listening.signal.aborted || isBusy()) return;
      listening.abort();
      resolve();
    };
    // A dialog's `close` does not bubble, and while focus moves from one field to the next nothing has it.
    for (const event of ['visibilitychange', 'focusout', 'close', 'toggle', 'fullscreenchange', 'click']) {
      document.addEventListener(event, () => requestAnimationFrame(check), { capture: true, signal: listening.signal });
    }
    check();
  });
}

function isBusy(): boolean {
  return document.hidden || !!document.fullscreenElement || isDialogOpen() || isTyping(document.activeElement);
}

function isDialogOpen(): boolean {
  return [...document.querySelectorAll(':modal, [aria-modal=true]')].some(
    (dialog) => dialog.getClientRects().length > 0,
  );
}

/** A frame may hold a field, such as that of a payment, and cannot be asked. */
function isTyping(focused: Element | null): boolean {
  return focused?.shadowRoot
    ? isTyping(focused.shadowRoot.activeElement)
    : !!focused?.matches('input, textarea, select, iframe') || !!(focused as HTMLElement | null)?.isContentEditable;
}
