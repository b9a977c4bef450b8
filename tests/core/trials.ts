import type { Variant } from '../../core/experiments.ts';
import { emptyCounts } from '../../core/metrics.ts';
import type { ScaleName } from '../../core/scales.ts';

/** What is true of a variant, behind what an experiment sees of it. */
export interface Truth {
  scale: ScaleName;
  /** Probabilities of the scores from the scale's first on; they need not add up to 1. */
  scores: Partial<Record<number, number>>;
  responseRate: number;
  commentRate: number;
  weight?: number;
}

/** Numbers from 0 to 1 that look like chance and are the same for the same seed [mulberry32, Ettinger 2017]. */
export function chanceOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** An experiment with these variants, of which every view draws one by its weight; they are called a, b, c and d. */
export function draw(truths: readonly Truth[], views: number, chance: () => number): Variant[] {
  const pickVariant = picker(truths.map(({ weight = 1 }) => weight));
  const trials = truths.map(({ scores, ...truth }, i) => ({
    ...truth,
    pickScore: picker(emptyCounts().map((none, score) => scores[score] ?? none)),
    variant: {
      id: 'abcd'.charAt(i),
      scale: truth.scale,
      weight: truth.weight ?? 1,
      views: 0,
      counts: emptyCounts(),
      comments: 0,
    },
  }));
  for (let view = 0; view < views; view++) {
    const trial = trials[pickVariant(chance())];
    if (!trial) continue;
    trial.variant.views++;
    if (chance() >= trial.responseRate) continue;
    const score = trial.pickScore(chance());
    trial.variant.counts[score] = (trial.variant.counts[score] ?? 0) + 1;
    if (chance() < trial.commentRate) trial.variant.comments++;
  }
  return trials.map(({ variant }) => variant);
}

/** The index that a number from 0 to 1 falls on, when each takes room by its weight. */
function picker(weights: readonly number[]): (at: number) => number {
  let sum = 0;
  const ends = weights.map((weight) => {
    sum += weight;
    return sum;
  });
  return (at) => {
    let index = 0;
    while (at * sum >= (ends[index] ?? sum)) index++;
    return index;
  };
}
