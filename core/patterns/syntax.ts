/** Reads a regular expression that is valid with the flag `u` into a tree. */

/** Where something stands in the source. */
interface Span {
  from: number;
  to: number;
}

export type Node = Span &
  (
    | { kind: 'character'; source: string }
    | { kind: 'sequence'; parts: Node[] }
    | { kind: 'choice'; parts: Node[] }
    | { kind: 'repeat'; part: Node; min: number; max: number }
    /** What consumes nothing; `begin` is `^`, and a look ahead has a part. */
    | { kind: 'assertion'; isBegin: boolean; part?: Node }
  );

/** What the tree cannot hold. */
export class Unsupported extends Error {}

const quantifier = /(?:[*+?]|\{(\d+)(,?)(\d*)\})\??/uy;
const opening = /\((?:\?(?:(<?[=!])|:|<[^>]*>|([^:]*):))?/uy;
/** A character class, an escape, or one character. */
const atom =
  /\[(?:\\.|[^\]\\])*\]|\\(?:u\{[0-9a-f]+\}|u[0-9a-f]{4}|x[0-9a-f]{2}|c[a-z]|[pP]\{[^}]*\}|k<[^>]*>|[1-9]\d*|.)|./isuy;

export function parse(pattern: string): Node {
  const names = new Set<string>();
  let at = 0;
  const read = (token: RegExp) => {
    token.lastIndex = at;
    const found = token.exec(pattern);
    if (found) at += found[0].length;
    return found;
  };

  function choice(): Node {
    const from = at;
    const parts = [sequence()];
    while (pattern[at] === '|') {
      at++;
      parts.push(sequence());
    }
    return parts.length === 1 && parts[0] ? parts[0] : { kind: 'choice', parts, from, to: at };
  }

  function sequence(): Node {
    const from = at;
    const parts: Node[] = [];
    while (at < pattern.length && pattern[at] !== '|' && pattern[at] !== ')') parts.push(repeated());
    return { kind: 'sequence', parts, from, to: at };
  }

  function repeated(): Node {
    const from = at;
    const part = pattern[at] === '(' ? group() : single();
    const found = read(quantifier);
    if (!found) return part;
    const [token, least, comma, most] = found;
    const min = least ? Number(least) : token.startsWith('+') ? 1 : 0;
    const max = token.startsWith('?') ? 1 : least && !comma ? min : most ? Number(most) : Number.POSITIVE_INFINITY;
    return { kind: 'repeat', part, min, max, from, to: at };
  }

  function group(): Node {
    const from = at;
    const [opened = '', look, flags] = read(opening) ?? [];
    if (look?.startsWith('<')) throw new Unsupported('looks behind, which not every browser can');
    if (opened.startsWith('(?<') && names.has(opened))
      throw new Unsupported('names two groups alike, which not every browser can');
    names.add(opened);
    if (flags !== undefined) throw new Unsupported('changes its flags, which not every browser can');
    const part = choice();
    at++;
    return look ? { kind: 'assertion', isBegin: false, part, from, to: at } : { ...part, from, to: at };
  }

  function single(): Node {
    const from = at;
    const source = read(atom)?.[0] ?? '';
    if (/^\\(?:k<|[1-9])/u.test(source)) throw new Unsupported(`refers back by “${source}”, which can take for ever`);
    const isAssertion = /^(?:\^|\$|\\b|\\B)$/u.test(source);
    if (isAssertion) return { kind: 'assertion', isBegin: source === '^', from, to: at };
    return { kind: 'character', source, from, to: at };
  }

  return choice();
}
