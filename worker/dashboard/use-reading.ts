import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { Answer } from './api.ts';

/** What a part of a page knows of what it asked for. */
export interface Reading<T> {
  status: 'loading' | 'fresh' | 'failed';
  data?: T;
}

/**
 * Asks once, and again when it is told to; `read` has to stay the same as long as it asks for the same. `checkAccess` is
 * called where whoever asks may not.
 */
export function useReading<T>(
  read: (signal: AbortSignal) => Promise<Answer<T>>,
  checkAccess: () => void,
): [Reading<T>, () => void] {
  const [reading, setReading] = useState<Reading<T>>({ status: 'loading' });
  const asking = useRef<AbortController>();
  const again = useCallback(() => {
    asking.current?.abort();
    asking.current = new AbortController();
    const { signal } = asking.current;
    setReading((old) => ({ ...old, status: 'loading' }));
    void read(signal).then((answer) => {
      if (signal.aborted) return;
      if (answer.kind === 'problem') checkAccess();
      if (answer.kind === 'data') setReading({ status: 'fresh', data: answer.data });
      else setReading((old) => ({ ...old, status: 'failed' }));
    });
  }, [read, checkAccess]);
  useEffect(() => {
    again();
    return () => asking.current?.abort();
  }, [again]);
  return [reading, again];
}
