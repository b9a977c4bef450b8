import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

interface DropProps {
  label: string;
  /** What is chosen, in place of the label. */
  name: string | undefined;
  /** Closes when it changes. */
  at: string | undefined;
  /** Items of a list. */
  children: ComponentChildren;
}

/** A name that opens a list. */
export function Drop({ label, name, at, children }: DropProps) {
  const details = useRef<HTMLDetailsElement>(null);
  useEffect(() => (details.current ? closeFromOutside(details.current) : undefined), []);
  useEffect(() => details.current?.removeAttribute('open'), [at]);
  return (
    <details class="menu" ref={details}>
      <summary>
        <span class="hidden">{label}: </span>
        <span class="menu-name">{name ?? label}</span>
      </summary>
      <ul>{children}</ul>
    </details>
  );
}

/** Escape gives the focus back; a click or the focus elsewhere closes. Returns its undo. */
function closeFromOutside(details: HTMLDetailsElement): () => void {
  const onAway = (event: Event) => {
    if (event.target instanceof Node && !details.contains(event.target)) details.open = false;
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || !details.open) return;
    details.open = false;
    details.querySelector('summary')?.focus();
  };
  document.addEventListener('pointerdown', onAway);
  document.addEventListener('focusin', onAway);
  details.addEventListener('keydown', onKey);
  return () => {
    document.removeEventListener('pointerdown', onAway);
    document.removeEventListener('focusin', onAway);
    details.removeEventListener('keydown', onKey);
  };
}
