import { defaultPeriod } from '../../../core/periods.ts';
import type { SiteListing } from '../../../core/results.ts';
import { strings } from '../language.ts';
import { hrefOf } from '../router.ts';
import type { Verdicts } from '../simulator/verdicts.ts';
import { VerdictCard } from './verdict-card.tsx';

interface VerdictListProps {
  verdicts: Verdicts;
  site: SiteListing;
  nameOf: (survey: string) => string;
}

/** Every live survey, always in the same order, so that nothing jumps while somebody types. */
export function VerdictList({ verdicts: { all, first }, site, nameOf }: VerdictListProps) {
  const paused = site.surveys.filter(({ status }) => status === 'paused').map(({ name }) => name);
  return (
    <div class="verdicts">
      {all.map((verdict) => (
        <VerdictCard
          key={verdict.survey}
          verdict={verdict}
          name={nameOf(verdict.survey)}
          href={hrefOf({ page: 'survey', site: site.id, survey: verdict.survey, period: defaultPeriod })}
          isFirst={verdict.survey === first}
        />
      ))}
      {paused.length > 0 && <p class="muted">{strings.pausedSurveys(paused.join(', '))}</p>}
    </div>
  );
}
