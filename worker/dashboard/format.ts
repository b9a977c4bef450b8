/** Numbers as text: the only place that rounds. */

import type { Change, Estimate, Score } from '../../core/metrics.ts';

export type Unit = Score['unit'];

/** An estimate as text; the bounds are there when it has an interval. */
export interface EstimateText {
  value: string;
  interval?: { low: string; high: string };
}

/** How a unit is shown. Where the interval is narrower than `fine`, one digit more says something. */
const units: Record<Unit, { style: 'decimal' | 'percent'; factor: number; digits: number; fine: number }> = {
  points: { style: 'decimal', factor: 1, digits: 0, fine: 5 },
  share: { style: 'percent', factor: 100, digits: 0, fine: 1 },
  mean: { style: 'decimal', factor: 1, digits: 1, fine: 0.2 },
};

/** Formats of one locale. Minus is U+2212, and what rounds to zero has no sign. */
export function numberFormat(locale: string) {
  function show(value: number, options: Intl.NumberFormatOptions): string {
    const format = new Intl.NumberFormat(locale, { signDisplay: 'negative', ...options });
    return format.format(value).replace('-', '\u2212');
  }

  function inUnit(unit: Unit, digits: number): (value: number) => string {
    const options = { style: units[unit].style, minimumFractionDigits: digits, maximumFractionDigits: digits };
    return (value) => show(value, options);
  }

  return {
    count: (n: number) => show(n, { maximumFractionDigits: 0 }),

    /** A share, 0…1, in whole per cent; one that is there but rounds to nothing is "<1%". */
    share(part: number, whole: number): string {
      const share = whole > 0 ? part / whole : 0;
      const isTrace = share > 0 && share < 0.005;
      return isTrace ? `<${show(0.01, { style: 'percent' })}` : show(share, { style: 'percent' });
    },

    estimate(estimate: Estimate, unit: Unit): EstimateText {
      const text = inUnit(unit, digitsOf(estimate, unit));
      const { value, low, high } = estimate;
      if (low === undefined || high === undefined) return { value: text(value) };
      return { value: text(value), interval: { low: text(low), high: text(high) } };
    },

    /** A change without its sign, in points where the unit is a share; `undefined` where it rounds to zero. */
    amount(change: Change, unit: Unit): string | undefined {
      const digits = digitsOf(change, unit);
      const size = Math.abs(change.value) * units[unit].factor;
      if (Math.round(size * 10 ** digits) === 0) return undefined;
      return show(size, { minimumFractionDigits: digits, maximumFractionDigits: digits });
    },

    /** A number on an axis, with no more digits than it needs. */
    tick: (value: number, unit: Unit) => show(value, { style: units[unit].style, maximumFractionDigits: 1 }),
  };
}

function digitsOf({ low, high }: Estimate, unit: Unit): number {
  const { factor, digits, fine } = units[unit];
  const isFine = low !== undefined && high !== undefined && (high - low) * factor < fine;
  return isFine ? digits + 1 : digits;
}
