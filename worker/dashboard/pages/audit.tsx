import { useCallback, useRef } from 'preact/hooks';
import { getMembers } from '../api-team.ts';
import { actorText } from '../deed-text.ts';
import { strings } from '../language.ts';
import { AuditEnd } from '../parts/audit/audit-end.tsx';
import { AuditFilters } from '../parts/audit/audit-filters.tsx';
import { AuditRows } from '../parts/audit/audit-rows.tsx';
import type { Route } from '../router.ts';
import { useAudit } from '../use-audit.ts';
import { useReading } from '../use-reading.ts';

interface AuditPageProps {
  route: Extract<Route, { page: 'audit' }>;
  checkAccess: () => void;
}

/** Who did what to a site, and when. */
export function AuditPage({ route, checkAccess }: AuditPageProps) {
  const { site } = route;
  const [listing, readOn] = useAudit(route, checkAccess);
  const read = useCallback((signal: AbortSignal) => getMembers(site, signal), [site]);
  const [{ data: members = [] }] = useReading(read, checkAccess);
  // Whoever was found stays to be chosen when a filter leaves nothing of theirs.
  const { current: people } = useRef(new Map<string, string>());
  for (const { id, name } of members) people.set(`person:${id}`, name);
  for (const entry of listing.entries) people.set(entry.actor, actorText(entry));
  return (
    <>
      <AuditFilters route={route} people={people} />
      <section class="card audit" aria-label={strings.audit}>
        <AuditRows route={route} entries={listing.entries} people={people} />
        <AuditEnd listing={listing} isFiltered={Boolean(route.action ?? route.actor)} readOn={readOn} />
      </section>
      <p>
        <a href={`/api/sites/${site}/audit.csv`} download>
          {strings.csv}
        </a>
      </p>
    </>
  );
}
