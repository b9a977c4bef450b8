import { useCallback, useState } from 'preact/hooks';
import { getKeys } from '../../api-team.ts';
import { strings } from '../../language.ts';
import { useReading } from '../../use-reading.ts';
import { MadeOnce } from '../made-once.tsx';
import { Section, WhatWasRead } from '../section.tsx';
import { KeyForm } from './key-form.tsx';
import { KeyRow } from './key-row.tsx';

/** The API keys of a site, and the one that was just made. */
export function KeySection({ site, checkAccess }: { site: string; checkAccess: () => void }) {
  const read = useCallback((signal: AbortSignal) => getKeys(site, signal), [site]);
  const [keys, again] = useReading(read, checkAccess);
  const [made, setMade] = useState<{ name: string; key: string }>();
  const onMade = (name: string, key: string) => {
    setMade({ name, key });
    again();
  };
  return (
    <Section id="api-keys" title={strings.apiKeys} hint={strings.apiKeysHint}>
      {made && (
        <MadeOnce title={strings.keyTitle(made.name)} text={made.key} onDone={() => setMade(undefined)}>
          {strings.keyText}
        </MadeOnce>
      )}
      <WhatWasRead reading={keys} again={again}>
        {(all) => (
          <ul class="rows">
            {all.map((listing) => (
              <KeyRow key={listing.id} {...{ site, listing, onMade, checkAccess }} onChange={again} />
            ))}
            {all.length === 0 && <li class="none">{strings.noKeys}</li>}
          </ul>
        )}
      </WhatWasRead>
      <KeyForm {...{ site, onMade, checkAccess }} />
    </Section>
  );
}
