import { writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { liveAYear } from './year.ts';

it('in a year of 10,000 visitors nobody is asked two surveys within 30 days, and every survey has its turn', () => {
  const year = liveAYear(10_000, 1);
  console.table(year.surveys);
  console.log({ ...year, surveys: undefined });
  writeFileSync(
    'tests/bench/year.json',
    `${JSON.stringify({ command: 'npm run bench', visitors: 10_000, ...year }, null, 2)}\n`,
  );
  expect(year.leastGapAlways).toBeGreaterThanOrEqual(30);
  expect(year.leastGapAfterAction).toBeGreaterThanOrEqual(30);
  for (const [id, { able, starved }] of Object.entries(year.surveys)) expect(starved / able, id).toBeLessThan(0.03);
});
