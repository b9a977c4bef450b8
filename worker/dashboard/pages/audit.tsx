import { useCallback } from 'preact/hooks';
import type { AuditEntry } from '../../../core/access.ts';
import { getMembers } from '../api-team.ts';
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
  const people = new Map([
    ...members.map(({ id, name }) => [`person:${id}`, name] as const),
    ...listing.entries.map(actorIn),
  ]);
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

/** Whoever is no member any more is known by what they did. */
function actorIn({ actor, actorName }: AuditEntry): [string, string] {
  return [actor, actor.startsWith('key:') ? strings.viaKey(actorName) : actorName];
}
