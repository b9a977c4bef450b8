import { Drop } from './drop.tsx';

export interface MenuItem {
  href: string;
  text: string;
  note?: string | undefined;
  isCurrent: boolean;
}

/** A name that opens a list of links; with nothing to choose from, the name alone. */
export function Menu({ label, items }: { label: string; items: MenuItem[] }) {
  const current = items.find(({ isCurrent }) => isCurrent);
  if (items.length <= 1 && current) return <span class="menu-alone">{current.text}</span>;
  return (
    <Drop label={label} name={current?.text} at={current?.href}>
      {items.map((item) => (
        <MenuLink key={item.href} {...item} />
      ))}
    </Drop>
  );
}

/** One of its items. */
export function MenuLink({ href, text, note, isCurrent }: MenuItem) {
  return (
    <li>
      <a href={href} aria-current={isCurrent ? 'page' : undefined}>
        {text} {note && <span class="muted">{note}</span>}
      </a>
    </li>
  );
}
