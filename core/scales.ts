/** Every scale a survey can have. Its limits, its direction and its groups are written here and nowhere else. */

export type Metric = 'nps' | 'csat' | 'stars' | 'ces' | 'thumbs';

/** Groups of scores: detractors, passives and promoters of an NPS, bottom, middle and top box of the others. */
export const segments = ['low', 'middle', 'high'] as const;

export type Segment = (typeof segments)[number];

/** Scores are whole numbers from `min` to `max`, at most 0…10. */
export interface Scale {
  metric: Metric;
  min: number;
  max: number;
  /** The end that is good for the site: on an effort scale, where 1 is little effort, the low one. */
  good: 'high' | 'low';
  /** The last score of the low group: detractors, bottom box. Counted from the bad end, as `easeOf` turns it. */
  lowTo: number;
  /** The first score of the high group: promoters, top box, yes. Counted from the bad end, as `easeOf` turns it. */
  highFrom: number;
  /** What has to be said beside the score. */
  note?: string;
}

/** Thumbs are 0 (no) and 1 (yes). */
export const scales = {
  nps: { metric: 'nps', min: 0, max: 10, good: 'high', lowTo: 6, highFrom: 9 },
  'nps-1-10': {
    metric: 'nps',
    min: 1,
    max: 10,
    good: 'high',
    lowTo: 6,
    highFrom: 9,
    note: '1–10, not comparable with 0–10',
  },
  csat: { metric: 'csat', min: 1, max: 5, good: 'high', lowTo: 2, highFrom: 4 },
  stars: { metric: 'stars', min: 1, max: 5, good: 'high', lowTo: 2, highFrom: 4 },
  'ces-7': { metric: 'ces', min: 1, max: 7, good: 'high', lowTo: 3, highFrom: 5 },
  'ces-7-effort': { metric: 'ces', min: 1, max: 7, good: 'low', lowTo: 3, highFrom: 5 },
  'ces-5': { metric: 'ces', min: 1, max: 5, good: 'high', lowTo: 2, highFrom: 4 },
  'ces-5-effort': { metric: 'ces', min: 1, max: 5, good: 'low', lowTo: 2, highFrom: 4 },
  thumbs: { metric: 'thumbs', min: 0, max: 1, good: 'high', lowTo: 0, highFrom: 1 },
} as const satisfies Record<string, Scale>;

export type ScaleName = keyof typeof scales;

export function isScaleName(name: string): name is ScaleName {
  return Object.hasOwn(scales, name);
}

/** Whether a value is a score of that scale: a whole number from its `min` to its `max`. */
export function isScore(scale: ScaleName, value: number): boolean {
  const { min, max } = scales[scale];
  return Number.isInteger(value) && value >= min && value <= max;
}

/** A score turned so that the high end is the good one: x, or min + max − x where low is good. */
export function easeOf({ min, max, good }: Scale, score: number): number {
  return good === 'high' ? score : min + max - score;
}

/** The segment a score belongs to. */
export function segmentOf(scale: Scale, score: number): Segment {
  const ease = easeOf(scale, score);
  if (ease <= scale.lowTo) return 'low';
  return ease >= scale.highFrom ? 'high' : 'middle';
}
