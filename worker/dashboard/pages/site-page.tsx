import { useEffect } from 'preact/hooks';
import { mayAs } from '../../../core/access.ts';
import { strings } from '../language.ts';
import { SiteNav } from '../parts/site-nav.tsx';
import { Title } from '../parts/title.tsx';
import type { Route } from '../router.ts';
import type { Access } from '../use-access.ts';
import { AuditPage } from './audit.tsx';
import { Forbidden } from './forbidden.tsx';
import { KeysPage } from './keys.tsx';
import { Missing } from './missing.tsx';
import { TeamPage } from './team.tsx';

interface SitePageProps {
  route: Extract<Route, { page: 'team' | 'keys' | 'audit' }>;
  access: Access;
  checkAccess: () => void;
}

/** One of the pages that the owners of a site have. */
export function SitePage({ route, access: { sites = [], person }, checkAccess }: SitePageProps) {
  const site = sites.find(({ id }) => id === route.site);
  useEffect(() => scrollTo(0, 0), [route.site, route.page]);
  if (!site) return <Missing sites={sites} />;
  if (!mayAs(site.role, 'own')) return <Forbidden site={site.name} />;
  return (
    <main class="survey">
      <div class="survey-head">
        <Title text={strings[route.page]} of={site.name} />
        <SiteNav site={site.id} page={route.page} />
      </div>
      {route.page === 'team' && <TeamPage site={site} person={person} checkAccess={checkAccess} />}
      {route.page === 'keys' && <KeysPage site={site} checkAccess={checkAccess} />}
      {route.page === 'audit' && <AuditPage route={route} checkAccess={checkAccess} />}
    </main>
  );
}
