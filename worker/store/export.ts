/** Reads every response of a survey for an export, oldest first, a chunk of its key at a time. */

import { commonFacets } from '../../core/facets.ts';
import type { Database } from '../env.ts';
import type { SurveyKey } from './fold.ts';

/** Responses that one query reads: with the longest comments they still fit into a Worker's memory. */
const chunkRows = 5000;

/** What an export has of a response, in the order of `ExportRow`. */
const columns = [
  ...['id', 'score', 'comment', 'reasons', 'email', 'person', 'verified', 'mark', 'status', 'tags', 'properties'],
  ...commonFacets,
];

/** Values of the columns; reasons, tags and properties are JSON. */
export type ExportRow = [
  ...[id: string, score: number, comment: string | null, reasons: string | null, email: string | null],
  ...[person: string | null, verified: 0 | 1, mark: string | null, status: string, tags: string | null],
  ...[properties: string | null, ...facets: string[]],
];

const read = `SELECT ${columns.join(', ')} FROM response
  WHERE site = ?1 AND survey = ?2 AND id > ?3 AND id < ?4 AND (mark IS NULL OR (?5 AND mark <> 'deleted'))
  ORDER BY id LIMIT ${chunkRows}`;

export interface ExportRange {
  /** Ids between which responses lie, neither included. */
  from: string;
  to: string;
  /** Whether what is marked as spam or test is wanted too; what is deleted never is. */
  withMarked: boolean;
}

/** The next chunk is read while the one before is put into words. */
export async function* readResponses(db: Database, key: SurveyKey, range: ExportRange): AsyncGenerator<ExportRow[]> {
  const after = (id: string) => {
    const { to, withMarked } = range;
    const rows = db
      .prepare(read)
      .bind(key.site, key.survey, id, to, withMarked ? 1 : 0)
      .raw<ExportRow>();
    // Whoever stops reading does not wait for it.
    rows.catch(() => {});
    return rows;
  };
  let next: Promise<ExportRow[]> | undefined = after(range.from);
  while (next) {
    const rows: ExportRow[] = await next;
    const last = rows.length === chunkRows ? rows.at(-1)?.[0] : undefined;
    next = last === undefined ? undefined : after(last);
    yield rows;
  }
}
