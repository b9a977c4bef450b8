/** The clock of a visitor's device. */

export interface Clock {
  /** Milliseconds ahead of ours. */
  aheadMs: number;
  /** How many times as fast as ours timers run, so that nobody has to wait for them. */
  speed: number;
}

/** Runs in the page before anything of it does: the time, timers and time limits of that device. */
export function setClock({ aheadMs, speed }: Clock): void {
  const { now } = Date;
  const later = window.setTimeout;
  const afterMs = (run: TimerHandler, ms = 0) => later(run, ms / speed);
  Date.now = () => now() + aheadMs;
  window.setTimeout = afterMs as typeof setTimeout;
  AbortSignal.timeout = (ms) => {
    const limit = new AbortController();
    afterMs(() => limit.abort(new DOMException('The time is over', 'TimeoutError')), ms);
    return limit.signal;
  };
}
