/** What stands under the score, as a pure step machine. */

import type { DeliveryState } from '../../delivery.ts';

export interface Step {
  comment: string;
  reasons: readonly string[];
  email: string;
  /** Whether the visitor has pressed Send. */
  isSent: boolean;
  /** Whether Send was pressed with an address that is none. */
  isInvalid: boolean;
  delivery: DeliveryState | 'none';
  /** Why the server refused, in its words. */
  reason?: string | undefined;
}

/** What a visitor gives after the score. */
export const givenKeys = ['comment', 'reasons', 'email'] as const;

export type Given = Partial<Pick<Step, (typeof givenKeys)[number]>>;

export type Act =
  | { did: 'give'; given: Given }
  | { did: 'send' }
  | { did: 'fail' }
  | { did: 'deliver'; state: DeliveryState; reason: string | undefined };

export const firstStep: Step = {
  ...{ comment: '', reasons: [], email: '' },
  ...{ isSent: false, isInvalid: false, delivery: 'none' },
};

export function nextStep(step: Step, act: Act): Step {
  switch (act.did) {
    case 'give':
      return { ...step, ...act.given, isInvalid: false };
    case 'send':
      return { ...step, isSent: true };
    case 'fail':
      return { ...step, isSent: false, isInvalid: true };
    case 'deliver':
      return { ...step, isSent: step.isSent && act.state !== 'refused', delivery: act.state, reason: act.reason };
  }
}

/** Thanks are said for what is stored, not for what was only pressed. */
export function isThanked({ isSent, delivery }: Step): boolean {
  return isSent && delivery === 'stored';
}
