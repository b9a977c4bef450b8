import { strings } from '../language.ts';
import { hrefOf, type Route } from '../router.ts';

/** What owners have of each site. */
export const sitePages = ['team', 'keys', 'audit'] as const;

/** From one of the pages for owners to the others. */
export function SiteNav({ site, page: current }: { site: string; page: Route['page'] }) {
  return (
    <nav class="facets" aria-label={strings.ofSite}>
      {sitePages.map((page) => (
        <a key={page} href={hrefOf({ page, site })} aria-current={page === current ? 'page' : undefined}>
          {strings[page]}
        </a>
      ))}
    </nav>
  );
}
