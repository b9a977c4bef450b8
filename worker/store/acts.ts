/** What verified people did: one row for each person and survey, written with the response or dismissal it tells of. */

import type { Act } from '../../core/targeting.ts';
import type { Database } from '../env.ts';

const id = 'site = ?1 AND survey = ?2 AND id = ?3';

/**
 * SQL that writes the act of person ?4 at the time ?5, where the condition holds: to be run before the row ?1 ?2 ?3 is
 * written, in the same batch. A response and the dismissal of its own view have one id, and count once.
 */
export function rememberAct(did: 'responded_at' | 'dismissed_at', condition: string): string {
  const other =
    did === 'responded_at' ? `SELECT 1 FROM view WHERE ${id} AND dismissed` : `SELECT 1 FROM response WHERE ${id}`;
  return `
    INSERT INTO person_act (site, survey, person, ${did}, times) SELECT ?1, ?2, ?4, ?5, 1 WHERE ${condition}
    ON CONFLICT (site, person, survey) DO UPDATE SET
      ${did} = max(coalesce(${did}, 0), excluded.${did}), times = times + (NOT EXISTS (${other}))`;
}

interface ActRow {
  survey: string;
  responded_at: number | null;
  dismissed_at: number | null;
  times: number;
}

/** What a person did, by survey. Reads a row for each. */
export async function readActs(db: Database, site: string, person: string): Promise<Record<string, Act>> {
  const sql = 'SELECT survey, responded_at, dismissed_at, times FROM person_act WHERE site = ?1 AND person = ?2';
  const { results } = await db.prepare(sql).bind(site, person).run<ActRow>();
  return Object.fromEntries(results.map((row) => [row.survey, actOf(row)]));
}

function actOf({ responded_at: response, dismissed_at: dismissal, times }: ActRow): Act {
  return { ...(response !== null && { response }), ...(dismissal !== null && { dismissal }), times };
}
