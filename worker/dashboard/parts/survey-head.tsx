import type { Period } from '../../../core/periods.ts';
import type { SurveyListing } from '../../../core/results.ts';
import { strings, times } from '../language.ts';
import { hrefOf } from '../router.ts';
import { usual } from '../simulator/situation.ts';
import { Title } from './title.tsx';

interface SurveyHeadProps {
  /** In the URL, before anything else is known. */
  siteId: string;
  site: { name: string } | undefined;
  survey: SurveyListing | undefined;
  period: Period | undefined;
}

/** What was asked, and on which days. Its lines have their height before they have their text. */
export function SurveyHead({ siteId, site, survey, period }: SurveyHeadProps) {
  return (
    <div class="survey-head">
      {survey ? <Title text={survey.name} of={site?.name} /> : <h1 class="bone">{strings.loading}</h1>}
      <p class="days">
        {survey?.status === 'paused' && <span class="tag">{strings.paused}</span>}
        {period && times.range(period)}
        <a href={hrefOf({ page: 'simulator', site: siteId, situation: usual })}>{strings.whoIsAsked}</a>
      </p>
      {(!survey || survey.question) && (
        <p class="question" lang={survey?.language} dir="auto">
          {survey?.question}
        </p>
      )}
    </div>
  );
}
