import { useEffect, useRef } from 'preact/hooks';

export interface MenuItem {
  href: string;
  text: string;
  note?: string | undefined;
  isCurrent: boolean;
}

/** A name that opens a list of links; with nothing to choose from, the name alone. */
export function Menu({ label, items }: { label: string; items: MenuItem[] }) {
  const details = useRef<HTMLDetailsElement>(null);
  const current = items.find(({ isCurrent }) => isCurrent);
  useEffect(() => (details.current ? closeFromOutside(details.current) : undefined), [items.length > 1]);
  useEffect(() => details.current?.removeAttribute('open'), [current?.href]);

  if (items.length <= 1 && current) return <span class="menu-alone">{current.text}</span>;
  return (
    <details class="menu" ref={details}>
      <summary>
        <span class="hidden">{label}: </span>
        <span class="menu-name">{current?.text ?? label}</span>
      </summary>
      <ul>
        {items.map(({ href, text, note, isCurrent }) => (
          <li key={href}>
            <a href={href} aria-current={isCurrent ? 'page' : undefined}>
              {text} {note && <span class="muted">{note}</span>}
            </a>
          </li>
        ))}
      </ul>
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
