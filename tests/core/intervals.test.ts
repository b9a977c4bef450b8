import { describe, expect, it } from 'vitest';
import { tailOfNormal } from '../../core/distributions.ts';
import { newcombe, pOfMeans, pOfShares, type Sample, welch, wilson } from '../../core/intervals.ts';

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

describe('the p-value of a difference of shares', () => {
  it.each([
    ['Le 2003, Introductory Biostatistics: shipyards', 11, 61, 35, 238, 0.64],
    ['a course of statistics: z = −1.266015', 140, 200, 255, 340, -1.266],
    ['Agresti 2007: belief in an afterlife, χ² = 0.162', 435, 582, 375, 509, 0.4025],
  ])('is that of the z of %s', (_, part, n, otherPart, otherN, z) => {
    expect(Math.abs(pOfShares(share(otherPart, otherN), share(part, n)) - tailOfNormal(z))).toBeLessThan(0.003);
  });

  it('agrees with SciPy on the χ² of large samples', () => {
    expect(pOfShares(share(300, 1000), share(345, 1000))).toBeCloseTo(0.0313444, 5);
    expect(pOfShares(share(48, 80), share(56, 70))).toBeCloseTo(0.00804508, 3);
  });

  it('is more careful than that where χ² is not to be trusted: Fisher has 0.13 for this, χ² 0.01', () => {
    expect(pOfShares(share(204, 204), share(30, 31))).toBeGreaterThan(0.05);
  });

  it('is 1 of equal shares, and nothing of opposite ones', () => {
    for (const [part, n] of [
      [0, 40],
      [40, 40],
      [10, 30],
    ] as const)
      expect(pOfShares(share(part, n), share(3 * part, 3 * n))).toBe(1);
    expect(pOfShares(share(0, 1e6), share(1e6, 1e6))).toBe(0);
  });
});

describe('the difference of means of the tutors in Navarro, Learning statistics with R', () => {
  const tutor = (n: number, mean: number, deviation: number): Sample => {
    return { n, mean, variance: deviation ** 2, low: 0, middle: 0, high: 0, min: 0, max: 100 };
  };
  const [bernadette, anastasia] = [tutor(18, 69.056, 5.775), tutor(15, 74.533, 8.999)];

  it('lies in −0.092…11.048 by Welch, at p = 0.054', () => {
    const { low = 0, high = 0 } = welch(bernadette, anastasia) ?? {};
    expect(Math.abs(low + 0.092)).toBeLessThan(0.002);
    expect(Math.abs(high - 11.048)).toBeLessThan(0.002);
    expect(pOfMeans(bernadette, anastasia)).toBeCloseTo(0.0536431, 6);
  });
});
