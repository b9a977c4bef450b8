import { strings } from '../language.ts';
import { hasPasskeys, usePasskey } from '../use-passkey.ts';
import { Message } from './message.tsx';

/** Who is not signed in, and how to be. */
export function SignedOut({ onSignedIn }: { onSignedIn: () => void }) {
  const { run, isBusy, said } = usePasskey('signIn', onSignedIn);
  return (
    <Message
      title={strings.signedOutTitle}
      {...(hasPasskeys && { action: { text: strings.signInWithPasskey, run } })}
      after={<p role="status">{said}</p>}
      isBusy={isBusy}
    >
      {strings.signedOutText}
    </Message>
  );
}
