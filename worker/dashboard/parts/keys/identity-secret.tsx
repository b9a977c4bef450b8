import { useState } from 'preact/hooks';
import { rotateSecret, type Secret, showSecret } from '../../api-team.ts';
import { strings } from '../../language.ts';
import { useDeed } from '../../use-deed.ts';
import { Confirm } from '../confirm.tsx';
import { MadeOnce } from '../made-once.tsx';
import { Section } from '../section.tsx';
import { HoursField, hoursIn } from './hours-field.tsx';

/** The secret that a site proves its visitors with: on request, since who asked for it is written down. */
export function IdentitySecret({ site, checkAccess }: { site: string; checkAccess: () => void }) {
  const [secret, setSecret] = useState<string>();
  const [hours, setHours] = useState('24');
  const { said, run } = useDeed(checkAccess);
  const overlap = hoursIn(hours);
  const onSecret = (told: Secret) => setSecret(told.secret);
  return (
    <Section id="secret" title={strings.secret} hint={strings.secretHint}>
      <div class="buttons">
        {secret === undefined && (
          <button type="button" class="quiet" onClick={() => void run(showSecret(site), onSecret)}>
            {strings.show}
          </button>
        )}
        <Confirm
          text={strings.rotate}
          label={strings.rotateOf(strings.secret)}
          question={strings.rotateSecretQuestion}
          runText={strings.rotateSecretRun}
          isWhole={overlap !== undefined}
          run={() => overlap !== undefined && void run(rotateSecret(site, overlap), onSecret)}
        >
          <HoursField name="hours-secret" value={hours} onText={setHours} />
        </Confirm>
      </div>
      <p role="status" class="warning">
        {said}
      </p>
      {secret && (
        <MadeOnce title={strings.secretTitle} text={secret} onDone={() => setSecret(undefined)} done={strings.hide}>
          {strings.secretText}
        </MadeOnce>
      )}
    </Section>
  );
}
