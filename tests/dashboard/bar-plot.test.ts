import { expect, test } from 'vitest';
import { scales } from '../../core/scales.ts';
import { anchorsOf, barPlot, groupOf } from '../../worker/dashboard/charts/bar-plot.ts';

const frame = { width: 348, top: 20, bottom: 120 };
const counts = [0, 83, 53, 65, 101, 401, 491, 1061, 2892, 2487, 5978];

test('every score of the scale has a place, also those nobody gave', () => {
  expect(barPlot('nps', counts, frame).bars.map(({ score }) => score)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  expect(barPlot('nps-1-10', counts, frame).bars.map(({ score }) => score)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
});

test('the bars fill the width and the highest fills the height', () => {
  const { bars } = barPlot('nps', counts, frame);
  const last = bars.at(-1);
  expect((last?.x ?? 0) + (last?.width ?? 0)).toBeCloseTo(frame.width);
  expect(last).toMatchObject({ y: frame.top, height: 100 });
});

test('one response among thousands can be seen, and none cannot', () => {
  const { bars } = barPlot('nps', [0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 9999], frame);
  expect(bars[0]?.height).toBe(0);
  expect(bars[1]?.height).toBeGreaterThanOrEqual(1);
});

test('detractors are 0 to 6, passives 7 and 8, promoters 9 and 10', () => {
  const { bars, spans } = barPlot('nps', counts, frame);
  expect(spans.map(({ group }) => group)).toEqual(['low', 'middle', 'high']);
  expect(bars.filter(({ group }) => group === 'middle').map(({ score }) => score)).toEqual([7, 8]);
});

test('where little effort is good, the low scores are the high group', () => {
  expect(groupOf(scales['ces-7-effort'], 1)).toBe('high');
  expect(groupOf(scales['ces-7-effort'], 7)).toBe('low');
});

test('group names that do not fit under their bars do not run into each other or out of the picture', () => {
  const names = ['detractors', 'passives', 'promoters'];
  const { spans } = barPlot('nps', counts, { ...frame, width: 254 });
  const [first, second, third] = anchorsOf(spans, names);
  expect(first).toEqual({ x: 0, anchor: 'start' });
  expect(third).toEqual({ x: expect.closeTo(254), anchor: 'end' });
  expect(second?.anchor).toBe('end');
  expect((third?.x ?? 0) - (second?.x ?? 0)).toBeGreaterThan(9 * 6);
});
