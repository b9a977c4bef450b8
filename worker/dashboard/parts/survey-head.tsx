import type { Period } from '../../../core/periods.ts';
import type { SurveyListing } from '../../../core/results.ts';
import { strings, times } from '../language.ts';
import { hrefOf, type Route } from '../router.ts';
import { usual } from '../simulator/situation.ts';
import { Title } from './title.tsx';

interface SurveyHeadProps {
  /** Known before anything else. */
  route: Extract<Route, { page: 'survey' }>;
  site: { name: string } | undefined;
  survey: SurveyListing | undefined;
  period: Period | undefined;
}

/** What was asked, and on which days. Its lines have their height before they have their text. */
export function SurveyHead({ route, site, survey, period }: SurveyHeadProps) {
  return (
    <div class="survey-head">
      {survey ? <Title text={survey.name} of={site?.name} /> : <h1 class="bone">{strings.loading}</h1>}
      <p class="days">
        {survey?.status === 'paused' && <span class="tag">{strings.paused}</span>}
        {route.key !== undefined && <span>{site?.name}</span>}
        {period && times.range(period)}
        {route.key === undefined && (
          <a href={hrefOf({ page: 'simulator', site: route.site, situation: usual })}>{strings.whoIsAsked}</a>
        )}
      </p>
      {(!survey || survey.question) && (
        <p class="question" lang={survey?.language} dir="auto">
          {survey?.question}
        </p>
      )}
    </div>
  );
}
