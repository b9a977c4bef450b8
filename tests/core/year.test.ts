import { expect, it } from 'vitest';
import { liveAYear } from '../bench/year.ts';

/** The whole year of 10,000 visitors is in `npm run bench`. */
it('in a year of six surveys no visitor is asked two of them within 30 days, and every survey has its turn', {
  timeout: 60_000,
}, () => {
  const year = liveAYear(300, 1);
  expect(year.leastGapAlways).toBeGreaterThanOrEqual(30);
  expect(year.leastGapAfterAction).toBeGreaterThanOrEqual(30);
  for (const [id, { able, starved }] of Object.entries(year.surveys)) {
    expect(able, id).toBeGreaterThan(30);
    expect(starved / able, id).toBeLessThan(0.06);
  }
});
