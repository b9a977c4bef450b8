import { afterEach, expect, test, vi } from 'vitest';
import { momentOf, wallTimeOf } from '../../worker/dashboard/wall-time.ts';

afterEach(() => vi.unstubAllEnvs());

test.each([
  ['UTC', '2026-11-22T09:00:00.000Z'],
  ['America/Sao_Paulo', '2026-11-22T12:00:00.000Z'],
  ['Asia/Kolkata', '2026-11-22T03:30:00.000Z'],
])('a time on the clock of %s is that moment, and back', (zone, moment) => {
  vi.stubEnv('TZ', zone);
  expect(momentOf('2026-11-22T09:00')).toBe(moment);
  expect(wallTimeOf(moment)).toBe('2026-11-22T09:00');
});

test('a year that is still being typed stays as it is', () => {
  for (const typed of ['0002-11-22T09:00', '0020-11-22T09:00', '0202-11-22T09:00'])
    expect(wallTimeOf(momentOf(typed))).toBe(typed);
});

test('no time is none', () => {
  for (const text of ['', 'now']) expect([momentOf(text), wallTimeOf(text)]).toEqual(['', '']);
});
