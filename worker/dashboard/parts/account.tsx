import { useState } from 'preact/hooks';
import { signOut } from '../api.ts';
import { strings } from '../language.ts';

/** Who is signed in, and the way out. */
export function Account({ name, onSignedOut }: { name: string | undefined; onSignedOut: () => void }) {
  const [hasFailed, setHasFailed] = useState(false);
  async function leave() {
    const answer = await signOut();
    const isOut = answer.kind === 'data' || (answer.kind === 'problem' && answer.code === 'signed-out');
    setHasFailed(!isOut);
    if (isOut) onSignedOut();
  }
  return (
    <div class="account" data-is-known={name !== undefined}>
      <span class="muted">{name}</span>
      <button type="button" class="quiet" onClick={() => void leave()}>
        {strings.signOut}
      </button>
      <span role="status" class="account-status">
        {hasFailed && strings.notSignedOut}
      </span>
    </div>
  );
}
