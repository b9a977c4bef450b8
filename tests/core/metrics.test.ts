import { describe, expect, it } from 'vitest';
import { changeOf, emptyCounts, neededFor, rateOf, rateTestOf, scoreOf, testOf, totalOf } from '../../core/metrics.ts';
import type { ScaleName } from '../../core/scales.ts';

function counts(perScore: Record<number, number>): number[] {
  return emptyCounts().map((none, score) => perScore[score] ?? none);
}

/** Detractors, passives and promoters of an NPS. */
function split(detractors: number, passives: number, promoters: number): number[] {
  return counts({ 3: detractors, 8: passives, 10: promoters });
}

const everyScale: ScaleName[] = ['nps', 'nps-1-10', 'csat', 'stars', 'ces-7', 'ces-7-effort', 'ces-5', 'ces-5-effort'];

describe('without responses', () => {
  it.each([...everyScale, 'thumbs'] as const)('%s has no score and no change', (scale) => {
    expect(scoreOf(scale, emptyCounts())).toBeUndefined();
    expect(changeOf(scale, emptyCounts(), counts({ 1: 40 }))).toBeUndefined();
    expect(changeOf(scale, counts({ 1: 40 }), emptyCounts())).toBeUndefined();
  });

  it('counts outside the scale are no responses', () => {
    expect(scoreOf('csat', counts({ 0: 9, 6: 9, 10: 9 }))).toBeUndefined();
    expect(scoreOf('nps-1-10', counts({ 0: 50, 10: 2 }))?.n).toBe(2);
    expect(totalOf(counts({ 0: 50, 10: 2 }))).toBe(52);
  });
});

describe('with one response', () => {
  it.each(everyScale)('%s has a score and no interval, nor has a change from it', (scale) => {
    const score = scoreOf(scale, counts({ 1: 1 }));
    expect(score).toMatchObject({ n: 1, few: true });
    for (const estimate of [score, score?.share, score?.mean]) expect(estimate?.low ?? estimate?.high).toBeUndefined();
    const change = changeOf(scale, counts({ 1: 1 }), counts({ 1: 20, 4: 20, 5: 20 }));
    expect(change).toMatchObject({ word: 'no real change', few: true });
    expect(change).not.toHaveProperty('low');
  });
});

describe('NPS', () => {
  it('of the Botanic survey is 53.4 [52.3, 54.5]', () => {
    const score = scoreOf('nps-1-10', split(1194, 3953, 8465));
    expect(score).toMatchObject({ n: 13_612, unit: 'points', groups: { low: 1194, middle: 3953, high: 8465 } });
    expect(score?.value).toBeCloseTo(53.4, 1);
    expect(score?.low).toBeCloseTo(52.3, 1);
    expect(score?.high).toBeCloseTo(54.5, 1);
  });

  it('has detractors up to 6, passives at 7 and 8, promoters from 9', () => {
    const one = counts(Object.fromEntries(emptyCounts().map((_, score) => [score, 1])));
    expect(scoreOf('nps', one)?.groups).toEqual({ low: 7, middle: 2, high: 2 });
    expect(scoreOf('nps-1-10', one)?.groups).toEqual({ low: 6, middle: 2, high: 2 });
  });

  it('counts passives in n', () => {
    expect(scoreOf('nps', split(0, 3, 1))?.value).toBe(25);
  });

  it('does not take promoters and detractors for independent, which is too narrow', () => {
    const [p, d, n] = [8465 / 13_612, 1194 / 13_612, 13_612];
    const independent = 2 * 100 * 1.96 * Math.sqrt((p * (1 - p) + d * (1 - d)) / n);
    const { low = 0, high = 0 } = scoreOf('nps-1-10', split(1194, 3953, 8465)) ?? {};
    expect(high - low).toBeGreaterThan(1.1 * independent);
  });

  it('keeps an interval when everybody agrees', () => {
    for (const agreed of [split(20, 0, 0), split(0, 20, 0), split(0, 0, 20)]) {
      const { low = 0, high = 0 } = scoreOf('nps', agreed) ?? {};
      expect(high - low).toBeGreaterThan(5);
    }
  });

  it('changes by the two-sample z on the adjusted values', () => {
    const change = changeOf('nps', split(20, 30, 50), split(10, 50, 90));
    expect(change).toMatchObject({ word: 'up', few: false });
    expect(change?.value).toBeCloseTo(23.333333, 5);
    expect(change?.low).toBeCloseTo(5.128687, 5);
    expect(change?.high).toBeCloseTo(41.194049, 5);
  });

  it('keeps the observed change inside its interval when everybody turns round', () => {
    const up = changeOf('nps', split(100, 0, 0), split(0, 0, 100));
    expect(up).toMatchObject({ value: 200, high: 200, word: 'up' });
    expect(up?.low).toBeLessThan(200);
    const down = changeOf('nps', split(0, 0, 100), split(100, 0, 0));
    expect(down).toMatchObject({ value: -200, low: -200, word: 'down' });
    expect(down?.high).toBeGreaterThan(-200);
  });

  it('has no bound beyond what the scale allows', () => {
    expect(scoreOf('nps', split(0, 0, 3))?.high).toBe(100);
    expect(scoreOf('nps', split(3, 0, 0))?.low).toBe(-100);
    expect(changeOf('nps', split(1_000_000, 0, 0), split(0, 0, 10))?.high).toBe(200);
    expect(changeOf('nps', split(0, 0, 1_000_000), split(10, 0, 0))?.low).toBe(-200);
  });
});

describe('CSAT and thumbs', () => {
  it('are the share of the high group with the interval of Newcombe 1998', () => {
    for (const [scale, answers] of [
      ['csat', counts({ 1: 100, 3: 82, 4: 40, 5: 41 })],
      ['thumbs', counts({ 0: 182, 1: 81 })],
    ] as const) {
      const score = scoreOf(scale, answers);
      expect(score).toMatchObject({ unit: 'share', value: 81 / 263, few: false });
      expect(score?.low).toBeCloseTo(0.2553, 4);
      expect(score?.high).toBeCloseTo(0.3662, 4);
    }
  });

  it('change by his method 10', () => {
    const change = changeOf('thumbs', counts({ 0: 32, 1: 48 }), counts({ 0: 14, 1: 56 }));
    expect(change).toMatchObject({ word: 'up', few: false });
    expect(change?.low).toBeCloseTo(0.0524, 4);
    expect(change?.high).toBeCloseTo(0.3339, 4);
  });

  it('have a mean beside the share only where there is one to speak of', () => {
    expect(scoreOf('csat', counts({ 2: 1, 5: 1 }))?.mean?.value).toBe(3.5);
    expect(scoreOf('thumbs', counts({ 0: 1, 1: 1 }))).not.toHaveProperty('mean');
  });
});

describe('stars', () => {
  const before = counts({ 1: 2, 2: 3, 3: 5, 4: 20, 5: 12 });
  const after = counts({ 1: 6, 2: 8, 3: 9, 4: 10, 5: 4 });

  it("are a mean with Student's interval, as SciPy computes it, and a share of 4 and 5", () => {
    const score = scoreOf('stars', before);
    expect(score?.value).toBeCloseTo(3.880952380952381, 9);
    expect(score?.low).toBeCloseTo(3.5494265525464113, 8);
    expect(score?.high).toBeCloseTo(4.212478209358351, 8);
    expect(score?.share?.value).toBeCloseTo(32 / 42, 12);
    expect(score).toMatchObject({ unit: 'mean', groups: { low: 5, middle: 5, high: 32 } });
  });

  it("change by Welch's t, as SciPy computes it, and their share by Newcombe's method", () => {
    const change = changeOf('stars', before, after);
    expect(change).toMatchObject({ word: 'down', few: false });
    expect(change?.value).toBeCloseTo(-0.9350064350064349, 9);
    expect(change?.low).toBeCloseTo(-1.4641460707318465, 8);
    expect(change?.high).toBeCloseTo(-0.4058667992810232, 8);
    expect(change?.share?.value).toBeCloseTo(14 / 37 - 32 / 42, 12);
    expect(change?.share?.high).toBeLessThan(0);
  });

  it('that are all equal have the mean alone, and no direction from or to it', () => {
    const same = counts({ 5: 50 });
    expect(scoreOf('stars', same)).toMatchObject({ value: 5, n: 50 });
    expect(scoreOf('stars', same)).not.toHaveProperty('low');
    for (const change of [changeOf('stars', same, after), changeOf('stars', after, same)]) {
      expect(change?.word).toBe('no real change');
      expect(change).not.toHaveProperty('low');
    }
  });
});

describe('CES', () => {
  it('is the mean ease with the top box 5 to 7 of 7 and net of the bottom box', () => {
    const score = scoreOf('ces-7', counts({ 1: 1, 3: 1, 4: 2, 5: 2, 6: 1, 7: 3 }));
    expect(score).toMatchObject({ value: 4.9, net: 0.4, groups: { low: 2, middle: 2, high: 6 } });
    expect(score?.share?.value).toBe(0.6);
  });

  it('has little effort as the good end of an effort scale', () => {
    const score = scoreOf('ces-5-effort', counts({ 1: 6, 2: 2, 3: 1, 5: 1 }));
    expect(score).toMatchObject({ value: 4.2, net: 0.7, groups: { low: 1, middle: 1, high: 8 } });
    const [easy, hard] = [counts({ 1: 30, 2: 30 }), counts({ 4: 30, 5: 30 })];
    expect(changeOf('ces-5-effort', hard, easy)?.word).toBe('up');
    expect(changeOf('ces-5', hard, easy)?.word).toBe('down');
  });
});

describe('a change', () => {
  it('of nothing is no real change, however many responded', () => {
    const change = changeOf('nps', split(3000, 2000, 5000), split(3000, 2000, 5000));
    expect(change).toMatchObject({ value: 0, word: 'no real change', few: false });
  });

  it('is of few responses when either side has under 30', () => {
    const fewOf = (before: number, after: number) => changeOf('csat', counts({ 4: before }), counts({ 4: after }))?.few;
    expect([fewOf(29, 300), fewOf(300, 29), fewOf(30, 30)]).toEqual([true, true, false]);
  });
});

describe('the test of a change', () => {
  it('of NPS is the two-sample z on the adjusted values, 2.5174', () => {
    expect(testOf('nps', split(20, 30, 50), split(10, 50, 90))?.p).toBeCloseTo(0.0118225, 7);
  });

  it("of stars is Welch's t, as SciPy computes it", () => {
    const [before, after] = [counts({ 1: 2, 2: 3, 3: 5, 4: 20, 5: 12 }), counts({ 1: 6, 2: 8, 3: 9, 4: 10, 5: 4 })];
    expect(testOf('stars', before, after)?.p).toBeCloseTo(0.0007510135192390043, 10);
  });

  it('of a rate is that of thumbs', () => {
    const [before, after] = [counts({ 0: 32, 1: 48 }), counts({ 0: 14, 1: 56 })];
    const rates = rateTestOf({ part: 48, whole: 80 }, { part: 56, whole: 70 });
    expect(rates).toEqual(testOf('thumbs', before, after));
    expect(rates?.low).toBeCloseTo(0.0524, 4);
  });

  it('has no p-value when either side has under 30, nor of means without variance', () => {
    for (const [before, after] of [
      [29, 300],
      [300, 29],
    ] as const) {
      expect(testOf('csat', counts({ 1: before }), counts({ 5: after }))).not.toHaveProperty('p');
      expect(rateTestOf({ part: 9, whole: before }, { part: 9, whole: after })).not.toHaveProperty('p');
    }
    expect(testOf('stars', counts({ 5: 50 }), counts({ 4: 20, 5: 30 }))).not.toHaveProperty('p');
  });

  it('is not given where either has no response, or either rate has no whole', () => {
    expect(testOf('nps', emptyCounts(), split(0, 0, 50))).toBeUndefined();
    expect(rateTestOf({ part: 3, whole: 2 }, { part: 3, whole: 40 })).toBeUndefined();
    expect(rateTestOf({ part: 3, whole: 40 }, { part: 0, whole: 0 })).toBeUndefined();
  });
});

describe('a rate', () => {
  it("has Wilson's interval", () => {
    const rate = rateOf(15, 148);
    expect(rate?.value).toBe(15 / 148);
    expect(rate?.low).toBeCloseTo(0.0624, 4);
    expect(rate?.high).toBeCloseTo(0.1605, 4);
  });

  it('is not given when there is no whole or the part is greater than it', () => {
    for (const [part, whole] of [
      [0, 0],
      [3, 2],
      [-1, 2],
      [Number.NaN, 2],
    ] as const)
      expect(rateOf(part, whole)).toBeUndefined();
    expect(rateOf(1, 1)).toEqual({ value: 1 });
  });
});

describe('the responses needed', () => {
  it('without any are the worst case: 1.96²/0.1² − 3 for NPS, the least n of Wilson or t for the others', () => {
    expect(neededFor('nps', emptyCounts())).toBe(382);
    expect(neededFor('thumbs', emptyCounts())).toBe(93);
    expect(neededFor('stars', emptyCounts())).toBe(99);
    expect(neededFor('csat', emptyCounts(), 0.05)).toBe(381);
  });

  it('follow the spread there is', () => {
    expect(neededFor('csat', counts({ 1: 2, 5: 18 }))).toBe(37 - 20);
    expect(neededFor('stars', counts({ 1: 2, 2: 3, 3: 5, 4: 20, 5: 12 }))).toBe(0);
    expect(neededFor('stars', counts({ 1: 2, 2: 3, 3: 5, 4: 20, 5: 12 }), 0.05)).toBe(112 - 42);
  });

  it('are none when the Botanic survey asks for ±10 points', () => {
    expect(neededFor('nps-1-10', split(1194, 3953, 8465))).toBe(0);
  });

  it('are one more after the first, however wide the margin, since one has no interval', () => {
    expect(neededFor('nps', split(0, 0, 1), 1)).toBe(1);
    expect(neededFor('thumbs', counts({ 1: 1 }), 0.9)).toBe(1);
  });

  it('are not known for a mean of equal scores, nor for a margin that is none', () => {
    expect(neededFor('stars', counts({ 5: 200 }))).toBeUndefined();
    expect(neededFor('stars', counts({ 5: 1 }))).toBe(98);
    for (const margin of [0, -0.1, Number.NaN]) expect(neededFor('nps', emptyCounts(), margin)).toBeUndefined();
  });
});
