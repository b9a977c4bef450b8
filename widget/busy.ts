/** What may keep a visitor from being interrupted. */

/** Whether one is, in a root, or in that of the component that has the focus, as a modal dialog does. */
export function isDialogOpen(root: DocumentOrShadowRoot & ParentNode): boolean {
  const inner = root.activeElement?.shadowRoot;
  return (
    (!!inner && isDialogOpen(inner)) ||
    [...root.querySelectorAll('dialog[open], [aria-modal=true]')].some((dialog) => dialog.getClientRects().length > 0)
  );
}

/** Whether what has the focus takes text. A frame may hold a field, such as that of a payment, and cannot be asked. */
export function isTyping(focused: Element | null): boolean {
  return focused?.shadowRoot
    ? isTyping(focused.shadowRoot.activeElement)
    : !!focused?.matches('input, textarea, select, iframe') || !!(focused as HTMLElement | null)?.isContentEditable;
}
