/** An authenticator in software: it makes passkeys with ES256 and signs with them, as WebAuthn says. */

import type { PasskeyAssertion, PasskeyAttestation, PasskeyCreation, PasskeyRequest } from '../../core/passkeys.ts';

/** What a test may have otherwise than it should be. */
interface Changes {
  origin?: string;
  type?: string;
  rpId?: string;
  /** Of the authenticator data: somebody was there (1), and it was verified who (4). */
  flags?: number;
  counter?: number;
  userHandle?: string;
}

const present = 1;
const verified = 4;
const hasKey = 64;

const es256 = { name: 'ECDSA', namedCurve: 'P-256' };

export class Authenticator {
  readonly origin: string;
  readonly id = base64Url(crypto.getRandomValues(new Uint8Array(32)));
  counter = 0;
  private userHandle = '';
  private keys: CryptoKeyPair | undefined;

  constructor(origin: string) {
    this.origin = origin;
  }

  async make({ challenge, rp, user }: PasskeyCreation, changes: Changes = {}): Promise<PasskeyAttestation> {
    this.keys = (await crypto.subtle.generateKey(es256, false, ['sign', 'verify'])) as CryptoKeyPair;
    this.userHandle = user.id;
    const flags = hasKey | (changes.flags ?? present | verified);
    const data = concat(await this.dataFor(changes.rpId ?? rp.id, { ...changes, flags }), await this.credentialData());
    return {
      id: this.id,
      clientDataJSON: base64Url(this.clientData({ type: 'webauthn.create', challenge, changes })),
      attestationObject: base64Url(
        cbor(
          new Map<string, Cbor>([
            ['fmt', 'none'],
            ['attStmt', new Map()],
            ['authData', data],
          ]),
        ),
      ),
      transports: ['internal'],
    };
  }

  /** Counts, unless it never did. */
  async sign({ challenge, rpId }: PasskeyRequest, changes: Changes = {}): Promise<PasskeyAssertion> {
    if (!this.keys) throw new Error('make a passkey first');
    if (this.counter > 0) this.counter += 1;
    const clientData = this.clientData({ type: 'webauthn.get', challenge, changes });
    const data = await this.dataFor(changes.rpId ?? rpId, changes);
    const signed = concat(data, await sha256(clientData));
    const raw = await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, this.keys.privateKey, signed);
    return {
      id: this.id,
      clientDataJSON: base64Url(clientData),
      authenticatorData: base64Url(data),
      signature: base64Url(derOf(new Uint8Array(raw))),
      userHandle: changes.userHandle ?? this.userHandle,
    };
  }

  private clientData({ type, challenge, changes }: { type: string; challenge: string; changes: Changes }) {
    const { origin = this.origin } = changes;
    return utf8(JSON.stringify({ type: changes.type ?? type, challenge, origin, crossOrigin: false }));
  }

  private async dataFor(rpId: string, { flags = present | verified, counter = this.counter }: Changes) {
    const tail = new DataView(new ArrayBuffer(5));
    tail.setUint8(0, flags);
    tail.setUint32(1, counter);
    return concat(await sha256(utf8(rpId)), new Uint8Array(tail.buffer));
  }

  /** AAGUID of zeros, id, and the key in COSE (RFC 9053, 7.1.1). */
  private async credentialData(): Promise<Uint8Array<ArrayBuffer>> {
    const id = bytesOf(this.id);
    const key = new Uint8Array(
      (await crypto.subtle.exportKey('raw', this.keys?.publicKey as CryptoKey)) as ArrayBuffer,
    );
    const cose = new Map<number, Cbor>([
      ...([
        [1, 2],
        [3, -7],
        [-1, 1],
      ] as const),
      ...([
        [-2, key.slice(1, 33)],
        [-3, key.slice(33)],
      ] as const),
    ]);
    return concat(new Uint8Array(16), Uint8Array.of(0, id.length), id, cbor(cose));
  }
}

type Cbor = string | number | Uint8Array<ArrayBuffer> | Map<string, Cbor> | Map<number, Cbor>;

/** CBOR (RFC 8949) of what is shorter than 64 KiB. */
function cbor(value: Cbor): Uint8Array<ArrayBuffer> {
  if (typeof value === 'number') return value < 0 ? head(1, -1 - value) : head(0, value);
  if (typeof value === 'string') return concat(head(3, value.length), utf8(value));
  if (value instanceof Uint8Array) return concat(head(2, value.length), value);
  return concat(head(5, value.size), ...[...value].flatMap(([key, of]) => [cbor(key), cbor(of)]));
}

function head(major: number, count: number): Uint8Array<ArrayBuffer> {
  if (count < 24) return Uint8Array.of((major << 5) | count);
  return count < 256
    ? Uint8Array.of((major << 5) | 24, count)
    : Uint8Array.of((major << 5) | 25, count >> 8, count & 255);
}

/** Of the 64 bytes that Web Crypto signs with, r and s side by side, what authenticators make: two integers in DER. */
export function derOf(raw: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const integers = [raw.slice(0, 32), raw.slice(32)].map((bytes) => {
    const start = bytes.findIndex((byte) => byte !== 0);
    const shortest = bytes.slice(start);
    const positive = (shortest[0] ?? 0) > 0x7f ? concat(Uint8Array.of(0), shortest) : shortest;
    return concat(Uint8Array.of(2, positive.length), positive);
  });
  const body = concat(...integers);
  return concat(Uint8Array.of(0x30, body.length), body);
}

const utf8 = (text: string) => Uint8Array.from(new TextEncoder().encode(text));

const sha256 = async (bytes: Uint8Array<ArrayBuffer>) => new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));

function concat(...parts: Uint8Array[]): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}

export function base64Url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}

function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (byte) => byte.charCodeAt(0));
}
