/** The facet columns that responses and views have alike. */

import type { Facets, Stage } from '../../core/facets.ts';
import type { Series } from './series.ts';
import { facetColumns } from './tallies.ts';

/** What is stored of a post's facets: checked against its site and survey, whose stage it has. */
export interface StoredFacets extends Facets {
  stage?: Stage | undefined;
  /** The first scale of the survey unless it says otherwise. */
  scale?: Series;
}

/** SQL for the facet columns, in their order; of the row `old` where there is one, else the parameters from `first` on. */
export function facetsOr(first: number): string {
  return facetColumns.map((name, at) => `iif(old.id IS NULL, ?${first + at}, old.${name}) AS ${name}`).join(', ');
}

/** Their values, in the same order. */
export function valuesOfFacets(post: StoredFacets): (string | null)[] {
  const hasProperties = post.properties && Object.keys(post.properties).length > 0;
  const properties = hasProperties ? JSON.stringify(post.properties) : null;
  return facetColumns.map((name) => (name === 'properties' ? properties : (post[name] ?? '')));
}
