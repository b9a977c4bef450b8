/** Manners: when a visitor may be interrupted. */

/** When the tab is in front, no dialog is open and the visitor is not typing. */
export function untilCalm(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const listening = new AbortController();
    signal.addEventListener('abort', () => listening.abort());
    const check = () => {
      if (signal.aborted || listening.signal.aborted || isBusy()) return;
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
  return document.hidden || !!document.fullscreenElement || isDialogOpen(document) || isTyping(document.activeElement);
}

/** In a root, or in that of the component that has the focus, as a modal dialog does. */
function isDialogOpen(root: DocumentOrShadowRoot & ParentNode): boolean {
  const inner = root.activeElement?.shadowRoot;
  return (
    (!!inner && isDialogOpen(inner)) ||
    [...root.querySelectorAll('dialog[open], [aria-modal=true]')].some((dialog) => dialog.getClientRects().length > 0)
  );
}

/** A frame may hold a field, such as that of a payment, and cannot be asked. */
function isTyping(focused: Element | null): boolean {
  return focused?.shadowRoot
    ? isTyping(focused.shadowRoot.activeElement)
    : !!focused?.matches('input, textarea, select, iframe') || !!(focused as HTMLElement | null)?.isContentEditable;
}
