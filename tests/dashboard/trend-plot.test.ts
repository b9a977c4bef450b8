import { expect, test } from 'vitest';
import { scoreOf } from '../../core/metrics.ts';
import type { TrendPoint } from '../../core/results.ts';
import { axisOf } from '../../worker/dashboard/charts/rules.ts';
import { nearest, trendPlot } from '../../worker/dashboard/charts/trend-plot.ts';

const frame = { left: 40, right: 440, top: 10, bottom: 110 };
const limits = { min: -100, max: 100 };

/** Points of one day each, with as many responses of score 9 and 3. */
function days(...given: [promoters: number, detractors: number][]): TrendPoint[] {
  return given.map(([promoters, detractors], from) => {
    const counts = [0, 0, 0, detractors, 0, 0, 0, 0, 0, promoters, 0];
    const score = scoreOf('nps', counts);
    return { from, to: from, n: promoters + detractors, ...(score && { score }) };
  });
}

test('a day without responses is a gap and not a zero', () => {
  const plot = trendPlot(days([5, 1], [4, 1], [0, 0], [6, 2], [5, 5]), frame, limits);
  expect(plot.lines).toHaveLength(2);
  expect(plot.marks.map(({ index }) => index)).toEqual([0, 1, 3, 4]);
});

test('a day between two gaps can be seen by itself', () => {
  const plot = trendPlot(days([5, 1], [0, 0], [4, 1]), frame, limits);
  expect(plot.lines).toEqual([]);
  expect(plot.alone.map(({ index }) => index)).toEqual([0, 2]);
  expect(plot.bands).toHaveLength(2);
});

test('a single response has a point and no band', () => {
  const plot = trendPlot(days([0, 0], [1, 0]), frame, limits);
  expect(plot.alone).toHaveLength(1);
  expect(plot.bands).toEqual([]);
});

test('a period without responses draws nothing', () => {
  expect(trendPlot(days([0, 0], [0, 0]), frame, limits)).toMatchObject({ marks: [], lines: [], bands: [], alone: [] });
});

test('everything drawn lies inside the frame, the better the higher', () => {
  const { marks } = trendPlot(days([9, 0], [5, 5], [0, 9]), frame, limits);
  const [best, middle, worst] = marks;
  expect(best?.x).toBe(frame.left);
  expect(worst?.x).toBe(frame.right);
  expect(best?.y).toBeLessThan(middle?.y ?? 0);
  for (const { y, low = y, high = y } of marks) {
    expect(Math.min(y, low, high)).toBeGreaterThanOrEqual(frame.top);
    expect(Math.max(y, low, high)).toBeLessThanOrEqual(frame.bottom);
  }
});

test('a first point of fewer days stands nearer to the second', () => {
  const trend = [
    { from: 0, to: 0, n: 0 },
    { from: 1, to: 28, n: 0 },
    { from: 29, to: 56, n: 0 },
  ];
  const [a = 0, b = 0, c = 0] = trendPlot(trend, frame, limits).xs;
  expect(b - a).toBeLessThan(c - b);
});

test('an axis has at most three round hairlines and stays inside the limits of the metric', () => {
  for (const values of [[53], [-100, 100], [12.5, 13], [99, 100], [-3, 41, 77], []]) {
    const { min, max, rules } = axisOf(values, limits);
    expect(rules.length).toBeGreaterThan(0);
    expect(rules.length).toBeLessThanOrEqual(3);
    expect(min).toBeGreaterThanOrEqual(-100);
    expect(max).toBeLessThanOrEqual(100);
    for (const rule of rules) expect(rule >= min && rule <= max && Object.is(rule, rule + 0)).toBe(true);
  }
});

test('a small wobble is not drawn as a mountain: the axis spans a fifth of the range, or what is left of it', () => {
  const { min, max } = axisOf([12.5, 13], limits);
  expect(max - min).toBeCloseTo(40);
});

test('the pointer chooses the nearest day', () => {
  expect(nearest([40, 140, 240], 0)).toBe(0);
  expect(nearest([40, 140, 240], 191)).toBe(2);
});
