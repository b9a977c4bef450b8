import { expect, test } from 'vitest';
import { readerOf } from '../../demo/replay/cells.ts';

const read = readerOf(['id', 'nps', 'why'], { score: 'nps', comment: 'why' }, 'nps-1-10');
const score = (cell: string) => read(['1', cell, '']);

test.each(['NA', '', '  '])('a score cell of %j is no score', (cell) => {
  expect(score(cell)).toMatchObject({ invalid: 'no score' });
});

test.each([
  ['7', 7],
  [' 7 ', 7],
  ['10 - Extremely likely', 10],
  ['1 = Not at all likely', 1],
  ['9.0', 9],
  ['3, hardly', 3],
])('%j is read as %i', (cell, value) => {
  expect(score(cell)).toEqual({ score: value });
});

test.each(['7.5', '7,5', 'seven', 'x7', '7th', '1e1'])('%j is not a whole number', (cell) => {
  expect(score(cell)).toMatchObject({ invalid: 'not a whole number', cell });
});

test.each(['0', '11', '-3', '12 - wow'])('%j is not on the scale', (cell) => {
  expect(score(cell)).toMatchObject({ invalid: 'not on 1–10', cell });
});

test.each(['NA', '', ' \t'])('a comment of %j is none', (cell) => {
  expect(read(['1', '5', cell])).toEqual({ score: 5 });
});

test.each(['=SUM(A1)', ' spaced ', 'two\nlines', 'NAN', '<b>'])('the comment %j is kept as it was written', (cell) => {
  expect(read(['1', '5', cell])).toEqual({ score: 5, comment: cell });
});

test.each([
  ['x'.repeat(2001), 'comment longer than 2000 characters'],
  ['a\0b', 'comment with a NUL character'],
  ['a\ud800b', 'comment with half a character'],
])('a comment the server would refuse makes the row invalid (%#)', (cell, reason) => {
  expect(read(['1', '5', cell])).toMatchObject({ invalid: reason });
});

test('the longest comment passes, and so does one with whole pairs', () => {
  expect(read(['1', '5', 'x'.repeat(2000)])).toHaveProperty('comment');
  expect(read(['1', '5', '🌱'])).toEqual({ score: 5, comment: '🌱' });
});

test('a row that is too short has no comment, one that is too long is not trusted', () => {
  expect(read(['1', '5'])).toEqual({ score: 5 });
  expect(read(['1', '5', 'a', ' b'])).toMatchObject({ invalid: 'more cells than the header' });
});

test('a column that is not there, or twice, is an error that lists what there is', () => {
  expect(() => readerOf(['id', 'nps'], { score: 'score' }, 'nps')).toThrow('no column "score"; there are: id, nps.');
  expect(() => readerOf(['nps', 'nps'], { score: 'nps' }, 'nps')).toThrow('several columns "nps"');
});
