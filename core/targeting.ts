/** Who is asked: pure functions of a survey, what the visitor did before, and the time. */

import type { SurveyConfig } from './contract.ts';
import { dayMs } from './periods.ts';

/** The last thing a visitor did with a survey. */
export interface Act {
  did: 'response' | 'dismissal';
  /** Epoch milliseconds. */
  at: number;
}

/** Acts by survey id. */
export type Acts = Readonly<Record<string, Act | undefined>>;

/** Until when, in epoch milliseconds, a visitor who did all this is left alone by a survey. */
export function quietUntil({ id, quiet }: Pick<SurveyConfig, 'id' | 'quiet'>, acts: Acts): number {
  const ends = Object.entries(acts).map(([other, act]) =>
    act ? act.at + quiet[other === id ? act.did : 'others'] * dayMs : 0,
  );
  return Math.max(0, ...ends);
}
