import { describe, expect, it } from 'vitest';
import { bucketsOf, periodOf, previousOf } from '../../core/periods.ts';

const now = Date.UTC(2026, 10, 22, 23, 59);

describe('a period', () => {
  it('ends today and is as long as its name says', () => {
    const { from, to } = periodOf('28d', now);
    expect(new Date(from * 86_400_000).toISOString()).toBe('2026-10-26T00:00:00.000Z');
    expect(new Date(to * 86_400_000).toISOString()).toBe('2026-11-22T00:00:00.000Z');
  });

  it('follows its previous one without a gap or an overlap', () => {
    const period = periodOf('90d', now);
    const previous = previousOf(period);
    expect(previous.to).toBe(period.from - 1);
    expect(previous.to - previous.from).toBe(period.to - period.from);
  });

  it.each(['7d', '28d', '90d', '365d'] as const)('%s is cut into buckets that cover each day once', (name) => {
    const period = periodOf(name, now);
    const days = bucketsOf(name, period).flatMap(({ from, to }) =>
      Array.from({ length: to - from + 1 }, (_, i) => from + i),
    );
    expect(days).toEqual(Array.from({ length: period.to - period.from + 1 }, (_, i) => period.from + i));
  });
});
