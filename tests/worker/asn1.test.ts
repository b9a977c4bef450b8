import { expect, it } from 'vitest';
import { AsnParser, Certificate, ECDSASigValue } from '../../worker/asn1.ts';
import { derOf } from './authenticator.ts';

/** As long as a curve's integers are: without the sign, with the zeros that DER leaves out. */
const padded = (bytes: Uint8Array) => [...Array(32).fill(0), ...bytes].slice(-32);

it('a signature in DER is read as what was signed with, also where r and s begin with zeros or ones', async () => {
  const edges = [0, 1, 0x7f, 0x80, 0xff];
  const raws = edges.flatMap((first) =>
    edges.map((second) => {
      const raw = crypto.getRandomValues(new Uint8Array(64));
      for (const [at, byte] of [
        [0, first],
        [1, second],
        [32, second],
        [33, first],
      ] as const)
        raw[at] = byte;
      return raw;
    }),
  );
  for (const raw of raws) {
    const { r, s } = AsnParser.parse(derOf(raw), ECDSASigValue);
    expect([...padded(r), ...padded(s)]).toEqual([...raw]);
    expect([r, s].map((bytes) => bytes.length > 32)).toEqual([raw[0], raw[32]].map((byte = 0) => byte > 0x7f));
  }
});

it('what is not all of a signature and nothing else is refused', () => {
  const der = derOf(crypto.getRandomValues(new Uint8Array(64)).fill(0x55, 0, 1));
  for (let length = 0; length < der.length; length++)
    expect(() => AsnParser.parse(der.slice(0, length), ECDSASigValue)).toThrow('not an ECDSA signature');
  for (const at of [0, 1, 2, 3]) {
    const wrong = der.with(at, (der[at] ?? 0) ^ 0x81);
    expect(() => AsnParser.parse(wrong, ECDSASigValue)).toThrow('not an ECDSA signature');
  }
  expect(() => AsnParser.parse(Uint8Array.of(...der, 0), ECDSASigValue)).toThrow('not an ECDSA signature');
});

it('a certificate is not read', () => {
  expect(() => AsnParser.parse(new Uint8Array(), Certificate)).toThrow('certificates are not read here');
});
