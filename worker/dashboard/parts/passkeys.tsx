import { useRef } from 'preact/hooks';
import { strings } from '../language.ts';
import { useNow } from '../use-now.ts';
import { hasPasskeys, usePasskey } from '../use-passkey.ts';
import { type Passkeys as Known, usePasskeys } from '../use-passkeys.ts';
import { PasskeyRow } from './passkey-row.tsx';

/** The passkeys of whoever is signed in: made, renamed and removed. */
export function Passkeys() {
  const [passkeys, read] = usePasskeys();
  const { run, isBusy, said } = usePasskey('make', read);
  const heading = useRef<HTMLHeadingElement>(null);
  /** What had the focus is gone with its row. */
  const onRemoved = () => {
    heading.current?.focus();
    read();
  };
  return (
    <section class="card passkeys" aria-labelledby="passkeys" aria-busy={isBusy || passkeys.status === 'loading'}>
      <h2 id="passkeys" ref={heading} tabIndex={-1}>
        {strings.passkeys}
      </h2>
      <p class="muted">{strings.passkeysHint}</p>
      <List passkeys={passkeys} read={read} onRemoved={onRemoved} />
      {hasPasskeys ? (
        <button type="button" class="primary" onClick={run}>
          {strings.makePasskey}
        </button>
      ) : (
        <p class="muted">{strings.noPasskeysHere}</p>
      )}
      <p role="status" class="outcome">
        {said}
      </p>
    </section>
  );
}

function List({ passkeys, read, onRemoved }: { passkeys: Known; read: () => void; onRemoved: () => void }) {
  const now = useNow();
  const { status, items } = passkeys;
  return (
    <>
      {items && items.length > 0 && (
        <ul class="rows">
          {items.map((passkey) => (
            <PasskeyRow key={passkey.id} passkey={passkey} now={now} onRenamed={read} onRemoved={onRemoved} />
          ))}
        </ul>
      )}
      {items?.length === 0 && <p>{strings.noPasskeys}</p>}
      {status === 'failed' && (
        <p>
          {strings.passkeysFailed}{' '}
          <button type="button" class="quiet" onClick={read}>
            {strings.tryNow}
          </button>
        </p>
      )}
    </>
  );
}
