/** What a list is filtered by, as SQL about a response named `r`. */

import type { Mark, Status } from '../../core/lists.ts';
import type { ScaleName } from '../../core/scales.ts';
import type { facetColumns } from './tallies.ts';

/** The facets that are columns. */
type FacetColumn = Exclude<(typeof facetColumns)[number], 'properties' | 'scale'>;

/** What a list is filtered by besides its surveys, its days and its words. */
export interface Filters {
  /** The least and the greatest score that is wanted, by scale; and the first scale of each survey. */
  scores?: { byScale: Partial<Record<ScaleName, [number, number]>>; first: Record<string, ScaleName> };
  facets?: Partial<Record<FacetColumn, string>>;
  /** By name, as the tallies have their values. */
  properties?: Record<string, string>;
  hasComment?: boolean;
  tag?: string;
  status?: Status;
  /** Marked responses are listed only when they are asked for. */
  mark?: Mark;
}

/** SQL whose parameters begin with the number `first`, and their values. */
export function conditionOf(filters: Filters, first: number): { sql: string; values: (string | number)[] } {
  const values: (string | number)[] = [];
  const bind = (value: string | number) => `?${first + values.push(value) - 1}`;
  const parts = [filters.mark ? `r.mark = ${bind(filters.mark)}` : 'r.mark IS NULL'];
  if (filters.scores) {
    const scale = `iif(r.scale = '', ${bind(JSON.stringify(filters.scores.first))} ->> r.survey, r.scale)`;
    const bounds = `${bind(JSON.stringify(filters.scores.byScale))} -> ${scale}`;
    parts.push(`r.score BETWEEN ${bounds} ->> 0 AND ${bounds} ->> 1`);
  }
  if (filters.hasComment !== undefined) parts.push(`coalesce(r.comment, '') ${filters.hasComment ? '<>' : '='} ''`);
  if (filters.status) parts.push(`r.status = ${bind(filters.status === 'unread' ? '' : filters.status)}`);
  if (filters.tag !== undefined) parts.push(hasTag(JSON.stringify(filters.tag), bind));
  for (const [name, value] of Object.entries(filters.facets ?? {})) parts.push(`r.${name} = ${bind(value)}`);
  for (const [name, value] of Object.entries(filters.properties ?? {}))
    parts.push(`CAST(r.properties ->> ${bind(name)} AS TEXT) = ${bind(value)}`);
  return { sql: parts.join(' AND '), values };
}

/**
 * Whether a JSON array has a text, given as JSON. What stands before it is looked for too, since another text may end as
 * it does; D1 bills each item that `json_each` would look at.
 */
const hasTag = (json: string, bind: (value: string) => string) =>
  `(instr(r.tags, ${bind(`[${json}`)}) = 1 OR instr(r.tags, ${bind(`",${json}`)}) > 0)`;
