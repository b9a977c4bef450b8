import { useState } from 'preact/hooks';
import { type KeyListing, scopes } from '../../../../core/access.ts';
import { revokeKey, rotateKey } from '../../api-team.ts';
import { strings, times } from '../../language.ts';
import { useDeed } from '../../use-deed.ts';
import { useNow } from '../../use-now.ts';
import { usedText } from '../../used-text.ts';
import { Confirm } from '../confirm.tsx';
import { HoursField, hoursIn } from './hours-field.tsx';

interface KeyRowProps {
  site: string;
  listing: KeyListing;
  onChange: () => void;
  onMade: (name: string, key: string) => void;
  checkAccess: () => void;
}

/** An API key without its secret part, and what can be done about it. */
export function KeyRow({ site, listing, onChange, onMade, checkAccess }: KeyRowProps) {
  const { id, name } = listing;
  const { said, run } = useDeed(checkAccess);
  const [hours, setHours] = useState('24');
  const overlap = hoursIn(hours);
  const rotate = () => {
    if (overlap === undefined) return;
    void run(rotateKey(site, { id, hours: overlap }), ({ key }) => onMade(name, key));
  };
  return (
    <li class="item">
      <KeyFacts listing={listing} />
      <p class="may">
        {scopes
          .filter((scope) => listing.scopes.includes(scope))
          .map((scope) => strings.scopes[scope].name)
          .join(', ')}
      </p>
      <div class="buttons">
        <Confirm
          text={strings.rotate}
          label={strings.rotateOf(name)}
          question={strings.rotateQuestion(name)}
          runText={strings.rotateRun}
          isWhole={overlap !== undefined}
          run={rotate}
        >
          <HoursField name={`hours-${id}`} value={hours} onText={setHours} />
        </Confirm>
        <Confirm
          text={strings.revoke}
          label={strings.revokeOf(name)}
          question={strings.revokeQuestion(name)}
          run={() => run(revokeKey(site, id), onChange)}
        />
      </div>
      <p role="status" class="warning">
        {said}
      </p>
    </li>
  );
}

/** Its name, what it begins with, when it was used, and until when it can be. */
export function KeyFacts({ listing: { id, name, usedAt, expiresAt } }: { listing: KeyListing }) {
  const now = useNow();
  const end = expiresAt === undefined ? strings.noEnd : strings.until(times.shortMoment(expiresAt));
  return (
    <div class="of">
      <strong>{name}</strong>
      <p class="muted">
        <code>opina_{id}…</code> · {usedText(usedAt, now)} · {end}
      </p>
    </div>
  );
}
