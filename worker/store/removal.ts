/** Removal: what is taken from a response for good, and what stays so that the numbers and retries are right. */

import { limits } from '../../core/contract.ts';
import { commonFacets } from '../../core/facets.ts';
import type { Database } from '../env.ts';
import type { SurveyKey } from './fold.ts';
import { isChosen, leaveTallies } from './marks.ts';
import { forgetWords } from './search.ts';

/** No post has a greater one, so that nothing that comes later brings back what is gone. */
const frozenRev = limits.rev + 1;

/** SQL for a response without anything that says, or could say, whose it is: words, address, person, what the team noted. */
export const nameless = `rev = ${frozenRev}, comment = iif(comment IS NULL, NULL, ''), email = NULL, person = NULL,
  verified = 0, tags = NULL`;

/** SQL for a row that has not been made nameless, or deleted, before. */
export const isNamed = `rev < ${frozenRev}`;

const noFacets = `${commonFacets.map((name) => `${name} = ''`).join(', ')}, properties = NULL, scale = ''`;
const forget = forgetWords('SELECT chosen.value AS id FROM json_each(?3) chosen');
const anonymise = `UPDATE response SET ${nameless} WHERE ${isChosen} AND ${isNamed}`;
const emptyResponse = `
  UPDATE response SET mark = 'deleted', ${nameless}, comment = NULL, score = 0, reasons = NULL, status = '', ${noFacets}
  WHERE ${isChosen} AND mark IS NOT 'deleted'`;
/** Its dismissal is known, whether it was or not: one that comes later tells nothing new of anybody. */
const emptyView = `
  UPDATE view SET mark = 'deleted', dismissed = 1, ${noFacets} WHERE ${isChosen} AND mark IS NOT 'deleted'`;

/**
 * Takes responses and their views out of every number, and everything out of their rows but id, day and time of receipt:
 * a retry is known by them. What a verified person did stays known, so that they are not asked again.
 */
export async function deleteResponses(db: Database, key: SurveyKey, ids: string[]): Promise<void> {
  await db.batch(statements(db, { key, ids, run: [leaveTallies, forget, emptyResponse, emptyView] }));
}

/**
 * Takes words, address, person and tags from responses. Their scores, reasons and facets stay, and that there was a
 * comment, so no number changes. Declared properties are facets: a site should declare none that names somebody.
 */
export async function anonymiseResponses(db: Database, key: SurveyKey, ids: string[]): Promise<void> {
  await db.batch(statements(db, { key, ids, run: [forget, anonymise] }));
}

function statements(db: Database, { key, ids, run }: { key: SurveyKey; ids: string[]; run: string[] }) {
  return run.map((sql) => db.prepare(sql).bind(key.site, key.survey, JSON.stringify(ids)));
}
