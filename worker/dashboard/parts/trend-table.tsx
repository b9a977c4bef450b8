import type { TrendPoint } from '../../../core/results.ts';
import type { Unit } from '../format.ts';
import { numbers, strings, times } from '../language.ts';
import { TableTwin } from './table-twin.tsx';

/** The trend in numbers, the newest first. */
export function TrendTable({ trend, unit }: { trend: TrendPoint[]; unit: Unit }) {
  const rows = trend.toReversed().map(({ from, to, n, score }) => {
    const text = score && numbers.estimate(score, unit);
    return [
      times.days({ from, to }),
      text?.value ?? strings.noRate,
      text?.interval ? strings.to(text.interval.low, text.interval.high) : strings.noRate,
      numbers.count(n),
    ];
  });
  return <TableTwin head={[strings.days, strings.score, strings.interval, strings.count]} rows={rows} />;
}
