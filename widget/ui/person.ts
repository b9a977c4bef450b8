import { limits, type ResponsePost } from '../../core/contract.ts';
import type { Claim } from '../api.ts';

export type Person = Pick<ResponsePost, 'person' | 'hash'>;

/**
 * Who a response is from. Nobody is known under Global Privacy Control; what the server would refuse is left out and
 * named on the console, since the visitor's words must not be lost for it.
 */
export function checkPerson({ person, hash }: Claim): Person {
  const isProof = /^[0-9a-f]{64}$/i.test(hash ?? '');
  const isFit = `${person}`.length <= limits.person;
  if (!isFit || (hash && !isProof)) console.warn('opina: identify: bad id or hash');
  const isPrivate = (navigator as { globalPrivacyControl?: boolean }).globalPrivacyControl;
  return person && isFit && !isPrivate ? { person: `${person}`, ...(hash && isProof && { hash }) } : {};
}
