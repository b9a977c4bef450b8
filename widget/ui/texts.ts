/** What a survey says: its own texts where it has them, else the standard words. */

import { type FullSurvey, type SurveyConfig, type Texts, usual } from '../../core/contract.ts';
import type { Options } from '../options.ts';
import type { Parts, Spoken } from './parts.ts';

const isEnglish = (tag: string) => /^en\b/i.test(tag);

/**
 * The words to ask a survey in. Only one that has more than one language, on a page that may not be in English, needs
 * a choice to be made; a dictionary that can not be had is no reason not to ask.
 */
export async function wordsFor(survey: SurveyConfig, options: Options, parts: Parts): Promise<Spoken> {
  let { language, dictionary = 'en' } = fullOf(survey);
  let { english: words } = parts;
  let chosen = language;
  try {
    const isSettled = survey.question && !survey.translations;
    const page = options.language ?? (document.documentElement.lang || navigator.language);
    if (!isSettled && !(isEnglish(language) && isEnglish(page))) {
      ({ language: chosen, dictionary } = (await parts.speech()).speak(survey, options));
    }
    if (dictionary !== 'en') {
      const found = (await parts.words(dictionary)).words;
      words = { ...found, ...(survey.register === 'informal' && found.informal) };
    }
    language = chosen;
  } catch {}
  return { language, words };
}

/** The survey's own texts in a language. */
export function ownTexts(survey: SurveyConfig, { language }: Spoken): Texts {
  return language === fullOf(survey).language ? survey : (survey.translations?.[language] ?? {});
}

/** With what it need not say. */
export function fullOf(survey: SurveyConfig): FullSurvey {
  return { ...usual, ...survey } as FullSurvey;
}

/** Standard words go by the metric's name: `nps`, `npsLow`, `npsHigh`; where the low end is good, by `effort`. */
export function standardWord(survey: SurveyConfig, { words }: Spoken, suffix = ''): string | undefined {
  const { metric, isReversed } = fullOf(survey);
  return (words as Record<string, unknown>)[(isReversed ? 'effort' : metric) + suffix] as string | undefined;
}

export function questionOf(survey: SurveyConfig, spoken: Spoken): string {
  return (
    ownTexts(survey, spoken).question ?? standardWord(survey, spoken)?.replace('{x}', () => survey.subject ?? '') ?? ''
  );
}

export function directionOf(language: string): 'ltr' | 'rtl' {
  return /^(ar|ckb|dv|fa|he|ps|sd|ug|ur|yi)\b/.test(language) ? 'rtl' : 'ltr';
}
