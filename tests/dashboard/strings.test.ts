import { expect, test } from 'vitest';
import { en } from '../../worker/dashboard/strings/en.ts';

const said = Object.values(en).filter((text) => typeof text === 'string');

test('no text shouts, begs or blames', () => {
  expect(said.length).toBeGreaterThan(40);
  for (const text of said) expect(text).not.toMatch(/!|\bplease\b|\berror\b|\binvalid\b/i);
});

test('one response is singular', () => {
  expect(en.countOfResponses(1, '1')).toBe('1 response');
  expect(en.needed(213, '213')).toBe('About 213 more responses for ±10');
});

test('a change whose size rounds to zero is still said as a word', () => {
  expect(en.up('6')).toBe('up 6');
  expect(en.up(undefined)).toBe('up');
});
