import { useEffect } from 'preact/hooks';
import type { SiteListing } from '../../../core/results.ts';
import { strings, times } from '../language.ts';
import { Message } from '../parts/message.tsx';
import { Notice } from '../parts/notice.tsx';
import { Refusals } from '../parts/refusals.tsx';
import { Skeleton } from '../parts/skeleton.tsx';
import { SurveyHead } from '../parts/survey-head.tsx';
import type { Route } from '../router.ts';
import { useResults } from '../use-results.ts';
import { Missing } from './missing.tsx';
import { SharedOver } from './shared-over.tsx';
import { SurveyResults } from './survey-results.tsx';

interface SurveyPageProps {
  route: Extract<Route, { page: 'survey' }>;
  sites: SiteListing[] | undefined;
  checkAccess: () => void;
}

/** Results of one survey, live. */
export function SurveyPage({ route, sites, checkAccess }: SurveyPageProps) {
  const [live, again] = useResults(route, checkAccess);
  const { status, results, checkedAt } = live;
  const listing = sites?.find(({ id }) => id === route.site);
  const site = results?.site ?? listing;
  const survey = results?.survey ?? listing?.surveys.find(({ id }) => id === route.survey);
  const isShared = route.key !== undefined;
  const isKept = status === 'failed' && checkedAt !== undefined;
  useEffect(() => scrollTo(0, 0), [route.site, route.survey]);

  if (status === 'missing' && isShared) return <SharedOver />;
  if (status === 'missing') return sites ? <Missing sites={sites} /> : <main aria-busy="true" />;
  if (status === 'failed' && !results)
    return (
      <Message title={strings.offlineAtFirst} action={{ text: strings.tryNow, run: again }}>
        {strings.offlineNext}
      </Message>
    );
  return (
    <main class="survey" aria-busy={status === 'loading'} data-is-old={status !== 'fresh'}>
      <SurveyHead route={route} site={site} survey={survey} period={results?.period} />
      {results ? <SurveyResults route={route} results={results} role={listing?.role} /> : <Skeleton />}
      {results && !isShared && (
        <Refusals key={`${route.site} ${route.period}`} site={route.site} period={route.period} />
      )}
      <Notice text={isKept ? strings.offline(times.clock(checkedAt)) : undefined} tryNow={again} />
    </main>
  );
}
