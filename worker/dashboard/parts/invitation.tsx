import type { PeriodName } from '../../../core/periods.ts';
import type { Results } from '../../../core/results.ts';
import { numbers, strings } from '../language.ts';
import { hrefOf, type Route } from '../router.ts';
import { Snippet } from './snippet.tsx';

interface InvitationProps {
  route: Extract<Route, { page: 'survey' }>;
  results: Results;
  period: PeriodName;
}

/** What stands where results will be, with the one next step: a longer period where there are responses at all, else the snippet. */
export function Invitation({ route, results, period }: InvitationProps) {
  const { site, survey, hasResponses } = results;
  const longest = hrefOf({ ...route, period: '365d' });
  const isForTeam = route.key === undefined;
  return (
    <section class="card invitation" aria-labelledby="invitation">
      <h2 id="invitation">{hasResponses ? strings.emptyPeriodTitle(strings.periods[period]) : strings.emptyTitle}</h2>
      <p>{isForTeam ? nextStep(results) : strings.emptyFills}</p>
      {isForTeam && !hasResponses && survey.status === 'live' && <Snippet site={site.id} />}
      {hasResponses && period !== '365d' && (
        <p>
          <a href={longest}>{strings.longer(strings.periods['365d'])}</a>
        </p>
      )}
    </section>
  );
}

function nextStep({ survey, current, hasResponses }: Results): string {
  if (survey.status === 'paused') return strings.emptyPaused;
  if (current.views > 0)
    return `${strings.emptyViews(current.views, numbers.count(current.views))} ${strings.emptyFills}`;
  return hasResponses ? strings.emptyFills : `${strings.emptyPaste} ${strings.emptyFills}`;
}
