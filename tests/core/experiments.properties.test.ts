import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Experiment, experimentOf, type Variant } from '../../core/experiments.ts';
import { type ScaleName, scales } from '../../core/scales.ts';
import { chanceOf, draw, type Truth } from './trials.ts';

const scores: Partial<Record<ScaleName, Truth['scores']>> = {
  nps: { 0: 2, 1: 1, 2: 1, 3: 2, 4: 2, 5: 7, 6: 8, 7: 14, 8: 20, 9: 18, 10: 25 },
  csat: { 1: 5, 2: 7, 3: 15, 4: 38, 5: 35 },
  stars: { 1: 9, 2: 5, 3: 10, 4: 26, 5: 50 },
};

/** All of them in `npm run bench`, a fifth on each change, which is worth a little less. */
const isWhole = process.env.WHOLE === 'true';
const runs = isWhole ? 2000 : 400;
const slack = isWhole ? 0 : 0.02;

/** The share of so many experiments whose verdict is of that kind; each draws its own numbers of views. */
function shareOf(draws: (chance: () => number) => Variant[], is: (experiment: Experiment) => boolean) {
  const chance = chanceOf(20_261_122);
  let found = 0;
  for (let time = 0; time < runs; time++) {
    if (is(run(draws(chance)))) found++;
  }
  return found / runs;
}

const name = fc.constantFrom(...(Object.keys(scales) as ScaleName[]));
const count = fc.oneof(fc.constant(0), fc.nat(3), fc.nat(60), fc.nat(3000));
const gathered = fc.record({
  counts: fc.array(count, { minLength: 11, maxLength: 11 }),
  views: fc.oneof(fc.constant(0), fc.nat(40_000)),
  comments: fc.nat(3000),
});

/** Experiments of 2 to 4 variants on one scale. */
const experiment = fc
  .tuple(name, fc.array(gathered, { minLength: 2, maxLength: 4 }))
  .map(([scale, list]) => list.map((rest, i): Variant => ({ id: 'abcd'.charAt(i), scale, ...rest })));

function run([control, ...others]: Variant[]): Experiment {
  if (!control) throw new Error('No control');
  return experimentOf(control, others);
}

function numbersIn(value: unknown): number[] {
  if (typeof value === 'number') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(numbersIn) : [];
}

describe('whatever was gathered', () => {
  it('no number is NaN or infinite, and adjusted p-values keep their order between p and 1', () => {
    fc.assert(
      fc.property(experiment, (variants) => {
        const result = run(variants);
        expect(numbersIn(result).every(Number.isFinite)).toBe(true);
        const tested = result.comparisons.flatMap(({ p, adjustedP = 2 }) => (p === undefined ? [] : { p, adjustedP }));
        for (const { p, adjustedP } of tested) {
          expect(adjustedP).toBeGreaterThanOrEqual(p);
          expect(adjustedP).toBeLessThanOrEqual(1);
          for (const other of tested) if (other.p < p) expect(other.adjustedP).toBeLessThanOrEqual(adjustedP);
        }
      }),
    );
  });

  it('a winner has 30 responses or more, differs from the control or is it, and needs a fair split', () => {
    fc.assert(
      fc.property(experiment, (variants) => {
        const { verdict, comparisons, split, variants: results } = run(variants);
        expect(verdict.reason === 'mismatch').toBe(split?.mismatch ?? false);
        if (verdict.reason !== 'winner') return;
        expect(results.find(({ id }) => id === verdict.winner)?.n).toBeGreaterThanOrEqual(30);
        const real = comparisons.filter(({ adjustedP = 1 }) => adjustedP < 0.05);
        const isFor = ({ variant, value }: { variant: string; value: number }) =>
          verdict.winner === 'a' ? value < 0 : variant === verdict.winner && value > 0;
        expect(real.some(isFor)).toBe(true);
      }),
    );
  });

  it('two variants have the same verdict in either order', () => {
    fc.assert(
      fc.property(experiment, ([a, b]) => {
        if (a && b) expect(run([a, b]).verdict).toEqual(run([b, a]).verdict);
      }),
    );
  });

  it('the order of the variants after the control plays no part', () => {
    fc.assert(
      fc.property(experiment, ([control, ...others]) => {
        if (!control) return;
        const { verdict, comparisons } = experimentOf(control, others);
        const reversed = experimentOf(control, [...others].reverse());
        const given = 'better' in verdict ? { ...verdict, better: [...verdict.better].reverse() } : verdict;
        expect(reversed.verdict).toEqual(given);
        expect(new Set(reversed.comparisons)).toEqual(new Set(comparisons));
      }),
    );
  });

  it('only the proportions of the weights play a part', () => {
    fc.assert(
      fc.property(experiment, fc.constantFrom(0.25, 8), (variants, weight) => {
        expect(run(variants.map((variant) => ({ ...variant, weight })))).toEqual(run(variants));
      }),
    );
  });
});

describe(`of ${runs} experiments`, { timeout: 120_000 }, () => {
  it.each([
    ['nps', 2],
    ['nps', 4],
    ['csat', 2],
    ['csat', 4],
    ['stars', 2],
    ['stars', 4],
  ] as const)('without a difference (%s, %i variants) no more than 0.065 have a winner', (scale, size) => {
    const alike = (chance: () => number) => {
      const truth = { scale, scores: scores[scale] ?? {}, responseRate: 0.2 + 0.2 * chance(), commentRate: 0.3 };
      const views = 500 * 6 ** chance();
      return draw(new Array(size).fill(truth), size * views, chance);
    };
    const named = shareOf(alike, ({ verdict }) => verdict.reason === 'winner' || verdict.reason === 'several');
    expect(named).toBeLessThanOrEqual(0.065 + slack);
    expect(named).toBeGreaterThan(0.01 - slack / 2);
  });

  it.each([
    ['of a usual spread', { 3: 25, 8: 30, 10: 45 }, { 3: 17, 8: 26, 10: 57 }],
    ['without passives', { 3: 40, 10: 60 }, { 3: 30, 10: 70 }],
  ])('with 20 points of NPS between 500 responses a side, %s, at least 0.8 have found them', (_, low, high) => {
    const truth = { scale: 'nps', responseRate: 0.3, commentRate: 0.3 } as const;
    const apart = (chance: () => number) =>
      draw(
        [low, high].map((scores) => ({ ...truth, scores })),
        2 * (500 / 0.3),
        chance,
      );
    const won = shareOf(apart, ({ verdict }) => verdict.reason === 'winner' && verdict.winner === 'b');
    expect(won).toBeGreaterThanOrEqual(0.8 - slack);
  });

  it('with a variant that lost 15 % of its 3,000 views, 0.99 notice it and name no winner', () => {
    const truth = { scale: 'nps', scores: scores.nps ?? {}, responseRate: 0.3, commentRate: 0.3 } as const;
    const lossy = (chance: () => number) => {
      const [a, b] = draw(
        [
          { ...truth, weight: 1 },
          { ...truth, weight: 0.85 },
        ],
        5550,
        chance,
      );
      return a && b ? [a, { ...b, weight: 1 }] : [];
    };
    expect(
      shareOf(lossy, ({ split, verdict }) => split?.mismatch === true && verdict.reason === 'mismatch'),
    ).toBeGreaterThan(0.99 - slack);
  });
});
