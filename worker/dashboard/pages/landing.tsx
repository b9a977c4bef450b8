import { useEffect } from 'preact/hooks';
import { defaultPeriod } from '../../../core/periods.ts';
import type { SiteListing } from '../../../core/results.ts';
import { strings } from '../language.ts';
import { goTo } from '../location.ts';
import { Message } from '../parts/message.tsx';
import { hrefOf } from '../router.ts';
import { Missing } from './missing.tsx';

interface LandingProps {
  site: string | undefined;
  sites: SiteListing[];
}

/** Where `/` and `/sites/SITE` lead: the first survey there is, or what to do when there is none. */
export function Landing({ site, sites }: LandingProps) {
  const found = sites.find(({ id, surveys }) => (site === undefined ? surveys.length > 0 : id === site));
  if (sites.length === 0) return <Message title={strings.noSitesTitle}>{strings.noSitesText}</Message>;
  if (site !== undefined && !found) return <Missing sites={sites} />;
  const survey = found?.surveys[0];
  if (!found || !survey) return <Message title={strings.noSurveysTitle}>{strings.noSurveysText}</Message>;
  return <Redirect href={hrefOf({ page: 'survey', site: found.id, survey: survey.id, period: defaultPeriod })} />;
}

function Redirect({ href }: { href: string }) {
  useEffect(() => goTo(href, { replace: true }), [href]);
  return <main aria-busy="true" />;
}
