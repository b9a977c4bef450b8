/**
 * Series: what a survey has gathered on one scale. Variants may be asked on other scales than their survey, and one of
 * them may become it; scores of two scales are never added up.
 */

import type { Survey } from '../../core/contract.ts';
import { isScaleName, type ScaleName, scales } from '../../core/scales.ts';

/** On which scales a survey has been asked. What it says of a variant holds for ever. */
export interface SurveyScales {
  /** Of all that is asked in no variant: a page that says none knows of no other scale, however old it is. */
  first: ScaleName;
  /** Of each variant that it has, or has had. */
  variants: Readonly<Record<string, ScaleName>>;
}

/** What the rows of a series carry: '' where it is that of the first scale, else the name of the scale. */
export type Series = ScaleName | '';

/** Those of a survey that was never another one. */
export function scalesOf({ scale, variants = [] }: Survey): SurveyScales {
  const named = variants.map(({ id, change }) => [id, change.scale ?? scale] as const);
  return { first: scale, variants: Object.fromEntries(named) };
}

/** The scale of a variant that the survey has, or has had. */
export function scaleOfVariant({ variants }: SurveyScales, variant: string): ScaleName | undefined {
  return Object.hasOwn(variants, variant) ? variants[variant] : undefined;
}

/** The scale that was asked on, by the variant that a post says. */
export function scaleAsked(scales: SurveyScales, variant: string | undefined): ScaleName {
  return (variant !== undefined && scaleOfVariant(scales, variant)) || scales.first;
}

/**
 * A variant that was asked on this scale: what pages say for a survey that is not on its first scale any more. The oldest,
 * which stands last: a later one may belong to an experiment that nobody has been asked in yet.
 */
export function variantAskedOn({ first, variants }: SurveyScales, scale: ScaleName): string | undefined {
  if (scale === first) return undefined;
  return Object.keys(variants).findLast((variant) => variants[variant] === scale);
}

export function seriesOf({ first }: SurveyScales, scale: ScaleName): Series {
  return scale === first ? '' : scale;
}

export function scaleOf({ first }: SurveyScales, series: Series): ScaleName {
  return series || first;
}

/** Every series that there can be. */
export const everySeries: readonly Series[] = ['', ...Object.keys(scales).filter(isScaleName)];

/** Every series that a survey may have anything in. */
export function allSeries(scales: SurveyScales): Series[] {
  const named = [scales.first, ...Object.values(scales.variants)].map((scale) => seriesOf(scales, scale));
  return [...new Set(named)];
}

/** The name that tallies have a facet of a series by. */
export function facetIn(series: Series, facet: string): string {
  return series === '' ? facet : `${series}/${facet}`;
}

/** SQL for the same, of a row with the columns `scale` and `facet`. */
export const facetOfRow = `iif(scale = '', '', scale || '/') || facet`;

/** SQL for the series of a cell of the totals. */
export const seriesInTotal = `rtrim(replace(facet, 'total', ''), '/')`;

/** SQL for a list of the names of a facet in several series. Of both only names that we made are in it. */
export function facetsIn(all: readonly Series[], facet: 'total' | 'variant'): string {
  return `(${all.map((series) => `'${facetIn(series, facet)}'`).join(', ')})`;
}
