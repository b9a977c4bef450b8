/** Periods are whole UTC days; a day is a number, 0 being 1970-01-01. */

export const hourMs = 3_600_000;
export const dayMs = 86_400_000;

/** The first and the last day, both included. */
export interface Period {
  from: number;
  to: number;
}

/** Every period a view can show, by its name in the URL: its length and that of one point of its trend, in days. */
export const periods = {
  '7d': { days: 7, bucket: 1 },
  '28d': { days: 28, bucket: 1 },
  '90d': { days: 90, bucket: 7 },
  '365d': { days: 365, bucket: 28 },
} as const;

export type PeriodName = keyof typeof periods;

export const defaultPeriod: PeriodName = '28d';

export function isPeriodName(name: string): name is PeriodName {
  return Object.hasOwn(periods, name);
}

export function dayOf(at: number): number {
  return Math.floor(at / dayMs);
}

/** The period of that name that ends today. */
export function periodOf(name: PeriodName, now: number): Period {
  const to = dayOf(now);
  return { from: to - periods[name].days + 1, to };
}

/** The period of the same length that ends the day before. */
export function previousOf({ from, to }: Period): Period {
  return { from: from - (to - from + 1), to: from - 1 };
}

/** Cuts a period into the points of its trend, the last one whole and the first one as long as what is left. */
export function bucketsOf(name: PeriodName, { from, to }: Period): Period[] {
  const { bucket } = periods[name];
  const buckets: Period[] = [];
  for (let end = to; end >= from; end -= bucket) buckets.unshift({ from: Math.max(from, end - bucket + 1), to: end });
  return buckets;
}
