import { expect, test } from 'vitest';
import { idPattern, timeOf } from '../../core/id.ts';
import { dayMs } from '../../core/periods.ts';
import { daysOf, endAtOf, idOf } from '../../demo/replay/ids.ts';

const now = Date.parse('2026-11-22T10:00:00.123Z');
const hash = 'ab'.repeat(32);
const idsOf = (source: { hash: string; endAt: number }, rows = 50) =>
  Array.from({ length: rows }, (_, index) => idOf(source, { index, rows }));

test('the same file and end make the same ids, anything else makes others', () => {
  const source = { hash, endAt: endAtOf(now, 0) };
  expect(idsOf(source)).toEqual(idsOf(source));
  expect(new Set([...idsOf(source), ...idsOf({ ...source, hash: 'cd'.repeat(32) })]).size).toBe(100);
  expect(new Set([...idsOf(source), ...idsOf({ ...source, endAt: source.endAt - 1000 })]).size).toBe(100);
});

test('ids are version 7, in the order of the file, and all of the past', () => {
  const ids = idsOf({ hash, endAt: endAtOf(now, 0) });
  expect(ids.every((id) => idPattern.test(id))).toBe(true);
  expect(ids.toSorted()).toEqual(ids);
  expect(ids.every((id) => timeOf(id) < now)).toBe(true);
});

test('a spread lies evenly over its days, and the end says how many they are', () => {
  const endAt = endAtOf(now, 28);
  const times = idsOf({ hash, endAt }, 280).map(timeOf);
  expect(daysOf(endAt)).toBe(28);
  expect(times.at(-1)).toBe(endAt);
  expect(times[0]).toBeGreaterThan(endAt - 28 * dayMs);
  expect(times.slice(1).every((time, index) => time - (times[index] ?? 0) === dayMs / 10)).toBe(true);
});
