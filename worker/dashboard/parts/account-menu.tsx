import { mayAs } from '../../../core/access.ts';
import { strings } from '../language.ts';
import { hrefOf, type Route } from '../router.ts';
import type { Access } from '../use-access.ts';
import { useSignOut } from '../use-sign-out.ts';
import { Drop } from './drop.tsx';
import { MenuLink } from './menu.tsx';
import { sitePages } from './site-nav.tsx';

interface AccountMenuProps {
  route: Route;
  access: Access;
  onSignedOut: () => void;
}

/** Who is signed in, what they may do with the site that is looked at, and the way out. */
export function AccountMenu({ route, access: { person, sites = [] }, onSignedOut }: AccountMenuProps) {
  const { said, leave } = useSignOut(onSignedOut);
  const [only, ...others] = sites;
  const site = 'site' in route ? sites.find(({ id }) => id === route.site) : others.length === 0 && only;
  return (
    <div class="account" data-is-known={person !== undefined}>
      <Drop label={strings.account} name={person?.name} at={JSON.stringify(route)}>
        {site && mayAs(site.role, 'own') && <SiteLinks route={route} id={site.id} name={site.name} />}
        <MenuLink href={hrefOf({ page: 'account' })} text={strings.account} isCurrent={route.page === 'account'} />
        <li>
          <button type="button" onClick={leave}>
            {strings.signOut}
          </button>
        </li>
      </Drop>
      <span role="status" class="account-status">
        {said}
      </span>
    </div>
  );
}

function SiteLinks({ route, id, name }: { route: Route; id: string; name: string }) {
  return (
    <>
      <li class="menu-head">{name}</li>
      {sitePages.map((page) => (
        <MenuLink key={page} href={hrefOf({ page, site: id })} text={strings[page]} isCurrent={route.page === page} />
      ))}
    </>
  );
}
