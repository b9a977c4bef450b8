import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addCounts,
  changeOf,
  type Estimate,
  emptyCounts,
  neededFor,
  rateOf,
  scoreOf,
  testOf,
} from '../../core/metrics.ts';
import { type ScaleName, scales } from '../../core/scales.ts';

const scale = fc.constantFrom(...(Object.keys(scales) as ScaleName[]));
const count = fc.oneof(fc.constant(0), fc.nat(3), fc.nat(60), fc.nat(1_000_000));
const counts = fc.array(count, { minLength: 11, maxLength: 11 });

/** The range of a scale's headline. */
function rangeOf(name: ScaleName): { min: number; max: number } {
  const { metric, min, max } = scales[name];
  if (metric === 'nps') return { min: -100, max: 100 };
  return metric === 'csat' || metric === 'thumbs' ? { min: 0, max: 1 } : { min, max };
}

function expectInside({ value, low, high }: Estimate, { min, max }: { min: number; max: number }) {
  expect(low === undefined).toBe(high === undefined);
  const ordered = [min, low ?? value, value, high ?? value, max];
  expect(ordered).toEqual([...ordered].sort((a, b) => a - b));
}

function numbersIn(value: unknown): number[] {
  if (typeof value === 'number') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(numbersIn) : [];
}

function rounded(value: unknown): string {
  return JSON.stringify(value, (_, part) => (typeof part === 'number' ? Math.round(part * 1e8) : part)) ?? 'none';
}

function tally(responses: number[]): number[] {
  return responses.reduce(
    (sum, score) =>
      addCounts(
        sum,
        Array.from({ length: score + 1 }, (_, i) => +(i === score)),
      ),
    emptyCounts(),
  );
}

describe('whatever was answered', () => {
  it('a score and its share lie in their intervals, and those in the scale', () => {
    fc.assert(
      fc.property(scale, counts, (name, given) => {
        const score = scoreOf(name, given);
        if (!score) return;
        expectInside(score, rangeOf(name));
        if (score.share) expectInside(score.share, { min: 0, max: 1 });
        if (score.mean) expectInside(score.mean, scales[name]);
        expect(score.groups.low + score.groups.middle + score.groups.high).toBe(score.n);
      }),
    );
  });

  it('a change lies in its interval, and that in the range of the scale', () => {
    fc.assert(
      fc.property(scale, counts, counts, (name, before, after) => {
        const change = changeOf(name, before, after);
        if (!change) return;
        const { min, max } = rangeOf(name);
        expectInside(change, { min: min - max, max: max - min });
        if (change.share) expectInside(change.share, { min: -1, max: 1 });
        if (change.word === 'up') expect(change.value).toBeGreaterThan(0);
        if (change.word === 'down') expect(change.value).toBeLessThan(0);
      }),
    );
  });

  it('a p-value is under 0.05 where the interval leaves out 0, and nowhere else', () => {
    fc.assert(
      fc.property(scale, counts, counts, (name, before, after) => {
        const { p, low = 0, high = 0 } = testOf(name, before, after) ?? {};
        if (p === undefined) return;
        expect(p >= 0 && p <= 1).toBe(true);
        if (Math.abs(p - 0.05) > 1e-7) expect(p < 0.05).toBe(low > 0 || high < 0);
      }),
      { numRuns: 1000 },
    );
  });

  it('no number is NaN or infinite, whatever the counts hold', () => {
    const any = fc.array(fc.oneof(count, fc.constantFrom(-1, Number.NaN)), { maxLength: 14 });
    fc.assert(
      fc.property(scale, any, any, (name, before, after) => {
        const all = [scoreOf, neededFor].map((of) => of(name, before));
        const changes = [changeOf, testOf].map((of) => of(name, before, after));
        expect(numbersIn([all, changes]).every(Number.isFinite)).toBe(true);
      }),
    );
  });

  it('a rate lies in its interval, and that in 0…1', () => {
    fc.assert(
      fc.property(count, count, (part, rest) => {
        const rate = rateOf(part, part + rest);
        if (rate) expectInside(rate, { min: 0, max: 1 });
      }),
    );
  });
});

describe('the order of things', () => {
  it('of responses plays no part', () => {
    const responses = fc.array(fc.nat(10), { minLength: 1, maxLength: 40 });
    const shuffled = responses.chain((list) =>
      fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
    );
    fc.assert(
      fc.property(scale, shuffled, (name, [list, other]) => {
        expect(scoreOf(name, tally(list))).toEqual(scoreOf(name, tally(other)));
      }),
    );
  });

  it('of periods turns the change round', () => {
    fc.assert(
      fc.property(scale, counts, counts, (name, before, after) => {
        const there = changeOf(name, before, after);
        const back = changeOf(name, after, before);
        expect(there === undefined).toBe(back === undefined);
        if (!there || !back) return;
        expect(back.value).toBeCloseTo(-there.value, 9);
        expect(there.low === undefined).toBe(back.low === undefined);
        if (there.low === undefined || there.high === undefined) return;
        expect(back.low).toBeCloseTo(-there.high, 9);
        expect(back.high).toBeCloseTo(-there.low, 9);
        expect(back.word).toBe({ up: 'down', down: 'up', 'no real change': 'no real change' }[there.word]);
      }),
    );
  });

  it('of adding plays no part, and what is added can be taken away again', () => {
    fc.assert(
      fc.property(counts, counts, (a, b) => {
        expect(addCounts(a, b)).toEqual(addCounts(b, a));
        const negative = b.map((value) => 0 - value);
        expect(addCounts(addCounts(a, b), negative)).toEqual(a);
        expect(addCounts(a, emptyCounts())).toEqual(a);
      }),
    );
  });
});

describe('the same proportions', () => {
  it('from more responses have the same score in a narrower interval', () => {
    fc.assert(
      fc.property(scale, counts, fc.integer({ min: 2, max: 9 }), (name, given, times) => {
        const less = scoreOf(name, given);
        const more = scoreOf(
          name,
          given.map((value) => value * times),
        );
        if (less?.low === undefined || less.high === undefined) return;
        const width = (more?.high ?? Infinity) - (more?.low ?? 0);
        const atTheEnds = less.high - less.low === rangeOf(name).max - rangeOf(name).min;
        expect(more?.value).toBeCloseTo(less.value, 9);
        expect(atTheEnds ? width <= less.high - less.low : width < less.high - less.low).toBe(true);
      }),
    );
  });

  it.each([
    ['nps', 10],
    ['thumbs', 1],
    ['stars', 5],
  ] as const)('of %s need no more responses only when the interval is within the margin', (name, top) => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 1, max: 300 }), (bad, good) => {
        const given = emptyCounts();
        given[scales[name].min] = bad;
        given[top] = good;
        const { min, max } = rangeOf(name);
        const margin = name === 'nps' ? 10 : (max - min) / 10;
        const { low = min, high = max } = scoreOf(name, given) ?? {};
        const isThere = high - low <= 2 * margin;
        const isCut = low === min || high === max;
        if (!isCut) expect(neededFor(name, given) === 0).toBe(isThere);
        if (neededFor(name, given) === 0) expect(isThere).toBe(true);
      }),
    );
  });
});

describe('an effort scale', () => {
  it.each(['ces-7', 'ces-5'] as const)('is the mirror of %s', (name) => {
    const { min, max } = scales[name];
    const mirrored = (given: number[]) =>
      given.map((_, score) => (score >= min && score <= max ? (given[min + max - score] ?? 0) : 0));
    fc.assert(
      fc.property(counts, counts, (before, after) => {
        const effort = `${name}-effort` as const;
        const mirrors = [
          [scoreOf(effort, mirrored(before)), scoreOf(name, before)],
          [changeOf(effort, mirrored(before), mirrored(after)), changeOf(name, before, after)],
        ];
        for (const [mirror, original] of mirrors) {
          expect(rounded(mirror)).toEqual(rounded(original));
        }
      }),
    );
  });
});
