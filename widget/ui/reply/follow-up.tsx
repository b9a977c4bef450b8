import { h } from 'preact';
import { limits, type SurveyConfig } from '../../../core/contract.ts';
import type { ReplyWords } from '../../locales/words.ts';
import { Away } from './away.tsx';
import { Contact } from './contact.tsx';
import { Reasons } from './reasons.tsx';
import type { Act, Step } from './steps.ts';
import type { ReplyTexts } from './texts.ts';

export interface Asked {
  survey: SurveyConfig;
  words: ReplyWords;
  texts: ReplyTexts;
  step: Step;
  onAct(act: Act): void;
}

/** What is asked once there is a score. No form: in a sandboxed frame a form may not submit. */
export function FollowUp(asked: Asked) {
  const { survey, words, texts, step, onAct } = asked;
  return (
    <div class="follow-up">
      {texts.reasons.length > 0 && <Reasons {...asked} />}
      {texts.followUp && (
        <label>
          {texts.followUp}
          <textarea
            rows={3}
            dir="auto"
            maxLength={limits.comment}
            value={step.comment}
            onInput={({ currentTarget }) => onAct({ did: 'give', given: { comment: currentTarget.value } })}
          />
        </label>
      )}
      {survey.contact && <Contact {...asked} />}
      <div class="actions">
        {survey.privacyUrl && <Away url={survey.privacyUrl}>{words.privacy}</Away>}
        <button type="button" class="send" onClick={() => onAct({ did: 'send' })}>
          {words.send}
        </button>
      </div>
    </div>
  );
}
