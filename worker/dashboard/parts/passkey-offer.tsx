import { useEffect, useRef, useState } from 'preact/hooks';
import { getPasskeys } from '../api.ts';
import { strings } from '../language.ts';
import { isPasskeyOffered, putOffPasskey } from '../passkey-offer.ts';
import { hrefOf } from '../router.ts';
import { hasPasskeys, usePasskey } from '../use-passkey.ts';

type Step = 'hidden' | 'offered' | 'made';

/** To who came by link and has no passkey: one, now or not now. */
export function PasskeyOffer() {
  const [step, setStep] = useState<Step>('hidden');
  const { run, isBusy, said } = usePasskey('make', () => {
    putOffPasskey();
    setStep('made');
  });
  const close = () => {
    putOffPasskey();
    setStep('hidden');
  };
  useEffect(() => {
    if (!hasPasskeys || !isPasskeyOffered()) return;
    const asking = new AbortController();
    void getPasskeys(asking.signal).then((answer) => {
      if (answer.kind !== 'data' || asking.signal.aborted) return;
      if (answer.data.length === 0) setStep('offered');
      else putOffPasskey();
    });
    return () => asking.abort();
  }, []);

  // The button that made it is gone, and with it the focus.
  const closing = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (step === 'made' && document.activeElement === document.body) closing.current?.focus();
  }, [step]);

  if (step === 'hidden') return null;
  return (
    <aside class="offer" aria-label={strings.passkeys} aria-busy={isBusy}>
      {step === 'offered' ? (
        <p>
          <strong>{strings.offerTitle}.</strong> {strings.offerText}
        </p>
      ) : (
        <p role="status">
          {strings.passkeyMade} <a href={hrefOf({ page: 'account' })}>{strings.account}</a>
        </p>
      )}
      <p class="deeds">
        {step === 'offered' && (
          <button type="button" class="quiet strong" onClick={run}>
            {strings.makePasskey}
          </button>
        )}
        <button type="button" class="quiet" ref={closing} onClick={close}>
          {step === 'offered' ? strings.notNow : strings.close}
        </button>
      </p>
      <p role="status" class="outcome">
        {said}
      </p>
    </aside>
  );
}
