import { describe, expect, it } from 'vitest';
import { chooseLanguage, languages } from '../../core/languages.ts';

const choose = (...wanted: string[]) => chooseLanguage(wanted, languages);

describe('the language to ask in', () => {
  it.each([
    ['en-GB', 'en'],
    ['fr-CA', 'fr'],
    ['pt', 'pt-BR'],
    ['pt-BR', 'pt-BR'],
    ['PT-br', 'pt-BR'],
    ['pt-PT', 'pt-PT'],
    ['pt-AO', 'pt-PT'],
    ['es', 'es'],
    ['es-ES', 'es'],
    ['es-MX', 'es-419'],
    ['es-419', 'es-419'],
    ['zh', 'zh-Hans'],
    ['zh-CN', 'zh-Hans'],
    ['zh-TW', 'zh-Hant'],
    ['zh-HK', 'zh-Hant'],
    ['zh-Hant-HK', 'zh-Hant'],
    ['no', 'nb'],
    ['nn-NO', 'nb'],
    ['iw', 'he'],
    ['in', 'id'],
    ['de-Latn-AT', 'de'],
  ])('for %s is %s', (wanted, chosen) => {
    expect(choose(wanted)).toBe(chosen);
  });

  it('is the first wanted one that is spoken', () => {
    expect(choose('eu', 'ca', 'de', 'fr')).toBe('de');
    expect(chooseLanguage(['de', 'fr-BE'], ['en', 'fr'])).toBe('fr');
  });

  it('is none where none is spoken, or what is wanted is no language', () => {
    expect(choose('eu')).toBeUndefined();
    expect(choose()).toBeUndefined();
    expect(choose('', 'x', 'not a tag', '123', 'de_DE!')).toBeUndefined();
  });

  it('is never another language that only begins alike', () => {
    expect(chooseLanguage(['fil'], ['fi'])).toBeUndefined();
    expect(chooseLanguage(['e'], languages)).toBeUndefined();
  });
});
