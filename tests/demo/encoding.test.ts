import { expect, test } from 'vitest';
import { decoderOf } from '../../demo/replay/encoding.ts';

const decode = (encoding: string, ...chunks: number[][]) => {
  const decoder = decoderOf(encoding);
  return chunks.map((bytes) => decoder.write(Uint8Array.from(bytes))).join('') + decoder.end();
};
const bytesOf = (text: string) => [...Buffer.from(text, 'latin1')];

test.each([
  ['pour \x82change', 'pour échange'],
  ['fra\x8ccheur', 'fraîcheur'],
  ['go\x96t', 'goût'],
  ['10 \x80', '10 €'],
  ['etc\x85', 'etc…'],
  ['d\xe9j\xe0', 'déjà'],
])('the accents of old DOS tools in a Latin-1 file are read: %j is %s', (bytes, text) => {
  expect(decode('latin1', bytesOf(bytes))).toBe(text);
});

test('a character cut in two by the reading of the file is whole again', () => {
  const [first = 0, second = 0] = Buffer.from('é');
  expect(decode('utf-8', [first], [second])).toBe('é');
});

test('a byte-order mark is no text', () => {
  expect(decode('utf-8', [...Buffer.from('\ufeffscore')])).toBe('score');
});

test('bytes that are not UTF-8 are an error that names the way out', () => {
  expect(() => decode('utf-8', bytesOf('d\xe9j\xe0'))).toThrow('try --encoding latin1');
});

test('a file that ends within a character is not UTF-8', () => {
  expect(() => decode('utf-8', [0xc3])).toThrow('not UTF-8');
});

test('every other encoding that is known is accepted, and none that is not', () => {
  expect(decode('windows-1252', [0x93, 0x94])).toBe('“”');
  expect(decode('utf-16le', [0xff, 0xfe, 0x41, 0])).toBe('A');
  expect(() => decoderOf('klingon')).toThrow('--encoding klingon is not an encoding');
});
