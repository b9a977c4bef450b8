import type { Host } from './host.ts';

/** Where the visitor's hands and focus are, as far as the card is concerned. */
export interface Attention {
  /** Whether the last thing done in the card was done by key. */
  isByKey(): boolean;
  /** Puts focus back where it was before the visitor came into the card. */
  giveBack(): void;
}

/** Hears only what is done inside the card; Escape closes it when it has the focus. */
export function watchAttention({ root, element }: Host, signal: AbortSignal, onEscape?: () => void): Attention {
  let isByKey = false;
  let left: EventTarget | undefined;
  let before: EventTarget | undefined;
  const listen = <Kind extends Event>(type: string, on: (event: Kind) => void) =>
    element.addEventListener(type, on as EventListener, { signal });
  listen('pointerdown', () => {
    isByKey = false;
  });
  // Its shadow root hides what the page had focused there from `relatedTarget`.
  document.addEventListener('focusout', (event) => ([left] = event.composedPath()), { capture: true, signal });
  listen('focusin', ({ relatedTarget }: FocusEvent) => {
    if (relatedTarget) before = left;
  });
  // A browser may close a dialog without Escape, as on a gesture that goes back.
  if (onEscape) root.addEventListener('close', onEscape, { capture: true, signal });
  // The page's shortcuts are not meant for what is typed here, wherever they listen, nor what it forbids for what is
  // pressed. Around a survey in the page there may be a dialog of its own, which needs to hear how it is left.
  const onKey = (event: KeyboardEvent) => {
    const { key, type } = event;
    if (!event.composedPath().includes(element)) return;
    isByKey = true;
    if (!/^(Escape|Tab)$/.test(key) || onEscape) event.stopPropagation();
    // While a word is being composed Escape is for the composing.
    if (type === 'keydown' && key === 'Escape' && !event.isComposing) onEscape?.();
  };
  for (const type of ['keydown', 'keyup', 'keypress'] as const)
    addEventListener(type, onKey, { capture: true, signal });
  for (const type of ['mousedown', 'click']) listen(type, (event) => event.stopPropagation());
  return {
    isByKey: () => isByKey,
    giveBack() {
      const dialog = root.querySelector('dialog');
      if (dialog) dialog.close();
      else if (root.activeElement) (before as HTMLElement | undefined)?.focus({ preventScroll: true });
    },
  };
}
