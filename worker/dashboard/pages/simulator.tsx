import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import type { SurveyConfig } from '../../../core/contract.ts';
import type { SiteListing } from '../../../core/results.ts';
import { strings } from '../language.ts';
import { Message } from '../parts/message.tsx';
import { Notice } from '../parts/notice.tsx';
import { SituationForm } from '../parts/situation/situation-form.tsx';
import { Title } from '../parts/title.tsx';
import { VerdictLine } from '../parts/verdict-line.tsx';
import { VerdictList } from '../parts/verdict-list.tsx';
import type { Route } from '../router.ts';
import { verdictsOf } from '../simulator/verdicts.ts';
import { useConfiguration } from '../use-configuration.ts';
import { useNow } from '../use-now.ts';
import { useSituation } from '../use-situation.ts';
import { Missing } from './missing.tsx';

type SimulatorRoute = Extract<Route, { page: 'simulator' }>;

/** Who is asked what: a situation, and what every live survey does in it. */
export function SimulatorPage({ route, sites }: { route: SimulatorRoute; sites: SiteListing[] }) {
  const [{ status, surveys }, again] = useConfiguration(route.site);
  const site = sites.find(({ id }) => id === route.site);
  useEffect(() => scrollTo(0, 0), [route.site]);

  if (!site || status === 'missing') return <Missing sites={sites} />;
  if (surveys)
    return (
      <Simulator route={route} site={site} surveys={surveys}>
        <Notice text={status === 'failed' ? strings.offlineSurveys : undefined} tryNow={again} />
      </Simulator>
    );
  if (status === 'loading') return <main aria-busy="true" />;
  return (
    <Message title={strings.offlineAtFirst} action={{ text: strings.tryNow, run: again }}>
      {strings.offlineNext}
    </Message>
  );
}

interface SimulatorProps {
  route: SimulatorRoute;
  site: SiteListing;
  surveys: readonly SurveyConfig[];
  children: ComponentChildren;
}

function Simulator({ route, site, surveys, children }: SimulatorProps) {
  const [situation, change] = useSituation(route);
  const now = useNow();
  const home = `${site.origins[0] ?? 'https://example.com'}/`;
  const verdicts = verdictsOf(surveys, situation, { home, now });
  const nameOf = (survey: string) => site.surveys.find(({ id }) => id === survey)?.name ?? survey;
  return (
    <main class="survey simulator">
      <Title text={strings.whoIsAsked} of={site.name} />
      <VerdictLine verdicts={verdicts} nameOf={nameOf} />
      <SituationForm {...{ site, home, situation, change }} />
      <VerdictList {...{ verdicts, site, nameOf }} />
      {children}
    </main>
  );
}
