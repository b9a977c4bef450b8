import type { KeyListing } from '../../../../core/access.ts';
import type { SiteListing } from '../../../../core/results.ts';
import { revokeShare } from '../../api-team.ts';
import { strings } from '../../language.ts';
import { useDeed } from '../../use-deed.ts';
import { Confirm } from '../confirm.tsx';
import { KeyFacts } from './key-row.tsx';

interface ShareRowProps {
  site: SiteListing;
  listing: KeyListing;
  onChange: () => void;
  checkAccess: () => void;
}

/** A share link without its secret part, and a way to take it back. */
export function ShareRow({ site, listing, onChange, checkAccess }: ShareRowProps) {
  const { id, name, survey, scopes } = listing;
  const { said, run } = useDeed(checkAccess);
  const ofSurvey = site.surveys.find((each) => each.id === survey)?.name ?? survey;
  return (
    <li class="item">
      <KeyFacts listing={listing} />
      <p class="may">
        {ofSurvey}
        <span class="muted"> {scopes.includes('comments') ? strings.commentsToo : strings.numbersAlone}</span>
      </p>
      <div class="buttons">
        <Confirm
          text={strings.revoke}
          label={strings.revokeOf(name)}
          question={strings.revokeQuestion(name)}
          run={() => run(revokeShare(site.id, id), onChange)}
        />
      </div>
      <p role="status" class="warning">
        {said}
      </p>
    </li>
  );
}
