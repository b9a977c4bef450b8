/** The span of a value axis and the few hairlines on it. */
export interface Axis {
  min: number;
  max: number;
  /** At most three round values inside the span. */
  rules: number[];
}

interface Limits {
  min: number;
  max: number;
}

/** An axis that holds every value, at least a fifth of the metric's range, and never beyond its limits. */
export function axisOf(values: number[], limits: Limits): Axis {
  const room = limits.max - limits.min;
  const lowest = Math.min(...values, limits.max);
  const highest = Math.max(...values, limits.min);
  const isEmpty = lowest > highest;
  const pad = Math.max((highest - lowest) * 0.08, (room * 0.2 - (highest - lowest)) / 2);
  const min = isEmpty ? limits.min : Math.max(limits.min, lowest - pad);
  const max = isEmpty ? limits.max : Math.min(limits.max, highest + pad);
  return { min, max, rules: rulesIn(min, max) };
}

function rulesIn(min: number, max: number): number[] {
  for (const step of roundSteps((max - min) / 10)) {
    const first = Math.ceil(min / step);
    const last = Math.floor(max / step);
    if (last - first < 3) return Array.from({ length: last - first + 1 }, (_, i) => rounded((first + i) * step));
  }
  return [];
}

function* roundSteps(from: number): Generator<number> {
  for (let power = Math.floor(Math.log10(from)); ; power++)
    for (const digit of [1, 2, 2.5, 5]) yield digit * 10 ** power;
}

/** Takes away what binary fractions add (0.30000000000000004). */
function rounded(value: number): number {
  return Number(value.toPrecision(12));
}
