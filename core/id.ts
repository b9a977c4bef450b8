/** UUIDv7 (RFC 9562): 48 bits of epoch milliseconds, then version, variant and 74 random bits, in lower case. */

export const idPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** Makes an id from a time in epoch milliseconds (0…2^48 − 1) and ten random bytes, six of whose bits are not used. */
export function makeId(at: number, random: Uint8Array): string {
  const hex = (value: number, digits: number) => value.toString(16).padStart(digits, '0');
  const time = hex(at, 12);
  const byte = (index: number) => random[index] ?? 0;
  const tail = [...random.subarray(4, 10)].map((value) => hex(value, 2)).join('');
  const version = hex(0x7000 | (((byte(0) << 8) | byte(1)) & 0x0fff), 4);
  const variant = hex(0x8000 | (((byte(2) << 8) | byte(3)) & 0x3fff), 4);
  return `${time.slice(0, 8)}-${time.slice(8)}-${version}-${variant}-${tail}`;
}

/** Epoch milliseconds of an id that fits `idPattern`. */
export function timeOf(id: string): number {
  return Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16);
}

/** The least string that sorts with the ids made at or after a time: the start of a key range. */
export function firstIdAt(at: number): string {
  const time = at.toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}`;
}

/** An id without its last 32 bits, as it is shown outside ingest. */
export function shortId(id: string): string {
  return id.slice(0, -8);
}
