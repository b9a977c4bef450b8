/** The address bar as state: reading it, changing it, and following links without a reload. */

import { useEffect, useState } from 'preact/hooks';
import { parseRoute } from './router.ts';

const moved = new EventTarget();
let links = 0;

/** Path, query and fragment of the page, kept current. */
export interface Place {
  pathname: string;
  search: string;
  hash: string;
}

/** Goes to a path of this origin; `replace` leaves no entry to come back to. */
export function goTo(href: string, { replace = false } = {}): void {
  if (replace) history.replaceState(null, '', href);
  else {
    history.pushState(null, '', href);
    links += 1;
  }
  moved.dispatchEvent(new Event('move'));
}

/** Whether a link was followed since the page was loaded. */
export function hasMoved(): boolean {
  return links > 0;
}

/** The current place; renders again when it changes. */
export function usePlace(): Place {
  const [place, setPlace] = useState(here);
  useEffect(() => {
    const update = () => setPlace(here());
    moved.addEventListener('move', update);
    addEventListener('popstate', update);
    return () => {
      moved.removeEventListener('move', update);
      removeEventListener('popstate', update);
    };
  }, []);
  return place;
}

/** Turns plain clicks on links to pages of the dashboard into `goTo`. Returns its undo. */
export function followLinks(): () => void {
  document.addEventListener('click', onClick);
  return () => document.removeEventListener('click', onClick);
}

function onClick(event: MouseEvent): void {
  if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey)
    return;
  const link = event.target instanceof Element ? event.target.closest('a[href]') : null;
  if (!(link instanceof HTMLAnchorElement) || link.target !== '' || link.hasAttribute('download')) return;
  const url = new URL(link.href);
  const isJump = url.hash !== '';
  if (url.origin !== location.origin || isJump || parseRoute(url.pathname).page === 'unknown') return;
  event.preventDefault();
  if (url.href !== location.href) goTo(url.pathname + url.search);
}

function here(): Place {
  const { pathname, search, hash } = location;
  return { pathname, search, hash };
}
