/** Experiments: whether 2 to 4 variants of a survey differ, and whether one of them has won. */

import { tailOfChiSquare } from './distributions.ts';
import {
  type Counts,
  type Estimate,
  isFew,
  type Rate,
  rateOf,
  rateTestOf,
  type Score,
  scoreOf,
  type TestedChange,
  testOf,
  totalOf,
} from './metrics.ts';
import type { ScaleName } from './scales.ts';

/** What one variant has gathered. */
export interface Variant {
  id: string;
  scale: ScaleName;
  /** How many of the views it is meant to have, against the weights of the others; 1 unless given. */
  weight?: number;
  views: number;
  counts: Counts;
  comments: number;
}

export interface VariantResult {
  id: string;
  scale: ScaleName;
  n: number;
  views: number;
  /** Absent while there is no response. */
  score?: Score;
  /** Absent while views are not counted, or fewer than responses. */
  responseRate?: Estimate;
  commentRate?: Estimate;
}

/** A variant − the control, in the unit of the metric: 0…1 for the rates. Up is always better. Scores of two scales have none. */
export interface Comparison extends TestedChange {
  variant: string;
  metric: 'responseRate' | 'score' | 'commentRate';
  /** p among those of every metric and variant [Holm 1979, Scand J Statist 6:65]. */
  adjustedP?: number;
}

/** Whether the views are divided as the weights say: a mismatch has a cause that may bear on the scores as well. */
export interface Split {
  /** Views each variant should have had, in their order. */
  expected: number[];
  p: number;
  mismatch: boolean;
}

/**
 * `several`: these are better than the control, and none of them than all the others of them. `mixed`: a variant is
 * better in one metric and worse in another. `too few`: one that would be named has under 30 responses, or, where none
 * would, any of the variants.
 */
export type Verdict =
  | { reason: 'winner'; winner: string }
  | { reason: 'several'; better: string[] }
  | { reason: 'mismatch' | 'mixed' | 'too few' | 'no real difference' };

export interface Experiment {
  /** The control first. */
  variants: VariantResult[];
  comparisons: Comparison[];
  /** Absent where less than 5 views are expected of a variant, which χ² does not bear. */
  split?: Split;
  verdict: Verdict;
}

/**
 * A variant is better (worse) than the control when it is so in at least one metric, at an adjusted p < 0.05, and the
 * other way round in none. The winner is the only better variant; of several, the one that is better than each of the
 * others by the same rule among them; the control, when every variant is worse than it. It is not shown to be better
 * than a variant that is not itself better than the control. Where nothing differs, a winner is called in at most
 * about 5 % of experiments that are looked at once, however many metrics and variants they have.
 */
export function experimentOf(control: Variant, others: readonly Variant[]): Experiment {
  const variants = [control, ...others];
  const comparisons = comparisonsOf(control, others);
  const split = splitOf(variants);
  return {
    variants: variants.map(resultOf),
    comparisons,
    ...(split && { split }),
    verdict: split?.mismatch ? { reason: 'mismatch' } : verdictOf(control, others, comparisons),
  };
}

function resultOf({ id, scale, views, counts, comments }: Variant): VariantResult {
  const n = totalOf(counts);
  const score = scoreOf(scale, counts);
  const responseRate = rateOf(n, views);
  const commentRate = rateOf(comments, n);
  return {
    id,
    scale,
    n,
    views,
    ...(score && { score }),
    ...(responseRate && { responseRate }),
    ...(commentRate && { commentRate }),
  };
}

function comparisonsOf(control: Variant, others: readonly Variant[]): Comparison[] {
  const comparisons = others.flatMap((other) => compare(control, other));
  const all = comparisons.flatMap(({ p }) => p ?? []);
  return comparisons.map((one) => (one.p === undefined ? one : { ...one, adjustedP: holm(one.p, all) }));
}

function compare(control: Variant, other: Variant): Comparison[] {
  const changes = {
    responseRate: rateTestOf(responsesOf(control), responsesOf(other)),
    score: control.scale === other.scale ? testOf(other.scale, control.counts, other.counts) : undefined,
    commentRate: rateTestOf(commentsOf(control), commentsOf(other)),
  };
  const metrics = ['responseRate', 'score', 'commentRate'] as const;
  return metrics.flatMap((metric) => (changes[metric] ? { variant: other.id, metric, ...changes[metric] } : []));
}

function responsesOf({ counts, views }: Variant): Rate {
  return { part: totalOf(counts), whole: views };
}

function commentsOf({ counts, comments }: Variant): Rate {
  return { part: comments, whole: totalOf(counts) };
}

/** p adjusted for being one of them all: the greatest q · (how many are ≥ q) of those up to p, at most 1 [Holm 1979]. */
export function holm(p: number, all: readonly number[]): number {
  const steps = all.filter((q) => q <= p).map((q) => q * all.filter((other) => other >= q).length);
  return Math.min(1, Math.max(...steps));
}

/** χ² goodness of fit, a mismatch at p < 0.001 [Kohavi, Tang & Xu 2020, ch. 21]; none with under 5 expected. */
function splitOf(variants: readonly Variant[]): Split | undefined {
  const sum = (of: (variant: Variant) => number) => variants.reduce((total, variant) => total + of(variant), 0);
  const perWeight = sum(({ views }) => views) / sum(({ weight = 1 }) => weight);
  const expectedOf = ({ weight = 1 }: Variant) => weight * perWeight;
  if (!variants.every((variant) => expectedOf(variant) >= 5)) return undefined;
  const distance = sum((variant) => (variant.views - expectedOf(variant)) ** 2 / expectedOf(variant));
  const p = tailOfChiSquare(distance, variants.length - 1);
  return { expected: variants.map(expectedOf), p, mismatch: p < 0.001 };
}

function verdictOf(control: Variant, others: readonly Variant[], comparisons: Comparison[]): Verdict {
  const outcomes = others.map(({ id }) => outcomeOf(id, comparisons));
  const better = others.filter((_, i) => outcomes[i] === 'better');
  const leaders = better.length > 0 ? better : [control];
  const rivals = better.length > 0 ? better : others;
  const winner = leaders.find((leader) => isBest(leader, rivals));
  if ((winner ? [winner] : better).some(hasFew)) return { reason: 'too few' };
  if (winner) return { reason: 'winner', winner: winner.id };
  if (better.length > 0) return { reason: 'several', better: better.map(({ id }) => id) };
  if (outcomes.includes('mixed')) return { reason: 'mixed' };
  return { reason: [control, ...others].some(hasFew) ? 'too few' : 'no real difference' };
}

function hasFew({ counts }: Variant): boolean {
  return isFew(totalOf(counts));
}

/** Whether each of the others is worse than this one, in tests among them alone. None at all have no best. */
function isBest(one: Variant, all: readonly Variant[]): boolean {
  const others = all.filter((other) => other !== one);
  const comparisons = comparisonsOf(one, others);
  return all.length > 0 && others.every(({ id }) => outcomeOf(id, comparisons) === 'worse');
}

function outcomeOf(id: string, comparisons: Comparison[]): 'better' | 'worse' | 'mixed' | 'open' {
  const real = comparisons.filter(({ variant, adjustedP = 1 }) => variant === id && adjustedP < 0.05);
  const up = real.some(({ value }) => value > 0);
  const down = real.some(({ value }) => value < 0);
  if (up && down) return 'mixed';
  if (up) return 'better';
  return down ? 'worse' : 'open';
}
