import { useEffect, useRef, useState } from 'preact/hooks';
import { limits } from '../../../core/contract.ts';
import type { PasskeyListing } from '../../../core/passkeys.ts';
import { dayOf } from '../../../core/periods.ts';
import { type Answer, removePasskey, renamePasskey } from '../api.ts';
import { strings, times } from '../language.ts';
import { TextField } from './text-field.tsx';

interface PasskeyRowProps {
  passkey: PasskeyListing;
  now: number;
  onRenamed: () => void;
  onRemoved: () => void;
}

type Mode = 'shown' | 'renamed' | 'removed';

/** One passkey, and what can be done to it, each where it stands. */
export function PasskeyRow({ passkey, now, onRenamed, onRemoved }: PasskeyRowProps) {
  const [mode, setMode] = useState<Mode>('shown');
  const [isFailed, setFailed] = useState(false);
  const row = useRef<HTMLLIElement>(null);
  useFocusOf(row, mode);
  const change = async (changing: Promise<Answer<undefined>>, onDone: () => void) => {
    const answer = await changing;
    // What somebody else removed meanwhile is gone all the same.
    const isDone = answer.kind === 'data' || (answer.kind === 'problem' && answer.code === 'unknown-passkey');
    setFailed(!isDone);
    if (!isDone) return;
    setMode('shown');
    onDone();
  };
  const keep = () => setMode('shown');
  return (
    <li class="passkey" ref={row}>
      {mode === 'shown' && <Shown {...{ passkey, now, setMode }} />}
      {mode === 'renamed' && (
        <Renaming {...{ passkey, keep }} rename={(name) => change(renamePasskey(passkey.id, name), onRenamed)} />
      )}
      {mode === 'removed' && (
        <Removing name={passkey.name} keep={keep} remove={() => change(removePasskey(passkey.id), onRemoved)} />
      )}
      <p role="status" class="outcome">
        {isFailed && strings.notDone}
      </p>
    </li>
  );
}

/** The focus follows: into what was opened, and back to what opened it. */
function useFocusOf(row: { current: HTMLElement | null }, mode: Mode): void {
  const before = useRef(mode);
  useEffect(() => {
    if (before.current === mode) return;
    const opener = mode === 'shown' ? `[data-opens="${before.current}"]` : 'input, button';
    before.current = mode;
    row.current?.querySelector<HTMLElement>(opener)?.focus();
  }, [row, mode]);
}

interface ShownProps {
  passkey: PasskeyListing;
  now: number;
  setMode: (mode: Mode) => void;
}

function Shown({ passkey: { name, madeAt, usedAt }, now, setMode }: ShownProps) {
  return (
    <>
      <p class="passkey-name">{name}</p>
      <p class="passkey-dates">
        <span>{strings.madeOn(times.date(dayOf(madeAt)))}</span>
        {usedAt === undefined ? (
          <span>{strings.notUsedYet}</span>
        ) : (
          <span>
            {strings.lastUsed}{' '}
            <time dateTime={new Date(usedAt).toISOString()} title={times.moment(usedAt)}>
              {times.ago(usedAt, now)}
            </time>
          </span>
        )}
      </p>
      <p class="deeds">
        <button
          type="button"
          class="quiet"
          data-opens="renamed"
          aria-label={strings.renameOf(name)}
          onClick={() => setMode('renamed')}
        >
          {strings.rename}
        </button>
        <button
          type="button"
          class="quiet"
          data-opens="removed"
          aria-label={strings.removeOf(name)}
          onClick={() => setMode('removed')}
        >
          {strings.remove}
        </button>
      </p>
    </>
  );
}

interface RenamingProps {
  passkey: PasskeyListing;
  rename: (name: string) => void;
  keep: () => void;
}

function Renaming({ passkey, rename, keep }: RenamingProps) {
  const [name, setName] = useState(passkey.name);
  const save = (event: Event) => {
    event.preventDefault();
    if (name.trim() !== '') rename(name.trim());
  };
  return (
    <form class="renaming" onSubmit={save}>
      <TextField
        name={`name-${passkey.id}`}
        label={strings.name}
        value={name}
        onText={setName}
        maxLength={limits.name}
      />
      <p class="deeds">
        <button type="submit" class="primary">
          {strings.save}
        </button>
        <button type="button" class="quiet" onClick={keep}>
          {strings.cancel}
        </button>
      </p>
    </form>
  );
}

/** What takes nothing away has the focus first. */
function Removing({ name, remove, keep }: { name: string; remove: () => void; keep: () => void }) {
  return (
    <>
      <p class="passkey-question">{strings.removeQuestion(name)}</p>
      <p class="deeds">
        <button type="button" class="quiet" onClick={keep}>
          {strings.keep}
        </button>
        <button type="button" class="quiet dangerous" onClick={remove}>
          {strings.remove}
        </button>
      </p>
    </>
  );
}
