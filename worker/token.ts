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

/** UTF-8 as base64url (RFC 4648, section 5), without padding. */
export function base64UrlOf(text: string): string {
  const binary = String.fromCharCode(...new TextEncoder().encode(text));
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/** And back; '' for what is none. */
export function textOf(base64Url: string): string {
  try {
    const binary = atob(base64Url.replaceAll('-', '+').replaceAll('_', '/'));
    return new TextDecoder().decode(Uint8Array.from(binary, (byte) => byte.charCodeAt(0)));
  } catch {
    return '';
  }
}
