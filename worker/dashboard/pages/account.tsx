import { strings } from '../language.ts';
import { Passkeys } from '../parts/passkeys.tsx';
import { Title } from '../parts/title.tsx';

/** What somebody has of their own here. */
export function AccountPage() {
  return (
    <main class="account-page">
      <Title text={strings.account} />
      <Passkeys />
    </main>
  );
}
