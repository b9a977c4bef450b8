/** Moments as the reader's own clock shows them, for fields that know no time zone. Empty and wrong texts are empty. */

/** ISO 8601 to `2026-11-22T09:00`. */
export function wallTimeOf(iso: string): string {
  const moment = new Date(iso);
  if (Number.isNaN(moment.getTime())) return '';
  const two = (n: number) => `${n}`.padStart(2, '0');
  const day = [`${moment.getFullYear()}`.padStart(4, '0'), two(moment.getMonth() + 1), two(moment.getDate())];
  return `${day.join('-')}T${two(moment.getHours())}:${two(moment.getMinutes())}`;
}

/** And back, so that a URL means the same in every time zone. */
export function momentOf(wallTime: string): string {
  const moment = new Date(wallTime);
  return Number.isNaN(moment.getTime()) ? '' : moment.toISOString();
}
