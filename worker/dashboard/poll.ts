/** Asking again and again while somebody looks. */

/** How a poll is steered from outside. */
export interface Poll {
  /** Asks now, unless it is being asked. */
  again(): void;
  stop(): void;
}

/** What a poll needs of its page, so that it can be tested without one. */
export interface Watch {
  isVisible(): boolean;
  /** Calls back when the page becomes visible or hidden, or the network comes back. Returns its undo. */
  onWake(wake: () => void): () => void;
  now(): number;
  setTimer(run: () => void, afterMs: number): unknown;
  clearTimer(timer: unknown): void;
}

const longestWaitMs = 20_000;

/** Milliseconds from one question to the next: the interval, doubled with every failure in a row. */
export function waitAfter(failures: number, everyMs: number): number {
  return Math.max(everyMs, Math.min(everyMs * 2 ** failures, longestWaitMs));
}

/**
 * Asks at once and then every `everyMs` milliseconds, counted from question to question, never two at a time and not while
 * the page is hidden. `ask` says whether it got an answer.
 */
export function poll(ask: (signal: AbortSignal) => Promise<boolean>, everyMs: number, watch: Watch): Poll {
  const stopped = new AbortController();
  let asking = false;
  let failures = 0;
  let timer: unknown;

  async function again(): Promise<void> {
    watch.clearTimer(timer);
    if (asking || stopped.signal.aborted || !watch.isVisible()) return;
    asking = true;
    const askedAt = watch.now();
    failures = (await ask(stopped.signal)) ? 0 : failures + 1;
    asking = false;
    if (stopped.signal.aborted || !watch.isVisible()) return;
    timer = watch.setTimer(again, Math.max(0, waitAfter(failures, everyMs) - (watch.now() - askedAt)));
  }

  const unwatch = watch.onWake(again);
  void again();
  return {
    again: () => void again(),
    stop() {
      stopped.abort();
      watch.clearTimer(timer);
      unwatch();
    },
  };
}
