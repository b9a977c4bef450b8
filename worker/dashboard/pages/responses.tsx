import { useEffect } from 'preact/hooks';
import { defaultPeriod } from '../../../core/periods.ts';
import type { SiteListing } from '../../../core/results.ts';
import { strings } from '../language.ts';
import { type ListFilters, withFilter } from '../listing/filters.ts';
import { goTo } from '../location.ts';
import { FilterBar } from '../parts/filter-bar.tsx';
import { ListEnd } from '../parts/list-end.tsx';
import { ResponseRows } from '../parts/response-rows.tsx';
import { Title } from '../parts/title.tsx';
import { hrefOf, type Route } from '../router.ts';
import { useList } from '../use-list.ts';
import { Missing } from './missing.tsx';

interface ResponsesPageProps {
  route: Extract<Route, { page: 'responses' }>;
  sites: SiteListing[];
  checkAccess: () => void;
}

/** The responses of a survey, newest first, and what of them is wanted. */
export function ResponsesPage({ route, sites, checkAccess }: ResponsesPageProps) {
  const [listing, readOn] = useList(route, checkAccess);
  const site = sites.find(({ id }) => id === route.site);
  const survey = site?.surveys.find(({ id }) => id === route.survey);
  useEffect(() => scrollTo(0, 0), [route.site, route.survey]);
  if (!site || !survey || listing.status === 'missing') return <Missing sites={sites} />;

  const hrefWith = (filters: ListFilters) => hrefOf({ ...route, filters });
  const change = (name: string, value: string | undefined) =>
    goTo(hrefWith(withFilter(route.filters, name, value)), { replace: true });
  const results = hrefOf({ page: 'survey', site: site.id, survey: survey.id, period: defaultPeriod });
  return (
    <main class="survey" aria-busy={listing.status === 'loading'}>
      <div class="survey-head">
        <Title text={strings.responsesOf(survey.name)} of={site.name} />
        <p class="days">
          <a href={results}>{strings.toResults}</a>
        </p>
      </div>
      <FilterBar filters={route.filters} scale={survey.scale} change={change} hrefWith={hrefWith} />
      <section class="card comments" aria-label={strings.responses}>
        <ResponseRows
          {...{ items: listing.items, scale: survey.scale, language: survey.language }}
          hrefOf={(name, value) => hrefWith(withFilter(route.filters, name, value))}
        />
        <ListEnd listing={listing} isFiltered={Object.keys(route.filters).length > 0} readOn={readOn} />
      </section>
    </main>
  );
}
