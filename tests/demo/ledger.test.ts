import { expect, test } from 'vitest';
import { emptyProgress, openLedger } from '../../demo/replay/ledger.ts';
import { addReason, linesOf, type Reasons, totalOf } from '../../demo/replay/reasons.ts';

test('only rows with everything before them settled are done, and only they are counted', () => {
  const { progress, settle } = openLedger(emptyProgress());
  settle(2, 'stored');
  settle(1, { refused: 'Too late.' });
  expect(progress).toEqual(emptyProgress());
  settle(0, 'known');
  expect(progress).toEqual({ done: 3, stored: 1, known: 1, refused: { 'Too late.': { count: 1, rows: ['2'] } } });
  settle(3, 'skipped');
  expect(progress).toMatchObject({ done: 4, stored: 1, known: 1 });
});

test('the first ten rows of a reason are named, all are counted, and endless reasons become one', () => {
  const reasons: Reasons = {};
  for (let row = 1; row <= 12; row++) addReason(reasons, 'no score', `${row}`);
  expect(linesOf(reasons)).toEqual(['12 no score: rows 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, …']);
  for (let row = 1; row <= 100; row++) addReason(reasons, `reason ${row}`, `${row}`);
  expect(Object.keys(reasons)).toHaveLength(21);
  expect(totalOf(reasons)).toBe(112);
});
