import { strings } from '../../language.ts';

/** For how many days something works, to choose from; `undefined` is for ever, and ''. */
export function daysOptions(choices: readonly (number | undefined)[]): { value: string; text: string }[] {
  return choices.map((days) => ({ value: `${days ?? ''}`, text: textOf(days) }));
}

function textOf(days: number | undefined): string {
  if (days === undefined) return strings.ever;
  return days === 365 ? strings.oneYear : strings.daysLong(days);
}
