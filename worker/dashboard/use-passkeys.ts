import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { PasskeyListing } from '../../core/passkeys.ts';
import { getPasskeys } from './api.ts';

/** The passkeys of whoever is signed in: none before the first answer, and the last known after a failure. */
export interface Passkeys {
  status: 'loading' | 'fresh' | 'failed';
  items?: PasskeyListing[];
}

/** Those there are, and a way to ask again. */
export function usePasskeys(): [Passkeys, () => void] {
  const [passkeys, setPasskeys] = useState<Passkeys>({ status: 'loading' });
  const asking = useRef<AbortController>();
  const read = useCallback(async () => {
    asking.current?.abort();
    asking.current = new AbortController();
    const { signal } = asking.current;
    const answer = await getPasskeys(signal);
    if (signal.aborted) return;
    if (answer.kind === 'data') setPasskeys({ status: 'fresh', items: answer.data });
    else setPasskeys((old) => ({ ...old, status: 'failed' }));
  }, []);
  useEffect(() => {
    void read();
    return () => asking.current?.abort();
  }, [read]);
  return [passkeys, () => void read()];
}
