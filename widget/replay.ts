/** Delivery of what an earlier page or another tab could not deliver: loaded only when something was kept. */

import type { Detail, EventName } from './api.ts';
import { pauseMs, send, waitMs } from './delivery.ts';
import type { Kept } from './memory.ts';
import { post, type Route } from './transport.ts';

export type Replay = typeof replay;

interface Options extends Route {
  site: string;
  emit(event: EventName, detail: Detail): void;
}

/** What ends the wait of a site's replay. */
const waking = new Map<string, () => void>();

/** Sends every kept response, one after the other, until none is left. Called again it does not wait any longer. */
export async function replay(options: Options): Promise<void> {
  const { site } = options;
  const wake = waking.get(site);
  if (wake) return wake();
  waking.set(site, () => {});
  try {
    for (let tries = 0; ; tries++) {
      const ms = await alone(`opina:${site}`, () => sendAll(options));
      if (ms === undefined) break;
      await new Promise<void>((resolve) => {
        waking.set(site, resolve);
        setTimeout(resolve, Math.max(ms, pauseMs(tries)));
      });
    }
  } finally {
    waking.delete(site);
  }
}

/** Answers how long to wait at least before the next try. What cannot be sent yet holds back the others. */
async function sendAll(options: Options): Promise<number | undefined> {
  const { memory } = options;
  const all = memory.kept().sort((one, other) => (one.id < other.id ? -1 : 1));
  const ms = Math.max(...all.map(({ until }) => waitMs(until)));
  if (ms > 0) return ms;
  for (const { id } of all) {
    // As it is kept now.
    const kept = memory.kept().find((other) => other.id === id);
    const afterMs = kept && (await sendKept(kept, options));
    if (afterMs !== undefined) return afterMs;
  }
  return undefined;
}

async function sendKept(
  { until: _, ...response }: Kept,
  options: Options,
  isRemade = false,
): Promise<number | undefined> {
  const { memory, emit } = options;
  const { state, reason = '', until, id } = await send({ ...options, post }, response);
  const remade = id && { ...response, id };
  if (remade) memory.keep(remade);
  if (remade || state !== 'kept') memory.release(response);
  if (remade) return isRemade ? 0 : sendKept(remade, options, true);
  if (state === 'refused') emit('error', { survey: response.survey, reason });
  if (state !== 'kept') return undefined;
  memory.keep({ ...response, until });
  return waitMs(until);
}

/** One tab at a time runs it, where Web Locks can be had. */
async function alone<T>(name: string, run: () => Promise<T>): Promise<T> {
  try {
    return await navigator.locks.request(name, run);
  } catch {
    return run();
  }
}
