import { h } from 'preact';
import { limits, type SurveyConfig } from '../../core/contract.ts';
import type { Words } from '../locales/en.ts';
import { Scale } from './scale.tsx';
import { type Act, isThanked, type Step } from './steps.ts';

interface Props {
  survey: SurveyConfig;
  words: Words;
  step: Step;
  onAct(act: Act): void;
  onClose(): void;
}

/** The corner card. It is not modal: it takes no focus and traps none. */
export function Card({ survey, words, step, onAct, onClose }: Props) {
  const isDone = isThanked(step);
  return (
    <div class="card" part="card" role="dialog" aria-label={survey.question} lang={survey.language} dir="auto">
      <div class="content">
        {isDone || <Question {...{ survey, words, step, onAct }} />}
        <p class={isDone ? 'thanks' : 'status'} role="status" tabIndex={-1}>
          {isDone ? survey.thanks : statusOf(step, words)}
        </p>
      </div>
      <button type="button" class="close" aria-label={words.close} onClick={onClose}>
        ×
      </button>
    </div>
  );
}

function Question({ survey, words, step, onAct }: Omit<Props, 'onClose'>) {
  // No form: in a sandboxed frame a form may not submit, and in any other Enter on a score would.
  return (
    <div>
      <Scale survey={survey} score={step.score} onSelect={(score) => onAct({ did: 'select', score })} />
      {step.score !== undefined && (
        <div class="follow-up">
          <label for="comment">{survey.followUp}</label>
          <textarea
            id="comment"
            rows={3}
            dir="auto"
            maxLength={limits.comment}
            value={step.comment}
            onInput={({ currentTarget }) => onAct({ did: 'write', comment: currentTarget.value })}
          />
          <div class="actions">
            {survey.privacyUrl && (
              <a href={survey.privacyUrl} target="_blank" rel="noopener noreferrer">
                {words.privacy}
              </a>
            )}
            <button type="button" class="send" onClick={() => onAct({ did: 'send' })}>
              {words.send}
            </button>
          </div>
        </div>
      )}
    </div>
  );
}

function statusOf({ isSent, delivery, reason }: Step, words: Words): string {
  if (isSent && delivery === 'sending') return words.sending;
  if (delivery === 'kept') return words.kept;
  return delivery === 'refused' ? `${words.refused} ${reason ?? ''}` : '';
}
