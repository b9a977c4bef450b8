/** What stands in the page: surveys in their elements, and tabs at the side. */

import type { Inside } from './client.ts';
import { afterLoad } from './moments.ts';
import { reserve } from './room.ts';

/** Puts a survey into an element of the page until the answer is called. */
export type Place = (element: HTMLElement) => (() => void) | undefined;

export function createPlace({ surveys, signal, atDesk, report }: Inside): Place {
  return (element) => {
    const id = element.getAttribute('survey');
    const survey = surveys.find((survey) => survey.id === id);
    const left = new AbortController();
    const leave = () => left.abort();
    if (signal.aborted) return undefined;
    if (survey?.display !== 'inline') return report(`There is no live inline survey ${id}.`);
    signal.addEventListener('abort', leave, { once: true, signal: left.signal });
    left.signal.addEventListener('abort', reserve(element, survey), { once: true });
    void afterLoad(left.signal)
      .then(() => atDesk((desk) => desk.place?.(survey, element, left.signal)))
      .then((isThere) => isThere ?? leave());
    return leave;
  };
}

/** Puts the tabs of the surveys that have one at the side of the page. */
export function openTabs({ surveys, signal, atDesk }: Inside): void {
  for (const survey of surveys) {
    if (survey.display === 'tab') void afterLoad(signal).then(() => atDesk((desk) => desk.tab?.(survey)));
  }
}
