/** What stands in the page: surveys in their elements, and tabs at the side. */

import { afterLoad } from './moments.ts';
import { reserve } from './room.ts';
import type { Context } from './ui/parts.ts';

/** Puts a survey into an element of the page until the answer is called. */
export type Place = (element: HTMLElement) => (() => void) | undefined;

export function createPlace({ surveys, _signal: signal, _atDesk: atDesk, _emit: emit }: Context): Place {
  return (element) => {
    const id = element.getAttribute('survey');
    const survey = surveys.find((survey) => survey.id === id);
    const left = new AbortController();
    const leave = () => left.abort();
    if (signal.aborted) return undefined;
    if (survey?.display !== 'inline') {
      emit('error', { reason: `There is no live inline survey ${id}.` });
      return undefined;
    }
    signal.addEventListener('abort', leave, { once: true, signal: left.signal });
    left.signal.addEventListener('abort', reserve(element, survey), { once: true });
    const place = async () => {
      const isThere = await atDesk((desk) => desk._place?.(survey, element, left.signal));
      if (!isThere) leave();
    };
    afterLoad(place, left.signal);
    return leave;
  };
}

/** Puts the tabs of the surveys that have one at the side of the page. */
export function openTabs({ surveys, _signal: signal, _atDesk: atDesk }: Context): void {
  for (const survey of surveys) {
    if (survey.display === 'tab') afterLoad(() => atDesk((desk) => desk._tab?.(survey)), signal);
  }
}
