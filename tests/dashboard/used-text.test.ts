import { expect, test } from 'vitest';
import { usedText } from '../../worker/dashboard/used-text.ts';

const hour = 3_600_000;

test('no use is said to be more exact than it is known', () => {
  expect(usedText(undefined, 0)).toBe('not used yet');
  expect(usedText(0, hour - 1)).toBe('used within the last hour');
  expect(usedText(0, hour)).toBe('used 1 hour ago');
});
