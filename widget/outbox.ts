/** Responses that nobody has acknowledged yet, one key each. */

import type { ResponsePost } from '../core/contract.ts';
import { json } from './json.ts';
import type { Memory } from './memory.ts';

/** A response as it is kept. */
export interface Kept extends ResponsePost {
  /** Not to be sent before, in epoch milliseconds. */
  until?: number | undefined;
}

export interface Outbox {
  /** Another tab may keep a newer revision already, which stays. */
  keep(post: Kept): void;
  /** Forgets a response of which that much was delivered; another tab may keep a newer revision of it. */
  release(post: ResponsePost): void;
}

export function createOutbox({ _read: read, _write: write, _remove: remove }: Memory): Outbox {
  const isNewerKept = ({ id, rev }: ResponsePost) => read<Kept>(`kept:${id}`).some(([, post]) => post.rev > rev);
  return {
    keep: (post) => isNewerKept(post) || write(`kept:${post.id}`, json(post)),
    release: (post) => isNewerKept(post) || remove(`kept:${post.id}`),
  };
}
