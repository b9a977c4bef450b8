/** Where the trend is drawn: a line with its band, broken where a point has no responses. */

import type { TrendPoint } from '../../../core/results.ts';
import { type Axis, axisOf } from './rules.ts';

/** The inner rectangle, in pixels. */
export interface Frame {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** A drawn point; `low` and `high` are where its interval ends, `index` its place in the trend. */
export interface Mark {
  index: number;
  x: number;
  y: number;
  low?: number;
  high?: number;
}

export interface TrendPlot {
  /** The middle of every point of the trend, with responses or without. */
  xs: number[];
  marks: Mark[];
  lines: string[];
  bands: string[];
  /** Marks that no line reaches. */
  alone: Mark[];
  rules: { value: number; y: number }[];
}

export function trendPlot(trend: TrendPoint[], frame: Frame, limits: { min: number; max: number }): TrendPlot {
  const axis = axisOf(trend.flatMap(valuesOf), limits);
  const xs = xsOf(trend, frame);
  const marks = trend.flatMap((point, index) => markOf(point, { index, x: xs[index] ?? 0, axis, frame }));
  const lines = runsOf(marks);
  return {
    xs,
    marks,
    lines: lines.filter((run) => run.length > 1).map(lineThrough),
    bands: runsOf(marks.filter((mark) => mark.low !== undefined)).map(bandAround),
    alone: lines.filter((run) => run.length === 1).flat(),
    rules: axis.rules.map((value) => ({ value, y: yOf(value, axis, frame) })),
  };
}

/** The index of the point nearest to an x. */
export function nearest(xs: number[], x: number): number {
  let best = 0;
  xs.forEach((at, index) => {
    if (Math.abs(at - x) < Math.abs((xs[best] ?? 0) - x)) best = index;
  });
  return best;
}

function valuesOf({ score }: TrendPoint): number[] {
  return score ? [score.low ?? score.value, score.value, score.high ?? score.value] : [];
}

/** Points stand at the middle of their days, so a shorter first point is nearer to the second. */
function xsOf(trend: TrendPoint[], { left, right }: Frame): number[] {
  const middles = trend.map(({ from, to }) => (from + to) / 2);
  const [first = 0, last = 0] = [middles[0], middles.at(-1)];
  return middles.map((middle) =>
    last === first ? (left + right) / 2 : left + ((middle - first) / (last - first)) * (right - left),
  );
}

function markOf({ score }: TrendPoint, at: { index: number; x: number; axis: Axis; frame: Frame }): Mark[] {
  if (!score) return [];
  const { index, x, axis, frame } = at;
  const mark = { index, x, y: yOf(score.value, axis, frame) };
  if (score.low === undefined || score.high === undefined) return [mark];
  return [{ ...mark, low: yOf(score.low, axis, frame), high: yOf(score.high, axis, frame) }];
}

function yOf(value: number, { min, max }: Axis, { top, bottom }: Frame): number {
  return bottom - ((value - min) / (max - min)) * (bottom - top);
}

function runsOf(marks: Mark[]): Mark[][] {
  const runs: Mark[][] = [];
  for (const mark of marks) {
    const run = runs.at(-1);
    if (run?.at(-1)?.index === mark.index - 1) run.push(mark);
    else runs.push([mark]);
  }
  return runs;
}

function lineThrough(run: { x: number; y: number }[]): string {
  return `M${run.map(({ x, y }) => `${px(x)} ${px(y)}`).join('L')}`;
}

/** Where the run is a single mark, a bar three pixels to both sides. */
function bandAround(run: Mark[]): string {
  const [only] = run;
  const edge =
    run.length === 1 && only
      ? [
          { ...only, x: only.x - 3 },
          { ...only, x: only.x + 3 },
        ]
      : run;
  const highs = edge.map(({ x, y, high = y }) => ({ x, y: high }));
  const lows = edge.map(({ x, y, low = y }) => ({ x, y: low })).reverse();
  return `${lineThrough([...highs, ...lows])}Z`;
}

function px(value: number): number {
  return Math.round(value * 100) / 100;
}
