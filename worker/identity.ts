/** Proof that a site says who its visitor is: an HMAC that only the site's own server can compute. */

/** Who a post says the visitor is. */
interface Claim {
  person?: string;
  /** 64 hexadecimal digits. */
  hash?: string;
}

/** What a site proves its visitors with, and what it did until a time in epoch milliseconds. None proves nobody. */
export interface IdentitySecrets {
  secret?: string;
  earlier?: string;
  until?: number;
}

/**
 * Whether the hash is the HMAC-SHA256 (RFC 2104) of the person. The key is the secret's text as it stands, not the bytes
 * its digits spell: what `createHmac('sha256', secret)` and its like do with it elsewhere.
 */
export async function isProven(
  { secret, earlier, until = 0 }: IdentitySecrets,
  claim: Claim,
  now: number,
): Promise<boolean> {
  if (secret !== undefined && (await isProvenBy(secret, claim))) return true;
  return earlier !== undefined && now < until && isProvenBy(earlier, claim);
}

async function isProvenBy(secret: string, { person, hash }: Claim): Promise<boolean> {
  if (person === undefined || hash === undefined) return false;
  const encoder = new TextEncoder();
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  const key = await crypto.subtle.importKey('raw', encoder.encode(secret), algorithm, false, ['verify']);
  // Compares in constant time.
  return crypto.subtle.verify(algorithm, key, bytesOf(hash), encoder.encode(person));
}

function bytesOf(hex: string): Uint8Array {
  return Uint8Array.from(hex.match(/../gu) ?? [], (digits) => Number.parseInt(digits, 16));
}
