import { describe, expect, it } from 'vitest';
import { experimentOf, holm, type Variant, type Verdict } from '../../core/experiments.ts';
import { changeOf, emptyCounts, rateOf, scoreOf } from '../../core/metrics.ts';

/** Detractors, passives and promoters. */
type Groups = [number, number, number];

/** 300 responses of 1000 views, 90 of them with a comment, unless told otherwise. */
function variant(id: string, groups: Groups = [75, 90, 135], rest: Partial<Variant> = {}): Variant {
  const [detractors, passives, promoters] = groups;
  const counts = emptyCounts();
  counts.splice(3, 1, detractors);
  counts.splice(8, 1, passives);
  counts.splice(10, 1, promoters);
  return { id, scale: 'nps', views: 1000, counts, comments: 90, ...rest };
}

const a = variant('a');
const better: Groups = [30, 80, 190];
const worse: Groups = [140, 90, 70];

function verdictOf(...others: Variant[]): Verdict {
  return experimentOf(a, others).verdict;
}

describe('an experiment', () => {
  const b = variant('b', better, { views: 1040, comments: 60 });
  const { variants, comparisons, split } = experimentOf(a, [b]);

  it('has the results of each variant, the control first', () => {
    expect(variants).toEqual([
      {
        id: 'a',
        scale: 'nps',
        n: 300,
        views: 1000,
        score: scoreOf('nps', a.counts),
        responseRate: rateOf(300, 1000),
        commentRate: rateOf(90, 300),
      },
      {
        id: 'b',
        scale: 'nps',
        n: 300,
        views: 1040,
        score: scoreOf('nps', b.counts),
        responseRate: rateOf(300, 1040),
        commentRate: rateOf(60, 300),
      },
    ]);
    expect(split).toMatchObject({ expected: [1020, 1020], mismatch: false });
  });

  it('compares every metric with the control by the interval a change has', () => {
    expect(comparisons.map(({ variant, metric }) => [variant, metric])).toEqual([
      ['b', 'responseRate'],
      ['b', 'score'],
      ['b', 'commentRate'],
    ]);
    const { value, low, high } = changeOf('nps', a.counts, b.counts) ?? {};
    expect(comparisons[1]).toMatchObject({ value, low, high });
    expect(comparisons[2]?.value).toBeCloseTo(-0.1, 12);
    expect(comparisons[2]?.high).toBeLessThan(0);
  });

  it('adjusts the p-values for all metrics and variants together', () => {
    const [, , c] = [a, b, variant('c', [70, 90, 140])];
    const all = experimentOf(a, [b, c]).comparisons;
    const ps = all.map(({ p = Number.NaN }) => p).sort((x, y) => x - y);
    expect(ps).toHaveLength(6);
    expect(all.find(({ p }) => p === ps[0])?.adjustedP).toBe(6 * (ps[0] ?? 1));
  });

  it('compares no scores of different scales, but the rates', () => {
    const other = variant('b', better, { scale: 'csat' });
    expect(experimentOf(a, [other]).comparisons.map(({ metric }) => metric)).toEqual(['responseRate', 'commentRate']);
  });

  it('has no response rate and no split where views are not counted, and can be won by the score', () => {
    const uncounted = { views: 0 };
    const { variants, comparisons, split, verdict } = experimentOf({ ...a, ...uncounted }, [
      variant('b', better, uncounted),
    ]);
    expect(variants[1]).not.toHaveProperty('responseRate');
    expect(comparisons.map(({ metric }) => metric)).toEqual(['score', 'commentRate']);
    expect(split).toBeUndefined();
    expect(verdict).toEqual({ reason: 'winner', winner: 'b' });
  });

  it('of the control alone has nothing to compare and no winner', () => {
    expect(experimentOf(a, [])).toMatchObject({ comparisons: [], verdict: { reason: 'no real difference' } });
  });
});

describe('the verdict', () => {
  it.each<[string, Variant[], Verdict]>([
    ['nothing differs', [variant('b')], { reason: 'no real difference' }],
    ['the variant is better', [variant('b', better)], { reason: 'winner', winner: 'b' }],
    ['the variant is worse', [variant('b', worse)], { reason: 'winner', winner: 'a' }],
    ['every variant is worse', [variant('b', worse), variant('c', worse)], { reason: 'winner', winner: 'a' }],
    ['one variant is worse, one not', [variant('b', worse), variant('c')], { reason: 'no real difference' }],
    [
      'one variant of three is better',
      [variant('b'), variant('c', better), variant('d')],
      { reason: 'winner', winner: 'c' },
    ],
    [
      'one is better, and one a little',
      [variant('b', [50, 88, 162]), variant('c', [63, 88, 149])],
      { reason: 'winner', winner: 'b' },
    ],
    ['two are better alike', [variant('b', better), variant('c', better)], { reason: 'several', better: ['b', 'c'] }],
    ['two are better, one most', [variant('b', better), variant('c', [2, 3, 295])], { reason: 'winner', winner: 'c' }],
    ['more respond', [variant('b', [100, 120, 180], { comments: 120 })], { reason: 'winner', winner: 'b' }],
    ['more comment', [variant('b', undefined, { comments: 150 })], { reason: 'winner', winner: 'b' }],
    ['metrics contradict', [variant('b', better, { comments: 30 })], { reason: 'mixed' }],
    [
      'one contradicts itself',
      [variant('b', better, { comments: 30 }), variant('c', better)],
      { reason: 'winner', winner: 'c' },
    ],
    ['few responded', [variant('b', [0, 9, 20], { views: 100, comments: 9, weight: 0.1 })], { reason: 'too few' }],
    ['too few would win', [variant('b', [0, 9, 20], { views: 40, comments: 9, weight: 0.04 })], { reason: 'too few' }],
    ['hardly any respond', [variant('b', [2, 3, 5], { comments: 3 })], { reason: 'winner', winner: 'a' }],
    ['the split is wrong', [variant('b', better, { views: 1200 })], { reason: 'mismatch' }],
  ])('where %s', (_, others, verdict) => {
    expect(verdictOf(...others)).toEqual(verdict);
  });

  it('takes the easy end of an effort scale for the better one', () => {
    const [hard, easy] = [emptyCounts(), emptyCounts()];
    hard.splice(1, 5, 20, 20, 60, 100, 100);
    easy.splice(1, 5, 100, 100, 60, 20, 20);
    const effort = (id: string, counts: number[]) => variant(id, undefined, { scale: 'ces-5-effort', counts });
    expect(experimentOf(effort('a', hard), [effort('b', easy)]).verdict).toEqual({ reason: 'winner', winner: 'b' });
  });
});

describe('the split', () => {
  const splitOf = (...given: { views: number; weight?: number }[]) => {
    const [control = a, ...others] = given.map((rest, i) => variant('abcd'.charAt(i), undefined, rest));
    return experimentOf(control, others).split;
  };

  it('of Kohavi, Tang & Xu 2020, ch. 21, is a mismatch at p = 1.8e-6', () => {
    const split = splitOf({ views: 821_588 }, { views: 815_482 });
    expect(split?.mismatch).toBe(true);
    expect(split?.p).toBeCloseTo(1.8e-6, 7);
  });

  it("of Mendel's peas into 9 : 3 : 3 : 1 is none at p = 0.925", () => {
    const views = [315, 101, 108, 32];
    const split = splitOf(...[9, 3, 3, 1].map((weight, i) => ({ views: views[i] ?? 0, weight })));
    expect(split).toMatchObject({ mismatch: false, expected: [312.75, 104.25, 104.25, 34.75] });
    expect(split?.p).toBeCloseTo(0.9254, 4);
  });

  it('is held to the weights', () => {
    expect(splitOf({ views: 900, weight: 9 }, { views: 100, weight: 1 })).toMatchObject({ p: 1, mismatch: false });
    expect(splitOf({ views: 900 }, { views: 100 })?.mismatch).toBe(true);
  });

  it('is not looked at where less than 5 views are expected', () => {
    expect(splitOf({ views: 9 }, { views: 0 })).toBeUndefined();
    expect(splitOf({ views: 10 }, { views: 0 })?.p).toBeCloseTo(0.0016, 4);
  });
});

describe("Holm's adjustment", () => {
  it.each([
    [
      [0.01, 0.04, 0.03, 0.005],
      [0.03, 0.06, 0.06, 0.02],
    ],
    [
      [0.5, 0.9],
      [1, 1],
    ],
    [
      [0.02, 0.02],
      [0.04, 0.04],
    ],
    [[0.04], [0.04]],
  ])('of %j is %j', (ps, adjusted) => {
    for (const [i, p] of ps.entries()) expect(holm(p, ps)).toBeCloseTo(adjusted[i] ?? Number.NaN, 12);
  });
});
