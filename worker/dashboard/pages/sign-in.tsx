import { useEffect, useState } from 'preact/hooks';
import { signIn } from '../api.ts';
import { strings } from '../language.ts';
import { goTo } from '../location.ts';
import { Message } from '../parts/message.tsx';
import { SignedOut } from '../parts/signed-out.tsx';
import { offerPasskey } from '../passkey-offer.ts';
import { hrefOf } from '../router.ts';

type Step =
  | { is: 'no-link' }
  | { is: 'asking'; token: string }
  | { is: 'joined'; site: string }
  | { is: 'used' }
  | { is: 'kept'; token: string };

/** Spends the token in the fragment. It leaves the address bar, and so the history, before anything else happens. */
export function SignIn({ hash }: { hash: string }) {
  const [step, setStep] = useState<Step>({ is: 'no-link' });

  useEffect(() => {
    const token = hash.slice(1);
    if (token === '') return;
    goTo('/sign-in', { replace: true });
    void spend(token, setStep);
  }, [hash]);

  switch (step.is) {
    case 'no-link':
      return <SignedOut onSignedIn={goHome} />;
    case 'asking':
      return <Message title={strings.signingIn} isBusy />;
    case 'joined':
      return (
        <Message
          title={strings.joinedTitle}
          after={
            <a href={hrefOf(step.site ? { page: 'site', site: step.site } : { page: 'home' })}>{strings.toResults}</a>
          }
        >
          {strings.joinedText}
        </Message>
      );
    case 'used':
      return (
        <Message title={strings.linkUsedTitle} after={<a href="/">{strings.toResults}</a>}>
          {strings.linkUsedText}
        </Message>
      );
    case 'kept':
      return (
        <Message
          title={strings.linkKeptTitle}
          action={{ text: strings.tryNow, run: () => void spend(step.token, setStep) }}
        >
          {strings.linkKeptText}
        </Message>
      );
  }
}

async function spend(token: string, setStep: (step: Step) => void): Promise<void> {
  setStep({ is: 'asking', token });
  const answer = await signIn(token);
  if (answer.kind === 'data' && answer.data) return setStep({ is: 'joined', site: answer.data.site });
  if (answer.kind === 'data') {
    offerPasskey();
    return goHome();
  }
  const isUsed = answer.kind === 'problem' && ['link-used', 'invalid'].includes(answer.code);
  setStep(isUsed ? { is: 'used' } : { is: 'kept', token });
}

const goHome = () => goTo('/', { replace: true });
