import { h } from 'preact';
import type { Asked } from './follow-up.tsx';

/** Reasons to choose from, as many as fit. */
export function Reasons({ words, texts, step, onAct }: Asked) {
  const toggle = (reason: string) =>
    step.reasons.includes(reason) ? step.reasons.filter((other) => other !== reason) : [...step.reasons, reason];
  return (
    <fieldset>
      <legend class="about">{words.reasons}</legend>
      <div class="scale reasons">
        {texts.reasons.map(([reason, label]) => (
          <label key={reason}>
            <input
              type="checkbox"
              checked={step.reasons.includes(reason)}
              onChange={() => onAct({ did: 'give', given: { reasons: toggle(reason) } })}
            />
            {label}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
