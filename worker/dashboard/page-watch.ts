import type { Watch } from './poll.ts';

/** The page the code runs in. */
export const pageWatch: Watch = {
  isVisible: () => document.visibilityState === 'visible',
  onWake(wake) {
    document.addEventListener('visibilitychange', wake);
    addEventListener('online', wake);
    return () => {
      document.removeEventListener('visibilitychange', wake);
      removeEventListener('online', wake);
    };
  },
  now: () => performance.now(),
  setTimer: (run, afterMs) => setTimeout(run, afterMs),
  clearTimer: (timer) => clearTimeout(timer as number | undefined),
};
