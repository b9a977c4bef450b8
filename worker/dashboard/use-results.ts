import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { getResults } from './api.ts';
import { begin, type Kept, keep, type Live, receive } from './live.ts';
import { pageWatch } from './page-watch.ts';
import { type Poll, poll } from './poll.ts';
import type { Route } from './router.ts';

/** A new response is on the page within two seconds: this, and the time of one answer. */
const everyMs = 1500;

/** Live results of a survey and period, and a way to ask for them now. `onSignedOut` is called on every 401. */
export function useResults(path: Extract<Route, { page: 'survey' }>, onSignedOut: () => void): [Live, () => void] {
  const { site, survey, period, scale, key: share } = path;
  const kept = useRef(new Map<string, Kept>());
  const polling = useRef<Poll>();
  const [live, setLive] = useState<Live>({ status: 'loading' });

  useLayoutEffect(() => {
    const key = `${site}/${survey}/${period}/${scale ?? ''}/${share ?? ''}`;
    setLive((old) => begin(old, { site, survey }, kept.current.get(key)));
    polling.current = poll(
      async (signal) => {
        const before = kept.current.get(key);
        const answer = await getResults(
          { site, survey, period, scale, key: share },
          { signal, etag: before?.etag ?? null },
        );
        if (signal.aborted) return false;
        const after = keep(before, answer, Date.now());
        if (after) kept.current.set(key, after);
        setLive((old) => receive(old, answer, after));
        if (answer.kind === 'problem' && answer.code === 'signed-out') onSignedOut();
        return answer.kind === 'data' || answer.kind === 'unchanged';
      },
      everyMs,
      pageWatch,
    );
    return () => polling.current?.stop();
  }, [site, survey, period, scale, share, onSignedOut]);

  return [live, () => polling.current?.again()];
}
