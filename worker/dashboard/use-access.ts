import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { SiteListing } from '../../core/results.ts';
import { getSession, getSites, type Session } from './api.ts';
import { pageWatch } from './page-watch.ts';
import { type Poll, poll } from './poll.ts';

/** Who reads, and what there is to read. */
export interface Access {
  status: 'loading' | 'in' | 'signed-out' | 'unreachable';
  person?: Session;
  sites?: SiteListing[];
}

/** Sites change seldom; a page that becomes visible asks at once. */
const everyMs = 30_000;

/** The session and its sites, and a way to ask for them now. */
export function useAccess(): [Access, () => void] {
  const [access, setAccess] = useState<Access>({ status: 'loading' });
  const polling = useRef<Poll>();
  useEffect(() => {
    polling.current = poll(
      async (signal) => {
        const [session, sites] = await Promise.all([getSession(signal), getSites(signal)]);
        if (signal.aborted) return false;
        const isIn = session.kind === 'data' && sites.kind === 'data';
        const isOut = [session, sites].some((answer) => answer.kind === 'problem' && answer.code === 'signed-out');
        if (isOut) setAccess({ status: 'signed-out' });
        else if (isIn) setAccess({ status: 'in', person: session.data, sites: sites.data });
        else setAccess((old) => (old.status === 'in' ? old : { ...old, status: 'unreachable' }));
        return isIn || isOut;
      },
      everyMs,
      pageWatch,
    );
    return () => polling.current?.stop();
  }, []);
  const again = useCallback(() => polling.current?.again(), []);
  return [access, again];
}
