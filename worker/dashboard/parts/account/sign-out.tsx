import { strings } from '../../language.ts';
import { useSignOut } from '../../use-sign-out.ts';

/** Ends the session of this browser. */
export function SignOut({ onSignedOut }: { onSignedOut: () => void }) {
  const { said, leave } = useSignOut(onSignedOut);
  return (
    <div class="buttons">
      <button type="button" class="quiet outlined" onClick={leave}>
        {strings.signOut}
      </button>
      <p role="status" class="warning">
        {said}
      </p>
    </div>
  );
}
