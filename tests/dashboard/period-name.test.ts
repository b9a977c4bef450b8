import { expect, test } from 'vitest';
import { type PeriodName, periodOf, periods } from '../../core/periods.ts';
import { periodNameOf } from '../../worker/dashboard/period-name.ts';

test('results are named by the days they are of, so old numbers never stand under the name of a new period', () => {
  for (const name of Object.keys(periods) as PeriodName[])
    expect(periodNameOf(periodOf(name, Date.UTC(2026, 10, 22)))).toBe(name);
});
