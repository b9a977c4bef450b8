/** What facets and their values are called. */

import type { FacetName } from '../../core/facets.ts';
import { strings } from './language.ts';

export function facetText(facet: FacetName): string {
  return names[facet] ?? facet.slice('property.'.length);
}

/** A value as it was said, but where it is a word of ours. */
export function valueText(facet: FacetName, value: string): string {
  if (value === '') return strings.notSaid;
  return facet === 'locale' ? languageText(value) : (words[facet]?.[value] ?? value);
}

const names: Partial<Record<FacetName, string>> = strings.facets;
const { stages: stage, devices: device, channels: channel } = strings;
const words: Partial<Record<FacetName, Partial<Record<string, string>>>> = { stage, device, channel };

function languageText(tag: string): string {
  try {
    return new Intl.DisplayNames(strings.language, { type: 'language' }).of(tag) ?? tag;
  } catch {
    return tag;
  }
}
