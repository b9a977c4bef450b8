/** UUIDv7 (RFC 9562): 48 bits of epoch milliseconds, then version, variant and 74 random bits, in lower case. */

export const idPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** An id as it is shown outside ingest, or whole. */
export const shownIdPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{4}(?:[0-9a-f]{8})?$/;

/** Makes an id from a time in epoch milliseconds (0…2^48 − 1) and ten random bytes, six of whose bits are not used. */
export function makeId(at: number, random: Uint8Array): string {
  const hex = (value: number, digits: number) => value.toString(16).padStart(digits, '0');
  const time = hex(at, 12);
  const rest = [...random].map((byte) => hex(byte, 2)).join('');
  const variant = (8 | (((random[2] ?? 0) >> 4) & 3)).toString(16);
  return `${time.slice(0, 8)}-${time.slice(8)}-7${rest.slice(1, 4)}-${variant}${rest.slice(5, 8)}-${rest.slice(8)}`;
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

/** The same id as if it had been made so many milliseconds earlier. */
export function earlier(id: string, ms: number): string {
  return firstIdAt(timeOf(id) - ms) + id.slice(13);
}

/** An id without its last 32 bits, as it is shown outside ingest. */
export function shortId(id: string): string {
  return id.slice(0, -8);
}
