/** The languages the widget speaks, and which of them suits a visitor. */

/** BCP 47 tags, one dictionary each. */
export const languages = [
  'en',
  ...['pt-BR', 'pt-PT', 'es', 'es-419', 'fr', 'de', 'it', 'nl', 'pl', 'sv', 'da', 'nb', 'fi', 'cs', 'sk', 'hu', 'ro'],
  ...['bg', 'el', 'tr', 'uk', 'ru', 'ar', 'he', 'fa', 'hi', 'id', 'vi', 'th', 'ja', 'ko', 'zh-Hans', 'zh-Hant'],
] as const;

/** The first of the wanted tags that is spoken, as it is spoken; `undefined` when none is. */
export function chooseLanguage(wanted: readonly string[], spoken: readonly string[]): string | undefined {
  for (const tag of wanted) {
    const found = nearest(tag, spoken);
    if (found) return found;
  }
  return undefined;
}

/** A tag itself, or its language as its region or script has it: `es-MX` is `es-419`, `zh-TW` is `zh-Hant`. */
function nearest(tag: string, spoken: readonly string[]): string | undefined {
  const find = (form: string) => spoken.find((other) => other.toLowerCase() === form.toLowerCase());
  try {
    const { language, region, script } = new Intl.Locale(tag).maximize();
    const home = language === 'pt' ? (region === 'BR' ? 'BR' : 'PT') : region === 'ES' ? '' : '419';
    const forms = [tag, `${language}-${home}`, `${language}-${script}`, /^n[no]$/.test(language) ? 'nb' : language];
    return forms.map(find).find(Boolean) ?? spoken.find((other) => other.split('-')[0] === language);
  } catch {
    return undefined;
  }
}
