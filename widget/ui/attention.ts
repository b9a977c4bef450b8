import type { Host } from './host.ts';

/** Where the visitor's hands and focus are, as far as the card is concerned. */
export interface Attention {
  /** Whether the last thing done in the card was done by key. */
  isByKey(): boolean;
  /** Puts focus back where it was before the visitor came into the card. */
  giveBack(): void;
}

/** Listens inside the card only; Escape closes it when it has the focus. */
export function watchAttention({ element }: Host, signal: AbortSignal, onEscape: () => void): Attention {
  let isByKey = false;
  let before: EventTarget | null = document.activeElement;
  const listen = <Kind extends Event>(type: string, on: (event: Kind) => void) =>
    element.addEventListener(type, on as EventListener, { signal });
  listen('keydown', (event: KeyboardEvent) => {
    isByKey = true;
    // While a word is being composed Escape is for the composing.
    if (event.key === 'Escape' && !event.isComposing) onEscape();
  });
  listen('pointerdown', () => {
    isByKey = false;
  });
  listen('focusin', (event: FocusEvent) => {
    before = event.relatedTarget ?? before;
  });
  // The page's shortcuts are not meant for what is typed here.
  for (const type of ['keydown', 'keyup', 'keypress']) listen(type, (event) => event.stopPropagation());
  return {
    isByKey: () => isByKey,
    giveBack() {
      (before as HTMLElement | null)?.focus({ preventScroll: true });
    },
  };
}
