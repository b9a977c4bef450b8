/** Where the distribution is drawn: one bar per score, the groups under them. */

import type { Score } from '../../../core/metrics.ts';
import { easeOf, type Scale, type ScaleName, scales } from '../../../core/scales.ts';

export type Group = keyof Score['groups'];

export interface Bar {
  score: number;
  count: number;
  group: Group;
  x: number;
  y: number;
  width: number;
  height: number;
}

/** The stretch of bars that belong to one group. */
export interface Span {
  group: Group;
  x: number;
  width: number;
}

/** Where a group's name stands, and which end of it that is. */
export interface Anchor {
  x: number;
  anchor: 'start' | 'end';
}

export interface BarPlot {
  bars: Bar[];
  spans: Span[];
}

const gap = 2;

export function barPlot(
  scale: ScaleName,
  counts: number[],
  frame: { width: number; top: number; bottom: number },
): BarPlot {
  const { min, max } = scales[scale];
  const step = (frame.width + gap) / (max - min + 1);
  const most = Math.max(...counts, 1);
  const bars = Array.from({ length: max - min + 1 }, (_, i) => {
    const count = counts[min + i] ?? 0;
    const height = barHeight(count / most, frame.bottom - frame.top);
    const place = { x: i * step, y: frame.bottom - height, width: Math.max(step - gap, 1), height };
    return { score: min + i, count, group: groupOf(scales[scale], min + i), ...place };
  });
  return { bars, spans: spansOf(bars) };
}

/**
 * Names stand at the start of their spans; where one is wider than its span, the last stands at the very end and the one
 * before it ends where the last begins. Widths are estimated, from 6.5 pixels a letter.
 */
export function anchorsOf(spans: Span[], names: string[]): Anchor[] {
  const widthOf = (name: string | undefined) => (name?.length ?? 0) * 6.5 + 4;
  const last = spans.length - 1;
  const end = (spans[last]?.x ?? 0) + (spans[last]?.width ?? 0);
  if (spans.every(({ width }, i) => widthOf(names[i]) <= width)) return spans.map(({ x }) => ({ x, anchor: 'start' }));
  return spans.map(({ x }, i) => {
    if (i === 0) return { x, anchor: 'start' };
    return { x: i === last ? end : end - widthOf(names[last]) - 4, anchor: 'end' };
  });
}

/** One response among thousands is still a line one can see. */
function barHeight(share: number, room: number): number {
  return share === 0 ? 0 : Math.max(share * room, 1.5);
}

/** The group a score counts in, as the scale has it. */
export function groupOf(scale: Scale, score: number): Group {
  const ease = easeOf(scale, score);
  if (ease <= scale.lowTo) return 'low';
  return ease >= scale.highFrom ? 'high' : 'middle';
}

function spansOf(bars: Bar[]): Span[] {
  const spans: Span[] = [];
  for (const { group, x, width } of bars) {
    const last = spans.at(-1);
    if (last?.group === group) last.width = x + width - last.x;
    else spans.push({ group, x, width });
  }
  return spans;
}
