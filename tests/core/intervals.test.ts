import { describe, expect, it } from 'vitest';
import { newcombe, type Sample, wilson } from '../../core/intervals.ts';

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
