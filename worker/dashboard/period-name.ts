import { defaultPeriod, isPeriodName, type Period, type PeriodName, periods } from '../../core/periods.ts';

/** The name of the period that results are of, which is not the URL's while a new period loads. */
export function periodNameOf({ from, to }: Period): PeriodName {
  const days = to - from + 1;
  const name = Object.keys(periods).find((each) => isPeriodName(each) && periods[each].days === days);
  return name !== undefined && isPeriodName(name) ? name : defaultPeriod;
}
