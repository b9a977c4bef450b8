/** What the card shows, as a pure step machine. */

import type { DeliveryState } from '../transport.ts';

export interface Step {
  score?: number;
  comment: string;
  /** Whether the visitor has pressed Send. */
  isSent: boolean;
  delivery: DeliveryState | 'none';
  /** Why the server refused, in its words. */
  reason?: string | undefined;
}

export type Act =
  | { did: 'select'; score: number }
  | { did: 'write'; comment: string }
  | { did: 'send' }
  | { did: 'deliver'; state: DeliveryState; reason: string | undefined };

export const firstStep: Step = { comment: '', isSent: false, delivery: 'none' };

export function nextStep(step: Step, act: Act): Step {
  switch (act.did) {
    case 'select':
      return { ...step, score: act.score };
    case 'write':
      return { ...step, comment: act.comment };
    case 'send':
      return step.score === undefined ? step : { ...step, isSent: true };
    case 'deliver':
      return { ...step, isSent: step.isSent && act.state !== 'refused', delivery: act.state, reason: act.reason };
  }
}

/** Thanks are said for what is stored, not for what was only pressed. */
export function isThanked({ isSent, delivery }: Step): boolean {
  return isSent && delivery === 'stored';
}
