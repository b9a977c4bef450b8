import { useState } from 'preact/hooks';
import { limits } from '../../../../core/contract.ts';
import type { PasskeyListing } from '../../../../core/passkeys.ts';
import { dayOf } from '../../../../core/periods.ts';
import { removePasskey, renamePasskey } from '../../api.ts';
import { strings, times } from '../../language.ts';
import { useDeed } from '../../use-deed.ts';
import { usedText } from '../../used-text.ts';
import { Confirm } from '../confirm.tsx';
import { TextField } from '../text-field.tsx';

interface PasskeyRowProps {
  passkey: PasskeyListing;
  now: number;
  onChange: () => void;
  checkAccess: () => void;
}

/** One passkey, and what can be done to it, each where it stands. */
export function PasskeyRow({ passkey: { id, name, madeAt, usedAt }, now, onChange, checkAccess }: PasskeyRowProps) {
  const [wanted, setWanted] = useState(name);
  const { said, run } = useDeed(checkAccess);
  const text = wanted.trim();
  return (
    <li class="item">
      <div class="of">
        <strong>{name}</strong>
        <p class="muted">
          {strings.madeOn(times.date(dayOf(madeAt)))} · {usedText(usedAt, now)}
        </p>
      </div>
      <div class="buttons">
        <Confirm
          text={strings.rename}
          label={strings.renameOf(name)}
          question={strings.renameQuestion(name)}
          runText={strings.save}
          isWhole={text !== ''}
          run={() => run(renamePasskey(id, text), onChange)}
        >
          <TextField
            {...{ name: `name-${id}`, label: strings.name, value: wanted, maxLength: limits.name }}
            wrong={text === '' ? strings.noName : undefined}
            onText={setWanted}
          />
        </Confirm>
        <Confirm
          text={strings.remove}
          label={strings.removeOf(name)}
          question={strings.removePasskeyQuestion(name)}
          run={() => run(removePasskey(id), onChange)}
        />
      </div>
      <p role="status" class="warning">
        {said}
      </p>
    </li>
  );
}
