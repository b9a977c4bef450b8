import { expect, test } from 'vitest';
import { dayMs } from '../../core/periods.ts';
import { timeFormat } from '../../worker/dashboard/time-format.ts';

const format = timeFormat('en-GB');
const now = Date.UTC(2026, 10, 22, 12);

test('the last minute, and a clock that is ahead, are now', () => {
  expect(format.ago(now - 59_000, now)).toBe('now');
  expect(format.ago(now + 5_000, now)).toBe('now');
});

test('time passed is said in the largest unit that is full', () => {
  expect(format.ago(now - 4 * 60_000, now)).toBe('4 minutes ago');
  expect(format.ago(now - 119 * 60_000, now)).toBe('1 hour ago');
  expect(format.ago(now - 3 * dayMs, now)).toBe('3 days ago');
  expect(format.ago(now - 45 * dayMs, now)).toBe('1 month ago');
});

test('a day is the UTC day, wherever it is read', () => {
  expect(format.day(now / dayMs - 0.5)).toBe('22 Nov');
});

test('a point of one day is that day, and a longer one is its first and last', () => {
  const to = Math.floor(now / dayMs);
  expect(format.days({ from: to, to })).toBe('22 Nov');
  expect(format.days({ from: to - 6, to }).replace(/\s/g, '')).toBe('16–22Nov');
});
