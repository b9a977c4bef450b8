/** The formulas under the metrics: 95 % intervals of one sample and of the difference of two, its test, and the sizes they ask for. */

import { criticalT, tailOfNormal, tailOfT, z } from './distributions.ts';

export interface Interval {
  low: number;
  high: number;
}

/** The responses of one scale, turned so that high is good. `variance` is the sample's, with n − 1; 0 when n is 1. */
export interface Sample {
  n: number;
  low: number;
  middle: number;
  high: number;
  mean: number;
  variance: number;
  min: number;
  max: number;
}

/** Wilson's score interval of part/n, 0…1, n ≥ 1, without continuity correction [Newcombe 1998, Stat Med 17:857, method 3]. */
export function wilson(part: number, n: number, quantile = z): Interval {
  return { low: wilsonLow(part, n, quantile), high: 1 - wilsonLow(n - part, n, quantile) };
}

function wilsonLow(part: number, n: number, z: number): number {
  const root = Math.sqrt(z * z + (4 * part * (n - part)) / n);
  return (2 * part + z * z - z * root) / (2 * (n + z * z));
}

/** Wilson's interval of the share of the high group, 0…1. */
export function wilsonOfShare({ high, n }: Sample): Interval {
  return wilson(high, n);
}

/** Difference of two shares of the high group, after − before, −1…1 [Newcombe 1998, Stat Med 17:873, method 10]. */
export function newcombe(before: Sample, after: Sample, quantile = z): Interval {
  const [p, q] = [shareOf(before), shareOf(after)];
  const [from, to] = [wilson(before.high, before.n, quantile), wilson(after.high, after.n, quantile)];
  return { low: q - p - Math.hypot(q - to.low, from.high - p), high: q - p + Math.hypot(to.high - q, p - from.low) };
}

/**
 * Two-sided p-value of that difference: that of the quantile at which its interval begins to hold 0, found by halving.
 * It is close to that of z with the shares pooled, and near 0 and 1 the more careful of the two.
 */
export function pOfShares(before: Sample, after: Sample): number {
  let [least, most] = [0, 10];
  for (let step = 0; step < 50; step++) {
    const quantile = (least + most) / 2;
    const { low, high } = newcombe(before, after, quantile);
    if (low > 0 || high < 0) least = quantile;
    else most = quantile;
  }
  return tailOfNormal(least);
}

/**
 * NPS as a proportion, −1…1: three responses are added, ¾ of them promoters and ¾ detractors; the two shares are
 * not independent, so the variance is that of one trinomial [Rocks 2016, The American Statistician 70:365].
 */
export function adjustedWald(sample: Sample): Interval {
  const { net, variance, n } = adjusted(sample);
  return around(net, z * Math.sqrt(variance / n), { low: -1, high: 1 });
}

function adjusted({ low, high, n }: Sample) {
  const [p, d] = [(high + 0.75) / (n + 3), (low + 0.75) / (n + 3)];
  return { net: p - d, variance: p + d - (p - d) ** 2, n: n + 3 };
}

/**
 * Difference of two NPS as proportions, after − before, −2…2: two-sample z on the adjusted values [MeasuringU 2021].
 * From near −1 to near 1 the adjustment pulls it short of the observed difference; it is then widened to include it.
 */
export function adjustedWaldDifference(before: Sample, after: Sample): Interval {
  const { net, error } = adjustedDifference(before, after);
  const { low, high } = around(net, z * error, { low: -2, high: 2 });
  const observed = netOf(after) - netOf(before);
  return { low: Math.min(low, observed), high: Math.max(high, observed) };
}

/** Two-sided p-value of that z. */
export function pOfNets(before: Sample, after: Sample): number {
  const { net, error } = adjustedDifference(before, after);
  return tailOfNormal(net / error);
}

function adjustedDifference(before: Sample, after: Sample) {
  const [from, to] = [adjusted(before), adjusted(after)];
  return { net: to.net - from.net, error: Math.sqrt(from.variance / from.n + to.variance / to.n) };
}

/** high/n, 0…1. */
export function shareOf({ high, n }: Sample): number {
  return high / n;
}

/** (high − low)/n, −1…1. */
export function netOf({ low, high, n }: Sample): number {
  return (high - low) / n;
}

/** Student's t interval of the mean, cut to the scale; none for fewer than two responses or when all are equal. */
export function studentOfMean({ n, mean, variance, min, max }: Sample): Interval | undefined {
  if (variance === 0) return undefined;
  return around(mean, criticalT(n - 1) * Math.sqrt(variance / n), { low: min, high: max });
}

/** Difference of two means, after − before [Welch 1947, Biometrika 34:28]; none when either side has no variance. */
export function welch(before: Sample, after: Sample): Interval | undefined {
  if (before.variance === 0 || after.variance === 0) return undefined;
  const { mean, error, df } = meanDifference(before, after);
  const range = after.max - after.min;
  return around(mean, criticalT(df) * error, { low: -range, high: range });
}

/** Two-sided p-value of that t; none when either side has no variance. */
export function pOfMeans(before: Sample, after: Sample): number | undefined {
  if (before.variance === 0 || after.variance === 0) return undefined;
  const { mean, error, df } = meanDifference(before, after);
  return tailOfT(mean / error, df);
}

function meanDifference(before: Sample, after: Sample) {
  const [a, b] = [before.variance / before.n, after.variance / after.n];
  const df = (a + b) ** 2 / (a ** 2 / (before.n - 1) + b ** 2 / (after.n - 1));
  return { mean: after.mean - before.mean, error: Math.sqrt(a + b), df };
}

function around(value: number, half: number, limits: Interval): Interval {
  return { low: Math.max(limits.low, value - half), high: Math.min(limits.high, value + half) };
}

/** Responses for an NPS ± margin (a proportion): s²z²/d² − 3, `adjustedWald` solved for n; s = 1 without a sample. */
export function sizeForNet(sample: Sample | undefined, margin: number): number {
  const variance = sample ? adjusted(sample).variance : 1;
  return (variance * z * z) / margin ** 2 - 3;
}

/** Responses for a share ± margin: Wilson's half-width solved for n [Piegorsch 2004, CSDA 46:309]; p = ½ without a sample. */
export function sizeForShare(sample: Sample | undefined, margin: number): number {
  const p = sample ? shareOf(sample) : 0.5;
  const [pq, d2] = [p * (1 - p), margin ** 2];
  return (z * z * (pq - 2 * d2 + Math.sqrt(pq ** 2 + d2 * (1 - 4 * pq)))) / (2 * d2);
}

/**
 * Responses for a mean ± margin, as a proportion of the scale's range: the least n ≥ t²s²/d², which begins at z²s²/d²
 * and is a few more. While there is no variance to go by, the greatest there is: half the range squared.
 */
export function sizeForMean(sample: Sample | undefined, margin: number): number {
  const range = sample ? sample.max - sample.min : 1;
  const ratio = (sample?.variance || range ** 2 / 4) / (margin * range) ** 2;
  let size = Math.max(2, Math.ceil(z * z * ratio));
  while (size < 1e9 && size < criticalT(size - 1) ** 2 * ratio) size++;
  return size;
}
