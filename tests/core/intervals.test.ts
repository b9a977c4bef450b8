import { describe, expect, it } from 'vitest';
import { criticalT, newcombe, type Sample, wilson } from '../../core/intervals.ts';

/** A share as `newcombe` reads it; the rest of a sample plays no part. */
function share(high: number, n: number): Sample {
  return { n, low: n - high, middle: 0, high, mean: high / n, variance: 0, min: 0, max: 1 };
}

describe("Wilson's interval, by the examples of Newcombe 1998, table I, method 3", () => {
  it.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])('%i of %i lies in %f…%f', (part, n, low, high) => {
    const interval = wilson(part, n);
    expect(interval.low).toBeCloseTo(low, 4);
    expect(interval.high).toBeCloseTo(high, 4);
  });

  it('ends exactly at the ends', () => {
    expect(wilson(0, 7).low).toBe(0);
    expect(wilson(7, 7).high).toBe(1);
  });
});

describe('the interval of a difference of shares, by the examples of Newcombe 1998, table II, method 10', () => {
  it.each([
    [56, 70, 48, 80, 0.0524, 0.3339],
    [9, 10, 3, 10, 0.1705, 0.809],
    [6, 7, 2, 7, 0.0582, 0.8062],
    [5, 56, 0, 29, -0.0381, 0.1926],
    [0, 10, 0, 20, -0.1611, 0.2775],
    [0, 10, 0, 10, -0.2775, 0.2775],
    [10, 10, 0, 20, 0.6791, 1],
    [10, 10, 0, 10, 0.6075, 1],
  ])('%i/%i − %i/%i lies in %f…%f', (part, n, otherPart, otherN, low, high) => {
    const interval = newcombe(share(otherPart, otherN), share(part, n));
    expect(Math.abs(interval.low - low)).toBeLessThanOrEqual(0.00005 + 1e-9);
    expect(Math.abs(interval.high - high)).toBeLessThanOrEqual(0.00005 + 1e-9);
  });
});

describe("the 0.975 quantile of Student's t", () => {
  it.each([
    [1, 12.706],
    [2, 4.303],
    [3, 3.182],
    [4, 2.776],
    [5, 2.571],
    [10, 2.228],
    [15, 2.131],
    [20, 2.086],
    [30, 2.042],
    [40, 2.021],
    [60, 2.0],
    [100, 1.984],
    [120, 1.98],
    [1e12, 1.96],
  ])('with %f degrees of freedom is the %f of the printed tables', (df, t) => {
    expect(Math.abs(criticalT(df) - t)).toBeLessThanOrEqual(0.0005);
  });

  const alpha = 4 * 0.975 * 0.025;
  const quartic = Math.cos(Math.acos(Math.sqrt(alpha)) / 3) / Math.sqrt(alpha);
  it.each([
    [1, Math.tan(0.475 * Math.PI)],
    [2, 0.95 * Math.sqrt(2 / alpha)],
    [4, 2 * Math.sqrt(quartic - 1)],
  ])('is exact where %i degrees of freedom have a closed form', (df, t) => {
    expect(Math.abs(criticalT(df) - t)).toBeLessThan(1e-8);
  });

  it.each([
    [1.5, 6.016663104427929],
    [2.5, 3.5746548420036817],
    [7.3, 2.345066736547703],
    [29.5, 2.043724966772122],
    [59.9, 2.0003665086108584],
    [60, 2.0002978220142604],
    [99.9, 1.9839958380769385],
    [1000, 1.9623390808264083],
  ])('with %f degrees of freedom agrees with SciPy 1.17 to 1e-8', (df, t) => {
    expect(Math.abs(criticalT(df) - t)).toBeLessThan(1e-8);
  });
});
