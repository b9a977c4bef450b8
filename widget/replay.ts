/** Delivery of what an earlier page or another tab could not deliver: loaded only when something was kept. */

import { pauseMs, send, waitMs } from './delivery.ts';
import type { Memory } from './memory.ts';
import { createOutbox, type Kept } from './outbox.ts';
import { post, type Wire } from './transport.ts';
import type { Context } from './ui/parts.ts';

export type Replay = typeof replay;

interface Sender extends Wire {
  emit: Context['_emit'];
}

const keptIn = (memory: Memory) => memory._read<Kept>('kept:').map(([, post]) => post);

/** What ends the wait of a site's replay. */
const waking = new Map<string, () => void>();

/** Sends every kept response, one after the other, until none is left. Called again it does not wait any longer. */
async function replay(memory: Context): Promise<void> {
  const { site, base, _emit: emit } = memory;
  const wake = waking.get(site);
  if (wake) return wake();
  waking.set(site, () => {});
  try {
    const sender = { base, post: await postFor(memory), emit, memory, outbox: createOutbox(memory) };
    for (let tries = 0; ; tries++) {
      const ms = await alone(`opina:${site}`, () => sendAll(sender));
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

/** Where the site has Turnstile, with tokens that are asked for without a card. */
const postFor = async (context: Context) =>
  context.turnstile ? (await context._load('challenge')).start(context) : post;

/** Answers how long to wait at least before the next try. What cannot be sent yet holds back the others. */
async function sendAll(sender: Sender): Promise<number | undefined> {
  const { memory } = sender;
  const all = keptIn(memory).sort((one, other) => (one.id < other.id ? -1 : 1));
  const ms = Math.max(...all.map(({ until }) => waitMs(until)));
  if (ms > 0) return ms;
  for (const { id } of all) {
    // As it is kept now.
    const kept = keptIn(memory).find((other) => other.id === id);
    const afterMs = kept && (await sendKept(kept, sender));
    if (afterMs !== undefined) return afterMs;
  }
  return undefined;
}

async function sendKept(
  { until: _, ...response }: Kept,
  sender: Sender,
  isRemade = false,
): Promise<number | undefined> {
  const { outbox, emit } = sender;
  const { state, reason = '', until, id } = await send(sender, response);
  const remade = id && { ...response, id };
  if (remade) outbox.keep(remade);
  if (remade || state !== 'kept') outbox.release(response);
  if (remade) return isRemade ? 0 : sendKept(remade, sender, true);
  if (state === 'refused') emit('error', { survey: response.survey, reason });
  if (state !== 'kept') return undefined;
  outbox.keep({ ...response, until });
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

export { replay as start };
