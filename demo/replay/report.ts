import { dayOf, type PeriodName, periods } from '../../core/periods.ts';
import type { Results, Summary } from '../../core/results.ts';
import type { Contents } from './inspect.ts';
import type { Progress } from './ledger.ts';
import { linesOf, totalOf } from './reasons.ts';

/** What the file holds. */
export function contentLines({ rows, valid, comments, invalid }: Contents): string[] {
  return [
    line('rows', rows),
    line('valid', valid),
    line('with comment', comments),
    line('invalid', totalOf(invalid)),
    ...linesOf(invalid).map((text) => `  ${text}`),
  ];
}

/** What became of the valid rows. */
export function progressLines({ stored, known, refused }: Progress): string[] {
  return [
    line('sent', stored + known + totalOf(refused)),
    line('newly stored', stored),
    line('already there', known),
    line('refused', totalOf(refused)),
    ...linesOf(refused).map((text) => `  ${text}`),
  ];
}

/** What the server has of the survey now, and where to look at it. */
export function resultLines(
  { current, survey }: Results,
  { url, period }: { url: string; period: PeriodName },
): string[] {
  return [
    '',
    `The server has ${count(current.n)} responses on ${survey.scale} in ${period}, ${count(current.comments)} with a comment.`,
    current.score ? `Score: ${scoreText(current.score)}` : 'No responses yet.',
    `${url}?period=${period}`,
  ];
}

/** The shortest period that ends now and reaches back to a time; the longest there is where none does. */
export function periodBackTo(at: number, now: number): PeriodName {
  const names = Object.keys(periods) as PeriodName[];
  const days = dayOf(now) - dayOf(at) + 1;
  return names.find((name) => periods[name].days >= days) ?? '365d';
}

/** Rounded for display: points of NPS to tenths, shares as percentages, means to hundredths. */
function scoreText({ unit, value, low, high }: NonNullable<Summary['score']>) {
  const text = { points: points, share: percent, mean: hundredths }[unit];
  return low === undefined || high === undefined ? text(value) : `${text(value)} [${text(low)}, ${text(high)}]`;
}

const points = (value: number) => value.toFixed(1);
const percent = (value: number) => `${(value * 100).toFixed(1)} %`;
const hundredths = (value: number) => value.toFixed(2);
const count = (value: number) => value.toLocaleString('en');
const line = (name: string, value: number) => `${name.padEnd(14)}${count(value).padStart(10)}`;
