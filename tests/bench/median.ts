/** The middle of an odd number of values. */
export function medianOf(values: number[]): number {
  return values.toSorted((a, b) => a - b)[(values.length - 1) / 2] ?? Number.NaN;
}

/** To so many digits behind the point, as results are kept. */
export const rounded = (value: number, digits = 2) => Math.round(value * 10 ** digits) / 10 ** digits;
