/** Delivery of what an earlier page could not deliver: loaded only when something was kept. */

import type { Detail, EventName } from './api.ts';
import { type Route, startDelivery } from './transport.ts';

export type Replay = typeof replay;

interface Options extends Route {
  site: string;
  emit(event: EventName, detail: Detail): void;
}

/** Sends every kept response, one after the other, and one tab at a time, so that none is sent by two. */
export async function replay({ site, emit, ...route }: Options): Promise<void> {
  const send = async () => {
    for (const post of route.memory.kept()) {
      await startDelivery(post, route, (state, reason = '') => {
        if (state === 'refused') emit('error', { survey: post.survey, reason });
      }).flush();
    }
  };
  if (navigator.locks) await navigator.locks.request(`opina:${site}`, send);
  else await send();
}
