import { describe, expect, it } from 'vitest';
import { criticalT, tailOfChiSquare, tailOfNormal, tailOfT } from '../../core/distributions.ts';

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

describe("both tails of Student's t", () => {
  it.each([
    [1, 6.314, 0.1],
    [1, 63.657, 0.01],
    [2, 31.599, 0.001],
    [5, 4.032, 0.01],
    [10, 1.812, 0.1],
    [10, 4.587, 0.001],
    [30, 2.75, 0.01],
    [30, 3.646, 0.001],
    [120, 2.617, 0.01],
    [120, 3.373, 0.001],
  ])('with %i degrees of freedom beyond the %f of the printed tables are %f', (df, t, p) => {
    expect(Math.abs(tailOfT(t, df) / p - 1)).toBeLessThan(0.002);
    expect(tailOfT(-t, df)).toBe(tailOfT(t, df));
  });

  it.each([0, 1e-9, 0.4, 0.99, 1.01, 3, 40, 1e6])('beyond %f are exact where they have a closed form', (t) => {
    expect(Math.abs(tailOfT(t, 1) - (1 - (2 / Math.PI) * Math.atan(t)))).toBeLessThan(1e-9);
    expect(Math.abs(tailOfT(t, 2) - (1 - t / Math.sqrt(2 + t * t)))).toBeLessThan(1e-9);
  });

  it.each([
    [0.3, 1.5, 0.8004721968035851],
    [2.2, 29.7, 0.03572991839269509],
    [5.4, 29.7, 7.762305546584325e-6],
    [9.5, 29.7, 1.6464875536667224e-10],
    [3.1, 748.25, 0.0020077471944534436],
    [2.4, 123_456.7, 0.016396543354867316],
  ])('beyond %f with %f degrees of freedom agree with SciPy 1.17', (t, df, p) => {
    expect(Math.abs(tailOfT(t, df) - p)).toBeLessThan(1e-9);
  });

  it('are 0.05 beyond the 0.975 quantile, and nothing far out', () => {
    for (const df of [1, 3.7, 29, 59.9, 60, 1e4]) expect(tailOfT(criticalT(df), df)).toBeCloseTo(0.05, 8);
    for (const df of [30, 1e3, 1e7]) expect(tailOfT(1e12, df)).toBe(0);
  });
});

describe('both tails of the normal distribution', () => {
  it.each([
    [0, 1],
    [0.6744898, 0.5],
    [1.6448536, 0.1],
    [1.959964, 0.05],
    [2.5758293, 0.01],
    [3.2905267, 0.001],
    [40, 0],
  ])('beyond the %f of the printed tables are %f', (z, p) => {
    expect(Math.abs(tailOfNormal(z) - p)).toBeLessThan(1e-7);
    expect(tailOfNormal(-z)).toBe(tailOfNormal(z));
  });
});

describe('the upper tail of χ²', () => {
  it.each([
    [1, 3.841, 0.05],
    [1, 10.828, 0.001],
    [2, 5.991, 0.05],
    [2, 13.816, 0.001],
    [3, 7.815, 0.05],
    [3, 16.266, 0.001],
    [4, 9.488, 0.05],
    [5, 11.07, 0.05],
    [10, 29.588, 0.001],
  ])('with %i degrees of freedom beyond the %f of the printed tables is %f', (df, x, p) => {
    expect(Math.abs(tailOfChiSquare(x, df) / p - 1)).toBeLessThan(0.001);
  });

  it.each([1, 2, 3])('with %i degrees of freedom is 1 at 0 and 0 far out', (df) => {
    expect(tailOfChiSquare(0, df)).toBe(1);
    expect(tailOfChiSquare(1e7, df)).toBe(0);
  });
});
