/** A response as lists show it, read as one JSON array. */

import { shortId, timeOf } from '../../core/id.ts';
import type { Mark, ResponseItem, Status } from '../../core/lists.ts';
import { type ScaleName, scales, segmentOf } from '../../core/scales.ts';
import type { Position } from './positions.ts';
import { type Series, type SurveyScales, scaleOf } from './series.ts';
import { facetColumns } from './tallies.ts';

const columns = [...facetColumns, 'score', 'comment', 'reasons', 'status', 'tags', 'mark'] as const;

/** SQL for what is shown of a response named `r`. */
export const itemOf = `json_array(${[
  ...columns.map((name) => `r.${name}`),
  ...['r.person IS NOT NULL', 'r.email IS NOT NULL'],
].join(', ')})`;

/** The values of `itemOf`, in its order. */
export type ItemRow = (string | number | null)[];

/** The survey's own scale, and all that it has been asked on. */
interface Scales {
  own: ScaleName;
  all: SurveyScales;
}

/** What the row of a response says, less what it does not say. */
export function itemFrom({ id, survey }: Position, row: ItemRow, { own, all }: Scales): ResponseItem {
  const named: Record<string, string | number | null> = Object.fromEntries(
    columns.map((name, at) => [name, row[at] ?? null]),
  );
  const [hasPerson, hasEmail] = row.slice(columns.length);
  const { score, comment, reasons, properties, status, tags, mark, page, scale: series, ...facets } = named;
  const scale = scaleOf(all, series as Series);
  const said = Object.entries(facets).filter(([, value]) => value !== '');
  const parsed = { properties, reasons, tags };
  const lists = Object.entries(parsed).filter(([, json]) => json !== null);
  return {
    id: shortId(id),
    at: timeOf(id),
    survey,
    score: Number(score),
    ...(scale !== own && { scale }),
    segment: segmentOf(scales[scale], Number(score)),
    ...(comment && { comment: String(comment) }),
    ...(comment === '' && { wordsRemoved: true as const }),
    page: String(page),
    ...Object.fromEntries(said),
    ...Object.fromEntries(lists.map(([name, json]) => [name, JSON.parse(String(json))])),
    status: (status || 'unread') as Status,
    ...(mark !== null && { mark: mark as Mark }),
    ...(hasPerson && { hasPerson: true as const }),
    ...(hasEmail && { hasEmail: true as const }),
  };
}
