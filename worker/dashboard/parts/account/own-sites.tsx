import type { SiteListing } from '../../../../core/results.ts';
import { strings } from '../../language.ts';
import { hrefOf } from '../../router.ts';
import { Section } from '../section.tsx';
import { Leave } from '../team/leave.tsx';

interface OwnSitesProps {
  sites: SiteListing[];
  /** Who sees every site is a member of none by that, and leaves one on its team page. */
  isAdmin: boolean;
  checkAccess: () => void;
}

/** What one is on each site, and the way out of it. */
export function OwnSites({ sites, isAdmin, checkAccess }: OwnSitesProps) {
  return (
    <Section id="own-sites" title={strings.yourSites}>
      <ul class="rows">
        {sites.map((site) => (
          <li key={site.id} class="item">
            <div class="of">
              <a href={hrefOf({ page: 'site', site: site.id })}>{site.name}</a>
            </div>
            <p class="may">{isAdmin ? strings.administrator : strings.roles[site.role]}</p>
            <div class="buttons">{!isAdmin && <Leave site={site} checkAccess={checkAccess} />}</div>
          </li>
        ))}
        {sites.length === 0 && <li class="none">{strings.noSitesText}</li>}
      </ul>
    </Section>
  );
}
