import { describe, expect, it } from 'vitest';
import {
  easeOf,
  isScaleName,
  isScore,
  type Scale,
  type ScaleName,
  scales,
  segmentOf,
  segments,
} from '../../core/scales.ts';

const rows = Object.entries(scales) as [ScaleName, Scale][];

describe('a scale', () => {
  it('is known by its name alone, not by what objects inherit', () => {
    expect(isScaleName('ces-7-effort')).toBe(true);
    expect(isScaleName('NPS')).toBe(false);
    expect(isScaleName('toString')).toBe(false);
    expect(isScaleName('__proto__')).toBe(false);
  });

  it.each([
    ['nps', 0, 10],
    ['nps-1-10', 1, 10],
    ['csat', 1, 5],
    ['stars', 1, 5],
    ['ces-7', 1, 7],
    ['ces-7-effort', 1, 7],
    ['ces-5', 1, 5],
    ['ces-5-effort', 1, 5],
    ['thumbs', 0, 1],
  ] as const)('%s takes whole numbers from %i to %i', (scale, min, max) => {
    for (const value of [min, max]) expect(isScore(scale, value)).toBe(true);
    for (const value of [min - 1, max + 1, min + 0.5, Number.NaN, Infinity]) expect(isScore(scale, value)).toBe(false);
  });

  it.each(rows)('%s has three groups in order, within what counts can hold', (_, { min, max, lowTo, highFrom }) => {
    expect(min).toBeGreaterThanOrEqual(0);
    expect(max).toBeLessThanOrEqual(10);
    expect(lowTo).toBeGreaterThanOrEqual(min);
    expect(highFrom).toBeGreaterThan(lowTo);
    expect(highFrom).toBeLessThanOrEqual(max);
  });

  it('turns effort into ease and leaves agreement as it is', () => {
    expect([1, 4, 7].map((score) => easeOf(scales['ces-7-effort'], score))).toEqual([7, 4, 1]);
    expect([1, 4, 7].map((score) => easeOf(scales['ces-7'], score))).toEqual([1, 4, 7]);
  });

  it.each([
    ['nps', '00000001122'],
    ['nps-1-10', '0000001122'],
    ['csat', '00122'],
    ['stars', '00122'],
    ['ces-7', '0001222'],
    ['ces-7-effort', '2221000'],
    ['ces-5', '00122'],
    ['ces-5-effort', '22100'],
    ['thumbs', '02'],
  ] as const)('%s puts its scores from the least to the greatest in the segments %s', (name, expected) => {
    const { min, max } = scales[name];
    const scores = Array.from({ length: max - min + 1 }, (_, index) => min + index);
    expect(scores.map((score) => segments.indexOf(segmentOf(scales[name], score))).join('')).toBe(expected);
  });

  it('from 1 to 10 says that it is not comparable with 0 to 10', () => {
    const noted = rows.filter(([, { note }]) => note !== undefined);
    expect(noted.map(([name, { note }]) => [name, note])).toEqual([['nps-1-10', '1–10, not comparable with 0–10']]);
  });
});
