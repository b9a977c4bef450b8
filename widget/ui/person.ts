import { limits, type ResponsePost } from '../../core/contract.ts';
import type { Claim } from '../api.ts';

export type Person = Pick<ResponsePost, 'person' | 'hash'>;

/**
 * Who a response is from. What the server would refuse is left out and named on the console, since the visitor's words must not be lost for it.
 */
export function checkPerson({ person, hash }: Claim): Person {
  const isProof = /^[0-9a-f]{64}$/i.test(hash ?? '');
  const isFit = `${person}`.length <= limits.person;
  if (!isFit || (hash && !isProof)) console.warn('opina: identify: bad id or hash');
  return person && isFit ? { person: `${person}`, ...(hash && isProof && { hash }) } : {};
}
