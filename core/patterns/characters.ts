/** Sets of characters, as far as it matters which of them overlap: one bit for each character that is tried. */

/** Some of every kind that `\p` tells apart, besides ASCII and what the pattern names. */
const samples = 'éÉßñÑçÇªº²³€£¡¿“–…\u00a0\u2028\u3000\u0301БбΑαאبक好あ한٣Ⅷ😀👍';

/** Classes that hold characters nobody has thought of. */
const isOpen = /^(?:\.|\[\^|\\[PpWDS])|\\[PpWDS]/u;

/** A function from an atom of the pattern (a class, an escape, a character) to its set. */
export function setsOf(pattern: string): (atom: string) => bigint {
  const ascii = Array.from({ length: 128 }, (_, code) => String.fromCharCode(code));
  const escaped = [...pattern.matchAll(/\\(?:u\{([0-9a-f]+)\}|u([0-9a-f]{4})|x([0-9a-f]{2}))/giu)];
  const named = escaped.map(([, ...codes]) => String.fromCodePoint(Number.parseInt(codes.find(Boolean) ?? '0', 16)));
  const tried = [...new Set([...ascii, ...samples, ...pattern, ...named])];
  const known = new Map<string, bigint>();
  return (atom) => {
    const set = known.get(atom) ?? setOf(atom, tried);
    known.set(atom, set);
    return set;
  };
}

function setOf(atom: string, tried: string[]): bigint {
  const expression = new RegExp(`^${atom}$`, 'u');
  const bits = tried.map((character) => (expression.test(character) ? '1' : '0')).join('');
  return BigInt(`0b${isOpen.test(atom) ? '1' : '0'}${bits}`);
}
