import type { Link, SurveyConfig } from '../../../core/contract.ts';
import type { NpsWords, ReplyWords } from '../../locales/words.ts';
import type { Spoken } from '../parts.ts';
import { fullOf, ownTexts } from '../texts.ts';
import type { Step } from './steps.ts';

/** What is said after a score. */
export interface ReplyTexts {
  /** Empty where no comment is asked for. */
  followUp: string;
  /** Names of the reasons to choose from, by reason. */
  reasons: readonly (readonly [reason: string, label: string])[];
  thanks: string;
  link: Link | undefined;
}

const names = ['low', 'middle', 'high'] as const;

/** The survey's own texts where it has them, else the standard ones, each for the segment of the score. */
export function textsOf(survey: SurveyConfig, spoken: Spoken, words: ReplyWords, score: number): ReplyTexts {
  const own = ownTexts(survey, spoken);
  const { metric, min, segments } = fullOf(survey);
  const place = Number(segments[score - min]);
  const segment = names[place] ?? 'middle';
  const standard = metric === 'nps' ? words.npsFollowUp : words.followUp;
  const followUp = typeof own.followUp === 'object' ? own.followUp[segment] : own.followUp;
  const labels: Readonly<Record<string, string>> = { ...words.reasonLabels, ...own.reasonLabels };
  // Reasons tell what drives a low score; after a thumb they are all the words there are.
  const asksReasons = metric === 'thumbs' || segment === 'low';
  return {
    followUp: survey.followUp === false || followUp === false ? '' : (followUp ?? standard[place] ?? ''),
    reasons: asksReasons ? (survey.reasons ?? []).map((reason) => [reason, labels[reason] ?? reason]) : [],
    thanks: own.thanks ?? words.thanks,
    link: own.links?.[segment],
  };
}

/** What there is to say before thanks. */
export function statusOf(
  { isSent, isInvalid, delivery, reason = '' }: Step,
  words: ReplyWords & Pick<NpsWords, 'kept'>,
): string | undefined {
  if (isInvalid) return words.badEmail;
  if (isSent && delivery === 'sending') return words.sending;
  if (delivery === 'kept') return words.kept;
  return delivery === 'refused' ? `${words.refused} ${reason}` : undefined;
}
