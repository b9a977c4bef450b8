import { addReason, type Reasons } from './reasons.ts';

/** What became of a row: new to the server, known there already, refused with a reason, or never sent. */
export type Outcome = 'stored' | 'known' | 'skipped' | { refused: string };

/** The outcomes of the leading rows: all before `done`, none after, so that going on from there counts nothing twice. */
export interface Progress {
  done: number;
  stored: number;
  known: number;
  refused: Reasons;
}

export function emptyProgress(): Progress {
  return { done: 0, stored: 0, known: 0, refused: {} };
}

/** Takes outcomes in any order and adds them to the progress in the order of the rows. */
export function openLedger(progress: Progress) {
  const waiting = new Map<number, Outcome>();
  return {
    progress,
    settle(index: number, outcome: Outcome) {
      waiting.set(index, outcome);
      for (let next = waiting.get(progress.done); next; next = waiting.get(progress.done)) {
        waiting.delete(progress.done++);
        add(progress, next);
      }
    },
  };
}

function add(progress: Progress, outcome: Outcome) {
  if (outcome === 'skipped') return;
  if (typeof outcome === 'object') addReason(progress.refused, outcome.refused, `${progress.done}`);
  else progress[outcome]++;
}
