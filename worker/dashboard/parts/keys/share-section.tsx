import { useCallback, useState } from 'preact/hooks';
import type { SiteListing } from '../../../../core/results.ts';
import { getShares } from '../../api-team.ts';
import { strings } from '../../language.ts';
import { useReading } from '../../use-reading.ts';
import { MadeOnce } from '../made-once.tsx';
import { Section, WhatWasRead } from '../section.tsx';
import { ShareForm } from './share-form.tsx';
import { ShareRow } from './share-row.tsx';

/** The share links of a site, and the one that was just made. */
export function ShareSection({ site, checkAccess }: { site: SiteListing; checkAccess: () => void }) {
  const read = useCallback((signal: AbortSignal) => getShares(site.id, signal), [site.id]);
  const [shares, again] = useReading(read, checkAccess);
  const [made, setMade] = useState<{ name: string; link: string }>();
  const onMade = (name: string, link: string) => {
    setMade({ name, link });
    again();
  };
  return (
    <Section id="shares" title={strings.shares} hint={strings.sharesHint}>
      {made && (
        <MadeOnce title={strings.shareTitle(made.name)} text={made.link} onDone={() => setMade(undefined)}>
          {strings.shareText}
        </MadeOnce>
      )}
      <WhatWasRead reading={shares} again={again}>
        {(all) => (
          <ul class="rows">
            {all.map((listing) => (
              <ShareRow key={listing.id} {...{ site, listing, checkAccess }} onChange={again} />
            ))}
            {all.length === 0 && <li class="none">{strings.noShares}</li>}
          </ul>
        )}
      </WhatWasRead>
      <ShareForm {...{ site, onMade, checkAccess }} />
    </Section>
  );
}
