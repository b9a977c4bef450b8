/** Which variant of a survey a visitor is asked: pure functions of the survey and the visitor. */

import type { SurveyConfig, VariantConfig } from './contract.ts';
import { drawOf } from './targeting.ts';

/** The same for one visitor as long as the variants and their weights are; none where the survey has no variants. */
export function variantOf(
  { id, variants = [] }: Pick<SurveyConfig, 'id' | 'variants'>,
  visitor: string,
): VariantConfig | undefined {
  const weights = variants.reduce((sum, { weight = 1 }) => sum + weight, 0);
  // The other way round than for the survey's share, so that neither draw says anything of the other.
  let left = drawOf(`${visitor} ${id}`) * weights;
  return variants.find(({ weight = 1 }) => {
    left -= weight;
    return left < 0;
  });
}
