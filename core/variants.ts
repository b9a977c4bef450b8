/** Which variant of a survey a visitor is asked: pure functions of the survey and the visitor. */

import type { SurveyConfig, Variant, VariantConfig } from './contract.ts';
import { drawOf } from './targeting.ts';

/** The same for one visitor as long as the variants and their weights are; none where the survey has no variants. */
export function variantOf(
  { id, variants }: Pick<SurveyConfig, 'id' | 'variants'>,
  visitor: string,
): VariantConfig | undefined {
  // The other way round than for the survey's share, so that neither draw says anything of the other.
  return variants?.find(({ upTo }) => drawOf(`${visitor} ${id}`) < upTo);
}

/** Where in [0, 1] the draws of each variant end, by their weights; the last one at 1. */
export function endsOf(variants: readonly Pick<Variant, 'weight'>[]): number[] {
  const sumTo = (end: number) => variants.slice(0, end).reduce((sum, { weight = 1 }) => sum + weight, 0);
  return variants.map((_, index) => sumTo(index + 1) / sumTo(variants.length));
}
