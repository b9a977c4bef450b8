import { mayAs, type Role } from '../../../core/access.ts';
import type { Results } from '../../../core/results.ts';
import { strings, times } from '../language.ts';
import { BreakdownPanel } from '../parts/breakdown.tsx';
import { Comments } from '../parts/comments.tsx';
import { Distribution } from '../parts/distribution.tsx';
import { Experiment } from '../parts/experiment.tsx';
import { Facts } from '../parts/facts.tsx';
import { Invitation } from '../parts/invitation.tsx';
import { OtherScales } from '../parts/other-scales.tsx';
import { ScorePanel } from '../parts/score-panel.tsx';
import { Trend } from '../parts/trend.tsx';
import { periodNameOf } from '../period-name.ts';
import { hrefOf, type Route } from '../router.ts';

interface SurveyResultsProps {
  route: Extract<Route, { page: 'survey' }>;
  results: Results;
  /** Of whoever reads; nothing where that is by a share link, or not known yet. */
  role: Role | undefined;
}

/** Everything a period holds: the score first, the words of the customers last; an invitation where it holds nothing. */
export function SurveyResults({ route, results, role }: SurveyResultsProps) {
  const { site, survey, scale, current, trend, breaks, newestComments, verifiedFrom } = results;
  const { score } = current;
  const period = periodNameOf(results.period);
  const experiment = survey.hasVariants && (
    <Experiment
      key={`${site.id}/${survey.id}`}
      path={{ site: site.id, survey: survey.id, key: route.key }}
      mayDeclare={role !== undefined && mayAs(role, 'edit')}
    />
  );
  if (!score)
    return (
      <>
        <Invitation route={route} results={results} period={period} />
        <OtherScales route={route} results={results} />
        {results.otherScales.length > 0 && experiment}
      </>
    );
  return (
    <>
      <div class="headline card">
        <ScorePanel results={results} score={score} period={period} />
        <Facts summary={current} />
      </div>
      <OtherScales route={route} results={results} />
      {verifiedFrom !== undefined && <p class="muted">{strings.removedBefore(times.date(verifiedFrom))}</p>}
      <div class="charts">
        <Trend trend={trend} breaks={breaks} scale={scale} unit={score.unit} />
        <Distribution counts={current.counts} groups={score.groups} scale={scale} />
      </div>
      <BreakdownPanel route={route} results={results} />
      {experiment}
      {!results.isWithoutComments && (
        <Comments
          {...{ comments: newestComments, scale, language: survey.language }}
          href={
            route.key === undefined
              ? hrefOf({ page: 'responses', site: site.id, survey: survey.id, filters: {} })
              : undefined
          }
        />
      )}
    </>
  );
}
