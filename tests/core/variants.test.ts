import { describe, expect, it } from 'vitest';
import type { VariantConfig } from '../../core/contract.ts';
import { drawOf } from '../../core/targeting.ts';
import { endsOf, variantOf } from '../../core/variants.ts';

const surveyOf = (weights: (number | undefined)[], id = 'nps') => ({
  id,
  variants: endsOf(weights.map((weight) => (weight ? { weight } : {}))).map(
    (upTo, at) => ({ variant: `v${at}`, upTo }) as VariantConfig,
  ),
});

/** Visitors as sites name them, and as the widget does by itself. */
const kinds = {
  'counted on': (at: number) => `customer-${at}`,
  'known by an address': (at: number) => `user${at}@shop.example`,
  'drawn at random': (at: number) => `${((at + 1) * 0.618_033_988_749_894_9) % 1}`,
};

const visitors = (count: number, visitor: (at: number) => string) =>
  Array.from({ length: count }, (_, at) => visitor(at));

/** How many standard errors the most distant variant is from its weight's share. */
function distanceOf(drawn: (string | undefined)[], weights: number[]): number {
  const sum = weights.reduce((one, other) => one + other);
  const distances = weights.map((weight, at) => {
    const share = weight / sum;
    const count = drawn.filter((id) => id === `v${at}`).length;
    return Math.abs(count - share * drawn.length) / Math.sqrt(drawn.length * share * (1 - share));
  });
  return Math.max(...distances);
}

describe.each([[[1, 1]], [[3, 1]], [[1, 1, 1, 1]], [[5, 3, 1, 1]], [[0.1, 100]], [[0.5, 0.25, 0.25]]])(
  'variants that weigh %j',
  (weights) => {
    it.each(Object.entries(kinds))('have their shares of 100,000 visitors %s', (_, visitor) => {
      const survey = surveyOf(weights);
      const drawn = visitors(100_000, visitor).map((one) => variantOf(survey, one)?.variant);
      expect(distanceOf(drawn, weights)).toBeLessThan(3);
    });

    it('have their shares of those who are asked where only some are', () => {
      const survey = surveyOf(weights);
      const placeFor = (visitor: string) => drawOf(survey.id ?? '', visitor);
      const all = visitors(100_000, kinds['counted on']);
      for (const [from, to] of [
        [0, 0.1],
        [0.1, 0.5],
        [0.5, 1],
      ] as const) {
        const asked = all.filter((visitor) => placeFor(visitor) >= from && placeFor(visitor) < to);
        expect(
          distanceOf(
            asked.map((visitor) => variantOf(survey, visitor)?.variant),
            weights,
          ),
        ).toBeLessThan(3);
      }
    });
  },
);

describe('a visitor', () => {
  const all = visitors(20_000, kinds['counted on']);

  it('has the same variant each time', () => {
    const draw = () => all.map((visitor) => variantOf(surveyOf([5, 3, 1, 1]), visitor)?.variant);
    expect(draw()).toEqual(draw());
  });

  it('has a variant of one survey that says nothing of that of another', () => {
    const inFirst = all.filter((visitor) => variantOf(surveyOf([1, 1]), visitor)?.variant === 'v0');
    const drawn = inFirst.map((visitor) => variantOf(surveyOf([1, 1], 'csat'), visitor)?.variant);
    expect(distanceOf(drawn, [1, 1])).toBeLessThan(3);
  });

  it('has none of a survey without variants', () => {
    expect(variantOf({ id: 'nps' }, 'ana')).toBeUndefined();
  });

  it('is drawn with a weight of 1 where a variant says none', () => {
    const draw = (weights: (number | undefined)[]) =>
      all.map((visitor) => variantOf(surveyOf(weights), visitor)?.variant);
    expect(draw([undefined, 2])).toEqual(draw([1, 2]));
  });
});
