/** Delivery of what an earlier page or another tab could not deliver: loaded only when something was kept. */

import type { Detail, EventName } from './api.ts';
import { pauseMs, send, waitMs } from './delivery.ts';
import type { Kept } from './memory.ts';
import { newId, post, type Route } from './transport.ts';

export type Replay = typeof replay;

interface Options extends Route {
  site: string;
  emit(event: EventName, detail: Detail): void;
}

let isRunning = false;
let wake = () => {};

/** Sends every kept response, one after the other, until none is left. Called again it does not wait any longer. */
export async function replay(options: Options): Promise<void> {
  wake();
  if (isRunning) return;
  isRunning = true;
  for (let tries = 0; ; tries++) {
    const ms = await alone(`opina:${options.site}`, () => sendAll(options));
    if (ms === undefined) break;
    await new Promise<void>((resolve) => {
      wake = resolve;
      setTimeout(resolve, Math.max(ms, pauseMs(tries)));
    });
  }
  isRunning = false;
}

/** Answers how long to wait at least before the next try. */
async function sendAll(options: Options): Promise<number | undefined> {
  const { memory } = options;
  const all = memory.kept().sort((one, other) => (one.id < other.id ? -1 : 1));
  const untilMs = Math.max(...all.map(({ until }) => waitMs(until)));
  if (untilMs > 0) return untilMs;
  let heldMs = 0;
  for (const { id } of all) {
    // As it is kept now.
    const kept = memory.kept().find((other) => other.id === id);
    const ms = waitMs(kept?.held);
    heldMs = Math.max(heldMs, ms);
    if (!kept || ms) continue;
    const afterMs = await sendKept(kept, options);
    if (afterMs !== undefined) return afterMs;
  }
  return heldMs || undefined;
}

/** What cannot be sent yet holds back the others. */
async function sendKept(
  { until: _, held: __, ...response }: Kept,
  options: Options,
  isRemade = false,
): Promise<number | undefined> {
  const { memory, emit } = options;
  const { state, reason = '', until, id } = await send({ ...options, post, newId }, response);
  if (id || state !== 'kept') memory.release(response);
  if (id) {
    const remade = { ...response, id };
    memory.keep(remade);
    return isRemade ? 0 : sendKept(remade, options, true);
  }
  if (state === 'refused') emit('error', { survey: response.survey, reason });
  if (state !== 'kept') return undefined;
  memory.keep({ ...response, until });
  return waitMs(until);
}

/** One tab at a time runs it, where there are Web Locks, so that nothing is sent by two. */
async function alone<T>(name: string, run: () => Promise<T>): Promise<T> {
  return navigator.locks ? navigator.locks.request(name, run) : run();
}
