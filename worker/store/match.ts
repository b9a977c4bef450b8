/** What somebody typed, as an FTS5 expression in which nothing of it is syntax. */

/** A phrase in quotes or a word, either of them the beginning of one where a star follows. */
const term = /"([^"]*)"?(\*?)|([^\s"*]+)(\*?)/gu;

/** What `unicode61` makes words of: there is nothing to find of the rest. */
const letter = /[\p{L}\p{N}\p{Co}]/u;

/** The terms of a search, quoted for FTS5; none where there is no letter or digit. */
export function termsOf(text: string): string[] {
  const found = [...text.matchAll(term)].map(([, phrase, phraseStar, word, wordStar]) => ({
    words: phrase ?? word ?? '',
    star: phraseStar || wordStar ? ' *' : '',
  }));
  return found.filter(({ words }) => letter.test(words)).map(({ words, star }) => `"${words}"${star}`);
}

/** All of the terms, in the site or the one survey of it. */
export function matchOf(terms: string[], scope: { site: string; survey?: string | undefined }): string {
  const token = scope.survey === undefined ? scope.site : `${scope.site}/${scope.survey}`;
  const hex = [...new TextEncoder().encode(token)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return [`scope : "${hex}"`, ...terms.map((each) => `words : ${each}`)].join(' AND ');
}
