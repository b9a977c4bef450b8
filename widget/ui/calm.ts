/** Manners: when a visitor may be interrupted. */

import { isDialogOpen, isTyping } from '../busy.ts';

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
