/** A key that needs no quotes, or else a whole text, in which nothing is a key. */
const keyOrText = /"([a-z]\w*)":|"(?:[^"\\]|\\.)*"/gi;

/** A value of JSON as JavaScript has it, where names need no quotes: fewer bytes than JSON once it is compressed. */
export function literalOf(value: unknown): string {
  return JSON.stringify(value).replace(keyOrText, (text, key?: string) => (key ? `${key}:` : text));
}
