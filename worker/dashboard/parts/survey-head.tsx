import type { Period } from '../../../core/periods.ts';
import type { SurveyListing } from '../../../core/results.ts';
import { strings, times } from '../language.ts';
import { Title } from './title.tsx';

interface SurveyHeadProps {
  site: { name: string } | undefined;
  survey: SurveyListing | undefined;
  period: Period | undefined;
}

/** What was asked, and on which days. Its lines have their height before they have their text. */
export function SurveyHead({ site, survey, period }: SurveyHeadProps) {
  return (
    <div class="survey-head">
      {survey ? <Title text={survey.name} of={site?.name} /> : <h1 class="bone">{strings.loading}</h1>}
      <p class="days">
        {survey?.status === 'paused' && <span class="tag">{strings.paused}</span>}
        {period && times.range(period)}
      </p>
      {(!survey || survey.question) && (
        <p class="question" lang={survey?.language} dir="auto">
          {survey?.question}
        </p>
      )}
    </div>
  );
}
