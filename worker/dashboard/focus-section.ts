/** Moves the focus from what is about to go to the heading of the section around it. */
export function focusSection(from: HTMLElement | null): void {
  from?.closest('section')?.querySelector<HTMLElement>('h2')?.focus();
}
