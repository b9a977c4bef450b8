import type { SiteListing } from '../../../core/results.ts';
import { IdentitySecret } from '../parts/keys/identity-secret.tsx';
import { KeySection } from '../parts/keys/key-section.tsx';
import { ShareSection } from '../parts/keys/share-section.tsx';

interface KeysPageProps {
  site: SiteListing;
  checkAccess: () => void;
}

/** What is no person and may still read or change a site. */
export function KeysPage({ site, checkAccess }: KeysPageProps) {
  return (
    <>
      <KeySection key={`keys ${site.id}`} site={site.id} checkAccess={checkAccess} />
      {site.surveys.length > 0 && <ShareSection key={`shares ${site.id}`} site={site} checkAccess={checkAccess} />}
      <IdentitySecret key={`secret ${site.id}`} site={site.id} checkAccess={checkAccess} />
    </>
  );
}
