import { h } from 'preact';
import { limits } from '../../../core/contract.ts';
import type { Asked } from './follow-up.tsx';

/** Where the visitor may be contacted, if they want to be. */
export function Contact({ words, step, onAct }: Asked) {
  return (
    <label class="contact">
      {words.contact}
      <input
        type="email"
        autoComplete="email"
        maxLength={limits.email}
        value={step.email}
        aria-invalid={step.isInvalid}
        aria-describedby={step.isInvalid ? 'status' : undefined}
        onInput={({ currentTarget }) => onAct({ did: 'give', given: { email: currentTarget.value } })}
      />
    </label>
  );
}
