/** Where the visitor's hands and focus are, as far as the card is concerned. */
export interface Attention {
  /** Whether the last thing done in the card was done by key. */
  isByKey(): boolean;
  /** Puts focus back where it was before the visitor came into the card. */
  giveBack(): void;
}

/** Listens inside the card only; Escape closes it when it has the focus. */
export function watchAttention(root: ShadowRoot, onEscape: () => void): Attention {
  let isByKey = false;
  let before: EventTarget | null = null;
  root.addEventListener('keydown', (event: Event & Partial<KeyboardEvent>) => {
    isByKey = true;
    // While a word is being composed Escape is for the composing.
    if (event.key === 'Escape' && !event.isComposing) onEscape();
  });
  root.addEventListener('pointerdown', () => {
    isByKey = false;
  });
  root.host.addEventListener('focusin', (event) => {
    before = (event as FocusEvent).relatedTarget ?? before;
  });
  return {
    isByKey: () => isByKey,
    giveBack() {
      if (root.activeElement) (before as HTMLElement | null)?.focus({ preventScroll: true });
    },
  };
}
