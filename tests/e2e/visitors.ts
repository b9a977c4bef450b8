import type { Variant, VariantConfig } from '../../core/contract.ts';
import { endsOf, variantOf } from '../../core/variants.ts';

/** Somebody whom the survey `nps` asks in that one of its variants. */
export function personIn(variants: readonly Variant[], variant: string): string {
  const ends = endsOf(variants);
  const drawn = variants.map(({ id }, index) => ({ variant: id, upTo: ends[index] }) as VariantConfig);
  const isIn = (person: string) => variantOf({ id: 'nps', variants: drawn }, person)?.variant === variant;
  return Array.from({ length: 100 }, (_, at) => `person-${at}`).find(isIn) ?? '';
}
