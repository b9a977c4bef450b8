/** Which variant of a survey a visitor is asked, and what that is: pure functions of the survey and the visitor. */

import type { Survey, SurveyConfig, Texts, Variant, VariantConfig } from './contract.ts';
import { drawOf } from './targeting.ts';

/** The same for one visitor as long as the variants and their weights are; none where the survey has no variants. */
export function variantOf(
  { id, variants }: Pick<SurveyConfig, 'id' | 'variants'>,
  visitor: string,
): VariantConfig | undefined {
  // The other way round than for the survey's share, so that neither draw says anything of the other.
  return variants?.find(({ upTo }) => drawOf(visitor, id) < upTo);
}

/** Where in [0, 1] the draws of each variant end, by their weights; the last one at 1. */
export function endsOf(variants: readonly Pick<Variant, 'weight'>[]): number[] {
  const sumTo = (end: number) => variants.slice(0, end).reduce((sum, { weight = 1 }) => sum + weight, 0);
  return variants.map((_, index) => sumTo(index + 1) / sumTo(variants.length));
}

/** The survey as a variant of it is asked. On another scale nothing stays that was said of the survey's own. */
export function asVariant(survey: Omit<Survey, 'variants'>, { change }: Pick<Variant, 'change'>) {
  const isSame = change.scale === undefined || change.scale === survey.scale;
  return { ...(isSame ? survey : withoutScale(survey)), ...change } satisfies Survey;
}

function withoutScale({ look: _, translations, ...survey }: Omit<Survey, 'variants'>): Omit<Survey, 'variants'> {
  const texts = Object.entries(translations ?? {}).map(([tag, texts]) => [tag, ofAnyScale(texts)] as const);
  return { ...ofAnyScale(survey), ...(translations && { translations: Object.fromEntries(texts) }) };
}

function ofAnyScale<T extends Texts>({ question: _, low: __, high: ___, ...texts }: T) {
  return texts;
}
