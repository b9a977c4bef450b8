import type { Results } from '../../../core/results.ts';
import type { ScaleName } from '../../../core/scales.ts';
import { numbers, strings } from '../language.ts';
import { hrefOf, type Route } from '../router.ts';
import { scaleText } from '../scale-text.ts';

interface OtherScalesProps {
  route: Extract<Route, { page: 'survey' }>;
  results: Results;
}

/** That there are responses which are not among these numbers, and where they are; nothing where there are none. */
export function OtherScales({ route, results: { survey, scale, otherScales } }: OtherScalesProps) {
  const { scale: _, ...own } = route;
  const hrefOn = (name: ScaleName) => hrefOf(name === survey.scale ? own : { ...own, scale: name });
  if (scale !== survey.scale)
    return (
      <p class="muted">
        {strings.onScale(scaleText(scale), scaleText(survey.scale))}{' '}
        <a href={hrefOn(survey.scale)}>{strings.toScale(scaleText(survey.scale))}</a>
      </p>
    );
  return (
    <>
      {otherScales.map(({ scale: name, n }) => (
        <p key={name} class="muted">
          {strings.otherScale(n, numbers.count(n), scaleText(name))}{' '}
          {survey.hasVariants && <>{strings.seeExperiment} </>}
          <a href={hrefOn(name)}>{strings.toScale(scaleText(name))}</a>
        </p>
      ))}
    </>
  );
}
