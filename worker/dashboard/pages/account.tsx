import { useEffect } from 'preact/hooks';
import { strings } from '../language.ts';
import { NameForm } from '../parts/account/name-form.tsx';
import { OwnSites } from '../parts/account/own-sites.tsx';
import { Passkeys } from '../parts/account/passkeys.tsx';
import { Sessions } from '../parts/account/sessions.tsx';
import { SignOut } from '../parts/account/sign-out.tsx';
import { Title } from '../parts/title.tsx';
import type { Access } from '../use-access.ts';

/** What people have of their own: a name, sites, and ways in and out. */
export function AccountPage({
  access: { person, sites = [] },
  checkAccess,
}: {
  access: Access;
  checkAccess: () => void;
}) {
  useEffect(() => scrollTo(0, 0), []);
  if (!person) return <main aria-busy="true" />;
  return (
    <main class="survey">
      <div class="survey-head">
        <Title text={strings.account} />
      </div>
      <NameForm name={person.name} checkAccess={checkAccess} />
      <OwnSites sites={sites} isAdmin={person.isAdmin} checkAccess={checkAccess} />
      <Passkeys checkAccess={checkAccess} />
      <Sessions checkAccess={checkAccess} />
      <SignOut onSignedOut={checkAccess} />
    </main>
  );
}
