/** Every dictionary but the English one, as an import that a bundler sees. */

import type { languages } from '../../core/languages.ts';
import type { Dictionary } from '../locales/words.ts';

type Translated = Exclude<(typeof languages)[number], 'en'>;

const dictionaries: Record<Translated, () => Promise<{ words: Dictionary }>> = {
  'pt-BR': () => import('../locales/pt-BR.ts'),
  'pt-PT': () => import('../locales/pt-PT.ts'),
  es: () => import('../locales/es.ts'),
  'es-419': () => import('../locales/es-419.ts'),
  fr: () => import('../locales/fr.ts'),
  de: () => import('../locales/de.ts'),
  it: () => import('../locales/it.ts'),
  nl: () => import('../locales/nl.ts'),
  pl: () => import('../locales/pl.ts'),
  sv: () => import('../locales/sv.ts'),
  da: () => import('../locales/da.ts'),
  nb: () => import('../locales/nb.ts'),
  fi: () => import('../locales/fi.ts'),
  cs: () => import('../locales/cs.ts'),
  sk: () => import('../locales/sk.ts'),
  hu: () => import('../locales/hu.ts'),
  ro: () => import('../locales/ro.ts'),
  bg: () => import('../locales/bg.ts'),
  el: () => import('../locales/el.ts'),
  tr: () => import('../locales/tr.ts'),
  uk: () => import('../locales/uk.ts'),
  ru: () => import('../locales/ru.ts'),
  ar: () => import('../locales/ar.ts'),
  he: () => import('../locales/he.ts'),
  fa: () => import('../locales/fa.ts'),
  hi: () => import('../locales/hi.ts'),
  id: () => import('../locales/id.ts'),
  vi: () => import('../locales/vi.ts'),
  th: () => import('../locales/th.ts'),
  ja: () => import('../locales/ja.ts'),
  ko: () => import('../locales/ko.ts'),
  'zh-Hans': () => import('../locales/zh-Hans.ts'),
  'zh-Hant': () => import('../locales/zh-Hant.ts'),
};

/** Rejects where there is no such dictionary. */
export async function importWords(language: string): Promise<{ words: Dictionary }> {
  return dictionaries[translated(language)]();
}

/** Dictionaries are asked for by the names that `languages` has. */
const translated = (language: string) => language as Translated;
