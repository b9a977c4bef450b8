import { defaultPeriod } from '../../../core/periods.ts';
import type { SiteListing } from '../../../core/results.ts';
import { strings } from '../language.ts';
import { hrefOf, type Route } from '../router.ts';
import type { Access } from '../use-access.ts';
import { AccountMenu } from './account-menu.tsx';
import { Menu } from './menu.tsx';
import { Periods } from './periods.tsx';

/** Where one is, where else one can go, for which period, and who reads. */
export function Header({ route, access, onSignedOut }: { route: Route; access: Access; onSignedOut: () => void }) {
  return (
    <header class="top">
      <a class="brand" href="/">
        {strings.product}
      </a>
      <Pickers route={route} sites={access.sites ?? []} />
      {route.page === 'survey' && <Periods route={route} />}
      <AccountMenu route={route} access={access} onSignedOut={onSignedOut} />
    </header>
  );
}

function Pickers({ route, sites }: { route: Route; sites: SiteListing[] }) {
  const inSite = 'site' in route ? route.site : undefined;
  const site = sites.find(({ id }) => id === inSite);
  return (
    <nav class="pickers" aria-label={strings.place}>
      {sites.length > 0 && <Menu label={strings.site} items={sites.map((each) => siteItem(each, inSite))} />}
      {site && site.surveys.length > 0 && <Menu label={strings.survey} items={surveyItems(site, route)} />}
    </nav>
  );
}

function siteItem({ id, name, surveys }: SiteListing, current: string | undefined) {
  const note = surveys.length === 0 ? strings.noSurveyYet : undefined;
  return { href: hrefOf({ page: 'site', site: id }), text: name, note, isCurrent: id === current };
}

function surveyItems(site: SiteListing, route: Route) {
  const current = 'survey' in route ? route.survey : undefined;
  const period = route.page === 'survey' ? route.period : defaultPeriod;
  return site.surveys.map(({ id, name, status }) => ({
    href: hrefOf({ page: 'survey', site: site.id, survey: id, period }),
    text: name,
    note: status === 'paused' ? strings.paused : undefined,
    isCurrent: id === current,
  }));
}
