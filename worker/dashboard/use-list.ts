import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { ResponseItem, ResponseList } from '../../core/lists.ts';
import { type Answer, getResponses } from './api.ts';
import type { Route } from './router.ts';

/** What a page of responses knows: those read so far, and how far that is. */
export interface Listing {
  status: 'loading' | 'fresh' | 'failed' | 'indexing' | 'missing' | 'refused';
  items: ResponseItem[];
  /** Epoch milliseconds; absent before the first answer. */
  lookedTo?: number;
  cursor?: string;
}

const nothing: Listing = { status: 'loading', items: [] };

/** The responses that the URL asks for, and a way to read on: further, or again what could not be read. */
export function useList(route: Extract<Route, { page: 'responses' }>, onSignedOut: () => void): [Listing, () => void] {
  const { site, survey, filters } = route;
  const [listing, setListing] = useState<Listing>(nothing);
  const asking = useRef<AbortController>();
  const query = JSON.stringify(filters);

  const read = useCallback(
    async (before: Listing) => {
      asking.current?.abort();
      asking.current = new AbortController();
      const { signal } = asking.current;
      // What was read by other filters stays until there is an answer by these.
      setListing((old) => ({ ...old, status: 'loading' }));
      const answer = await getResponses(site, { survey, ...JSON.parse(query), ...cursorOf(before) }, signal);
      if (signal.aborted) return;
      if (answer.kind === 'problem' && answer.code === 'signed-out') onSignedOut();
      setListing(after(before, answer));
    },
    [site, survey, query, onSignedOut],
  );

  useEffect(() => {
    void read(nothing);
    return () => asking.current?.abort();
  }, [read]);

  return [listing, () => void read(listing)];
}

const cursorOf = ({ cursor }: Listing) => (cursor === undefined ? {} : { cursor });

const statusOf: Partial<Record<string, Listing['status']>> = {
  'unknown-site': 'missing',
  'unknown-survey': 'missing',
  invalid: 'refused',
  indexing: 'indexing',
};

function after(before: Listing, answer: Answer<ResponseList>): Listing {
  if (answer.kind === 'problem') return { ...before, status: statusOf[answer.code] ?? 'failed' };
  if (answer.kind !== 'data') return { ...before, status: 'failed' };
  const { items, lookedTo, cursor } = answer.data;
  return { status: 'fresh', items: [...before.items, ...items], lookedTo, ...(cursor !== undefined && { cursor }) };
}
