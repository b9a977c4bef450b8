/** The choice of a language: loaded only where there is one. */

import { type FullSurvey, type SurveyConfig, usual } from '../core/contract.ts';
import { chooseLanguage, languages } from '../core/languages.ts';
import type { Options } from './options.ts';

/**
 * The option's language, that of the page or one of the browser's, whichever the survey can be asked in first; else the
 * one that it was written in. A survey without a question of its own can be asked in all. With the dictionary for it.
 */
export function speak(survey: SurveyConfig, options: Options): { language: string; dictionary: string } {
  const { language: written } = { ...usual, ...survey } as FullSurvey;
  const own = [written, ...Object.keys(survey.translations ?? {})];
  const wanted = [options.language ?? [], document.documentElement.lang, ...navigator.languages].flat();
  const standard = survey.question ? [] : languages;
  const chosen = wanted.map((tag) => chooseLanguage([tag], own) ?? chooseLanguage([tag], standard));
  const language = chosen.find(Boolean) ?? written;
  return { language, dictionary: chooseLanguage([language], languages) ?? 'en' };
}
