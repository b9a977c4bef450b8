import { getPasskeys } from '../../api.ts';
import { strings } from '../../language.ts';
import { useNow } from '../../use-now.ts';
import { hasPasskeys, usePasskey } from '../../use-passkey.ts';
import { useReading } from '../../use-reading.ts';
import { Section, WhatWasRead } from '../section.tsx';
import { PasskeyRow } from './passkey-row.tsx';

/** The passkeys of whoever is signed in: made, renamed and removed. */
export function Passkeys({ checkAccess }: { checkAccess: () => void }) {
  const [passkeys, again] = useReading(getPasskeys, checkAccess);
  const { run, isBusy, said } = usePasskey('make', again);
  const now = useNow();
  return (
    <Section id="passkeys" title={strings.passkeys} hint={strings.passkeysHint}>
      <WhatWasRead reading={passkeys} again={again}>
        {(all) => (
          <ul class="rows">
            {all.map((passkey) => (
              <PasskeyRow key={passkey.id} {...{ passkey, now, checkAccess }} onChange={again} />
            ))}
            {all.length === 0 && <li class="none">{strings.noPasskeys}</li>}
          </ul>
        )}
      </WhatWasRead>
      {hasPasskeys ? (
        <div>
          <button type="button" class="primary" aria-busy={isBusy} onClick={run}>
            {strings.makePasskey}
          </button>
        </div>
      ) : (
        <p class="muted">{strings.noPasskeysHere}</p>
      )}
      <p role="status" class="warning">
        {said}
      </p>
    </Section>
  );
}
