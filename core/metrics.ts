/** Scores, rates and changes with their 95 % intervals, computed from raw counts and rounded nowhere. */

import {
  adjustedWald,
  adjustedWaldDifference,
  type Interval,
  netOf,
  newcombe,
  pOfMeans,
  pOfNets,
  pOfShares,
  type Sample,
  shareOf,
  sizeForMean,
  sizeForNet,
  sizeForShare,
  studentOfMean,
  welch,
  wilson,
  wilsonOfShare,
} from './intervals.ts';
import { easeOf, type Metric, type Scale, type ScaleName, scales } from './scales.ts';

/** Responses per score: the index is the score, 0…10. */
export type Counts = readonly number[];

/** A value with both bounds of its 95 % interval, or with none where none can be given. */
export interface Estimate {
  value: number;
  low?: number;
  high?: number;
}

/**
 * The headline of a scale, by `unit`. `points`: NPS, −100…100. `share`: of the high group (CSAT top two box, thumbs
 * yes), 0…1. `mean`: of stars, or of ease (CES; the direction turned so that high is easy), on the survey's own scale.
 */
export interface Score extends Estimate {
  n: number;
  /** n is under 30: the score is shown with the words "few responses" and without a trend arrow. */
  few: boolean;
  unit: Unit;
  /** Responses: detractors, passives and promoters, or bottom, middle and top box. On effort scales `high` is the easy end. */
  groups: { low: number; middle: number; high: number };
  /** Beside a CSAT's share: the mean of its scores. */
  mean?: Estimate;
  /** Beside a mean: the share of the high group (4–5 stars; CES top box), 0…1. */
  share?: Estimate;
  /** Beside a CES: top − bottom box, −1…1. */
  net?: number;
}

/** After − before, in the unit of the score. Up is always better: on effort scales, easier. */
export interface Change extends Estimate {
  /** A direction only where the interval leaves out 0; without an interval there is no evidence of one. */
  word: 'up' | 'down' | 'no real change';
  /** Either side has under 30 responses: no trend arrow. */
  few: boolean;
  /** Beside a change of means: the change of the share of the high group, −1…1. */
  share?: Estimate;
}

/** A change with the two-sided p-value of its test; without one where either side is few or a mean has no variance. */
export interface TestedChange extends Estimate {
  p?: number;
}

/** A part of a whole: responses of views, comments of responses. */
export interface Rate {
  part: number;
  whole: number;
}

type Unit = 'points' | 'share' | 'mean';

const units: Record<Metric, Unit> = { nps: 'points', csat: 'share', thumbs: 'share', stars: 'mean', ces: 'mean' };

/** How one unit is computed: from proportions or scores, which `times` brings to the unit. */
interface Method {
  times: number;
  value(sample: Sample): number;
  interval(sample: Sample): Interval | undefined;
  difference(before: Sample, after: Sample): Interval | undefined;
  p(before: Sample, after: Sample): number | undefined;
  size(sample: Sample | undefined, margin: number): number;
}

const methods: Record<Unit, Method> = {
  points: {
    times: 100,
    value: netOf,
    interval: adjustedWald,
    difference: adjustedWaldDifference,
    p: pOfNets,
    size: sizeForNet,
  },
  share: { times: 1, value: shareOf, interval: wilsonOfShare, difference: newcombe, p: pOfShares, size: sizeForShare },
  mean: {
    times: 1,
    value: ({ mean }) => mean,
    interval: studentOfMean,
    difference: welch,
    p: pOfMeans,
    size: sizeForMean,
  },
};

/** The score of these counts; `undefined` while there is no response. */
export function scoreOf(scale: ScaleName, counts: Counts): Score | undefined {
  const sample = sampleOf(scales[scale], counts);
  if (!sample) return undefined;
  const { n, low, middle, high } = sample;
  const { metric } = scales[scale];
  const unit = units[metric];
  return {
    ...estimateOf(unit, sample),
    n,
    few: isFew(n),
    unit,
    groups: { low, middle, high },
    ...(metric === 'csat' && { mean: estimateOf('mean', sample) }),
    ...(unit === 'mean' && { share: estimateOf('share', sample) }),
    ...(metric === 'ces' && { net: netOf(sample) }),
  };
}

function estimateOf(unit: Unit, sample: Sample): Estimate {
  const { times, value, interval } = methods[unit];
  return scaled(times, value(sample), sample.n > 1 ? interval(sample) : undefined);
}

/** From one period to another; `undefined` where either has no response, without an interval where either has one. */
export function changeOf(scale: ScaleName, before: Counts, after: Counts): Change | undefined {
  const from = sampleOf(scales[scale], before);
  const to = sampleOf(scales[scale], after);
  if (!from || !to) return undefined;
  const unit = units[scales[scale].metric];
  const change = differenceOf(unit, from, to);
  return {
    ...change,
    word: wordOf(change),
    few: isFew(from.n) || isFew(to.n),
    ...(unit === 'mean' && { share: differenceOf('share', from, to) }),
  };
}

function differenceOf(unit: Unit, before: Sample, after: Sample): Estimate {
  const { times, value, difference } = methods[unit];
  const interval = before.n > 1 && after.n > 1 ? difference(before, after) : undefined;
  return scaled(times, value(after) - value(before), interval);
}

/** The change of the headline alone, with its p-value; `undefined` where either has no response. */
export function testOf(scale: ScaleName, before: Counts, after: Counts): TestedChange | undefined {
  const from = sampleOf(scales[scale], before);
  const to = sampleOf(scales[scale], after);
  if (!from || !to) return undefined;
  const unit = units[scales[scale].metric];
  const p = isFew(from.n) || isFew(to.n) ? undefined : methods[unit].p(from, to);
  return { ...differenceOf(unit, from, to), ...(p !== undefined && { p }) };
}

function wordOf({ low, high }: Estimate): Change['word'] {
  if (low !== undefined && low > 0) return 'up';
  if (high !== undefined && high < 0) return 'down';
  return 'no real change';
}

/** A response or comment rate, 0…1, with Wilson's interval; `undefined` unless 0 ≤ part ≤ whole and whole > 0. */
export function rateOf(part: number, whole: number): Estimate | undefined {
  if (!(whole > 0 && part >= 0 && part <= whole)) return undefined;
  return scaled(1, part / whole, whole > 1 ? wilson(part, whole) : undefined);
}

/** As `testOf`, from one rate to another: shares of those who did among those who could. */
export function rateTestOf(before: Rate, after: Rate): TestedChange | undefined {
  if (!rateOf(before.part, before.whole) || !rateOf(after.part, after.whole)) return undefined;
  return testOf('thumbs', thumbsOf(before), thumbsOf(after));
}

function thumbsOf({ part, whole }: Rate): Counts {
  return [whole - part, part];
}

function scaled(times: number, value: number, interval?: Interval): Estimate {
  if (!interval) return { value: times * value };
  return { value: times * value, low: times * interval.low, high: times * interval.high };
}

/**
 * About how many more responses bring the headline's interval to ± margin; 0 when it is there. The margin is a
 * proportion: 0.1 is ±10 points of NPS, ±0.1 of a share, a tenth of the scale's range for a mean. The spread is taken
 * as it is now; without responses, the worst case. `undefined` for a mean while all scores are equal: however many
 * there are, they have no interval.
 */
export function neededFor(scale: ScaleName, counts: Counts, margin = 0.1): number | undefined {
  const sample = sampleOf(scales[scale], counts);
  const unit = units[scales[scale].metric];
  const n = sample?.n ?? 0;
  if (unit === 'mean' && n > 1 && sample?.variance === 0) return undefined;
  const size = Math.ceil(methods[unit].size(sample, margin));
  if (!(margin > 0 && size < Infinity)) return undefined;
  return Math.max(0, Math.max(2, size) - n);
}

/** Whether n responses (or views) are too few to draw a direction from. */
export function isFew(n: number): boolean {
  return n < 30;
}

function sampleOf(scale: Scale, counts: Counts): Sample | undefined {
  const { min, max, lowTo, highFrom } = scale;
  const rows = counts
    .map((count, score) => ({ count, ease: easeOf(scale, score) }))
    .filter(({ count, ease }) => count > 0 && ease >= min && ease <= max);
  const sum = (of: (ease: number) => number) => rows.reduce((total, { count, ease }) => total + count * of(ease), 0);
  const n = sum(() => 1);
  if (n === 0) return undefined;
  const low = sum((ease) => Number(ease <= lowTo));
  const high = sum((ease) => Number(ease >= highFrom));
  const mean = sum((ease) => ease) / n;
  const variance = n > 1 ? sum((ease) => (ease - mean) ** 2) / (n - 1) : 0;
  return { n, low, middle: n - low - high, high, mean, variance, min, max };
}

/** No responses yet. */
export function emptyCounts(): number[] {
  return new Array<number>(11).fill(0);
}

export function addCounts(a: Counts, b: Counts): number[] {
  return emptyCounts().map((_, score) => (a[score] ?? 0) + (b[score] ?? 0));
}

/** All responses, on whatever score. */
export function totalOf(counts: Counts): number {
  return counts.reduce((total, count) => total + count, 0);
}
