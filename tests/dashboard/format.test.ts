import { expect, test } from 'vitest';
import { emptyCounts, scoreOf } from '../../core/metrics.ts';
import { numberFormat } from '../../worker/dashboard/format.ts';

const format = numberFormat('en');

test('the score of the Botanic survey is shown with as many digits as its interval deserves', () => {
  const counts = [0, 83, 53, 65, 101, 401, 491, 1061, 2892, 2487, 5978];
  const score = scoreOf('nps-1-10', counts);
  expect(score && format.estimate(score, 'points')).toEqual({ value: '53.4', interval: { low: '52.3', high: '54.5' } });
});

test('a wide interval takes the digits away', () => {
  expect(format.estimate({ value: 41.2, low: 35.1, high: 47.4 }, 'points')).toEqual({
    value: '41',
    interval: { low: '35', high: '47' },
  });
});

test('one response has a score and no interval', () => {
  const counts = emptyCounts().with(9, 1);
  const score = scoreOf('nps', counts);
  expect(score && format.estimate({ value: score.value }, score.unit)).toEqual({ value: '100' });
});

test('what rounds to zero has no sign', () => {
  for (const value of [-0, -0.4, -0.049]) expect(format.estimate({ value }, 'points').value).toBe('0');
  expect(format.estimate({ value: -0.04, low: -1, high: 1 }, 'points').value).toBe('0.0');
  expect(format.tick(-0, 'points')).toBe('0');
});

test('a negative number has the minus sign and not the hyphen, in every locale', () => {
  for (const locale of ['en', 'pt-BR', 'es', 'fr', 'sv'])
    expect(numberFormat(locale).estimate({ value: -12 }, 'points').value).toBe('\u221212');
});

test('shares are per cent and means keep a decimal', () => {
  expect(format.estimate({ value: 0.84, low: 0.81, high: 0.87 }, 'share').value).toBe('84%');
  expect(format.estimate({ value: 0.8412, low: 0.838, high: 0.845 }, 'share').value).toBe('84.1%');
  expect(format.estimate({ value: 5.6, low: 5.4, high: 5.8 }, 'mean').value).toBe('5.6');
  expect(format.estimate({ value: 5.612, low: 5.58, high: 5.64 }, 'mean').value).toBe('5.61');
});

test('a change is said without its sign, and not at all where it rounds to zero', () => {
  const change = { word: 'down', few: false } as const;
  expect(format.amount({ ...change, value: -6.2, low: -11, high: -1 }, 'points')).toBe('6');
  expect(format.amount({ ...change, value: -0.06, low: -0.1, high: -0.02 }, 'share')).toBe('6');
  expect(format.amount({ ...change, value: -0.03, low: -0.05, high: -0.01 }, 'points')).toBeUndefined();
});

test('a few among many are not none', () => {
  expect(format.share(1, 1000)).toBe('<1%');
  expect(format.share(0, 1000)).toBe('0%');
  expect(format.share(0, 0)).toBe('0%');
  expect(format.share(5, 1000)).toBe('1%');
});
