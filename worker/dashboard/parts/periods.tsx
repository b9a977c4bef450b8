import { type PeriodName, periods } from '../../../core/periods.ts';
import { strings } from '../language.ts';
import { hrefOf, type Route } from '../router.ts';

/** The same survey in each period. */
export function Periods({ route }: { route: Extract<Route, { page: 'survey' }> }) {
  return (
    <nav class="periods" aria-label={strings.period}>
      {(Object.keys(periods) as PeriodName[]).map((period) => (
        <a key={period} href={hrefOf({ ...route, period })} aria-current={period === route.period ? 'page' : undefined}>
          {strings.periods[period]}
        </a>
      ))}
    </nav>
  );
}
