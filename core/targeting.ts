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

/** One thing that has to hold before a survey asks by itself, and what was seen of it. */
export interface Gate {
  gate: string;
  passes: boolean;
  saw: string;
}

/** Every gate of a survey. */
export interface Explanation {
  survey: string;
  /** Whether all gates pass. */
  asks: boolean;
  gates: Gate[];
}

/** The quiet periods of a survey, one gate for each survey the visitor did something with. */
export function quietGates({ id, quiet }: Pick<SurveyConfig, 'id' | 'quiet'>, acts: Acts, now: number): Gate[] {
  const gates = Object.entries(acts).flatMap(([other, act]) => {
    if (!act) return [];
    const period = quiet[other === id ? act.did : 'others'];
    const ago = Math.floor((now - act.at) / dayMs);
    const left = Math.ceil(period - (now - act.at) / dayMs);
    const saw = `${other}: ${act.did} ${ago} days ago, ${left > 0 ? `${left} of ${period} to go` : `${period} are over`}`;
    return [{ gate: 'quiet period', passes: left <= 0, saw }];
  });
  return gates.length > 0 ? gates : [{ gate: 'quiet period', passes: true, saw: 'nothing was done before' }];
}
