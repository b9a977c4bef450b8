/** 256 random bits, as 64 hexadecimal digits. */
export function makeToken(): string {
  return hexOf(crypto.getRandomValues(new Uint8Array(32)));
}

export function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
