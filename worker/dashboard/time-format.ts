/** Days and moments as text. Days are UTC; moments are in the reader's time zone. */

import { dayMs, type Period } from '../../core/periods.ts';

const steps = [
  ['year', 365 * dayMs],
  ['month', 30 * dayMs],
  ['week', 7 * dayMs],
  ['day', dayMs],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const;

/** Formats of one locale. */
export function timeFormat(locale: string) {
  const ago = new Intl.RelativeTimeFormat(locale, { numeric: 'always' });
  const now = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(0, 'second');
  const day = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', timeZone: 'UTC' });
  const dayAndYear = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' });
  const momentDay = new Intl.DateTimeFormat(locale, { dateStyle: 'medium' });
  const moment = new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'short' });
  const shortMoment = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });
  const clock = new Intl.DateTimeFormat(locale, { timeStyle: 'short' });

  return {
    day: (of: number) => day.format(of * dayMs),
    /** The same with the year. */
    date: (of: number) => dayAndYear.format(of * dayMs),
    /** One day or a range of days, without the year. */
    days: ({ from, to }: Period) => day.formatRange(from * dayMs, to * dayMs),
    /** The same with the year. */
    range: ({ from, to }: Period) => dayAndYear.formatRange(from * dayMs, to * dayMs),
    /** The day of a moment, with the year. */
    shortDay: (at: number) => momentDay.format(at),
    moment: (at: number) => moment.format(at),
    /** The same in fewer letters. */
    shortMoment: (at: number) => shortMoment.format(at),
    clock: (at: number) => clock.format(at),
    /** "4 minutes ago"; "now" for the last minute and for clocks that are ahead. */
    ago(at: number, from: number): string {
      const passed = from - at;
      for (const [unit, length] of steps) if (passed >= length) return ago.format(-Math.floor(passed / length), unit);
      return now;
    },
  };
}
