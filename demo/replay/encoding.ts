import iconv from 'iconv-lite';
import { Failure } from '../failure.ts';

/** Turns the bytes of a file into text, chunk by chunk; throws a `Failure` for bytes that cannot be in the encoding. */
export interface Decoder {
  write(bytes: Uint8Array): string;
  /** What was held back for a character cut in two. */
  end(): string;
}

/** The decoder of an encoding's name, byte-order marks dropped; a name nobody knows is a `Failure`. */
export function decoderOf(name: string): Decoder {
  const plain = name.toLowerCase().replace(/[^a-z0-9]/g, '');
  if (plain === 'latin1') return { write: decodeMixedLatin1, end: () => '' };
  if (strict.has(plain)) return strictDecoder(strict.get(plain) ?? name);
  if (!iconv.encodingExists(name)) throw new Failure(`--encoding ${name} is not an encoding; try utf-8 or latin1.`);
  const decoder = iconv.getDecoder(name);
  return { write: (bytes) => decoder.write(Buffer.from(bytes)), end: () => decoder.end() ?? '' };
}

/** Encodings in which wrong bytes show themselves. */
const strict = new Map([
  ['utf8', 'utf-8'],
  ['utf16', 'utf-16le'],
  ['utf16le', 'utf-16le'],
  ['utf16be', 'utf-16be'],
]);

function strictDecoder(name: string): Decoder {
  const decoder = new TextDecoder(name, { fatal: true });
  const decode = (...input: Parameters<typeof decoder.decode>) => {
    try {
      return decoder.decode(...input);
    } catch {
      const advice = name === 'utf-8' ? 'try --encoding latin1' : 'try another --encoding';
      throw new Failure(`The file is not ${name.toUpperCase()}: ${advice}.`);
    }
  };
  return { write: (bytes) => decode(bytes, { stream: true }), end: () => decode() };
}

/** ISO-8859-1 files whose bytes 80–9F come from a DOS tool, in CP850, all but a Windows euro sign and ellipsis. */
function decodeMixedLatin1(bytes: Uint8Array) {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  return text.replace(/[\x80-\x9f]/g, (byte) => dosCharacters[byte.charCodeAt(0) - 0x80] ?? byte);
}

const dosCharacters = Array.from({ length: 32 }, (_, index) => {
  const encoding = index === 0 || index === 5 ? 'windows-1252' : 'cp850';
  return iconv.decode(Buffer.of(0x80 + index), encoding);
});
