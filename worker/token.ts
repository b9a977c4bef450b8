/** 256 random bits, as 64 hexadecimal digits. */
export function makeToken(): string {
  return hexOf(crypto.getRandomValues(new Uint8Array(32)));
}

/** What is kept of a secret: its SHA-256, as hexadecimal digits. */
export async function hashOf(token: string): Promise<string> {
  return hexOf(new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(token))));
}

export function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
