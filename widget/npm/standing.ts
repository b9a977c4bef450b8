/** The `<opina-survey>` elements that stand in the page: they may be there before a client is, and after it. */

import type { Place } from '../standing.ts';

type Leave = () => void;

const standing = new Map<HTMLElement, Leave | undefined>();
let place: Place | undefined;

/** Puts a survey into an element as soon as a client can, until the answer is called. */
export function stand(element: HTMLElement): Leave {
  standing.set(element, place?.(element));
  return () => {
    standing.get(element)?.();
    standing.delete(element);
  };
}

/** From now on a client puts surveys into all of them, until the answer is called. */
export function placeBy(next: Place): Leave {
  place = next;
  for (const [element, leave] of standing) {
    leave?.();
    standing.set(element, next(element));
  }
  return () => {
    if (place === next) place = undefined;
  };
}
