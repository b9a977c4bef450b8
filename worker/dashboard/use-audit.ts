import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { AuditEntry } from '../../core/access.ts';
import { getAudit } from './api-team.ts';
import type { Route } from './router.ts';

/** The audit log as far as it was read. */
export interface AuditListing {
  status: 'loading' | 'fresh' | 'failed';
  entries: AuditEntry[];
  /** Where to go on, if there may be more. */
  next?: string;
}

const nothing: AuditListing = { status: 'loading', entries: [] };

/** What the URL asks of the log, and a way to read on: further back, or again what could not be read. */
export function useAudit(
  { site, action, actor }: Extract<Route, { page: 'audit' }>,
  checkAccess: () => void,
): [AuditListing, () => void] {
  const [listing, setListing] = useState<AuditListing>(nothing);
  const asking = useRef<AbortController>();
  const read = useCallback(
    async (before: AuditListing) => {
      asking.current?.abort();
      asking.current = new AbortController();
      const { signal } = asking.current;
      setListing((old) => ({ ...old, status: 'loading' }));
      const filter = {
        ...(action && { action }),
        ...(actor && { actor }),
        ...(before.next && { before: before.next }),
      };
      const answer = await getAudit(site, filter, signal);
      if (signal.aborted) return;
      if (answer.kind === 'problem') checkAccess();
      if (answer.kind !== 'data') return setListing({ ...before, status: 'failed' });
      const { entries, next } = answer.data;
      setListing({ status: 'fresh', entries: [...before.entries, ...entries], ...(next !== undefined && { next }) });
    },
    [site, action, actor, checkAccess],
  );
  useEffect(() => {
    void read(nothing);
    return () => asking.current?.abort();
  }, [read]);
  return [listing, () => void read(listing)];
}
