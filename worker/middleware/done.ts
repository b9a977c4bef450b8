import { HttpError } from '../problem.ts';
import type { Changed } from '../store/members.ts';

/** Throws `unknown-person` or `last-owner` where somebody was not changed. */
export function requireDone(outcome: Changed, what = 'an owner'): void {
  if (outcome === 'unknown') throw new HttpError('unknown-person');
  if (outcome === 'last-owner') throw new HttpError('last-owner', { detail: `Make somebody else ${what} first.` });
}
