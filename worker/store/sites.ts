/** A site as it is stored, with its surveys. */

import type { Retention, Site, Survey, Turnstile } from '../../core/contract.ts';
import type { Segments } from '../../core/segments.ts';
import { type Databases, databaseAt, firstPlace } from '../databases.ts';
import type { IdentitySecrets } from '../identity.ts';
import { type SurveyScales, scalesOf } from './series.ts';

export interface SiteRow {
  id: string;
  place: string;
  name: string;
  origins: string;
  facets: string | null;
  retention: string | null;
  segments: string | null;
  identity_secret: string | null;
  earlier_secret: string | null;
  earlier_until: number | null;
  turnstile_key: string | null;
  turnstile_secret: string | null;
}

export interface SurveyRow {
  site: string;
  id: string;
  definition: string;
  scales: string | null;
}

/** A site with all of its surveys, by id. Its secrets are for ingest alone, and no answer may carry them. */
export interface SiteWithSurveys extends Site {
  /** The name of the database that holds what belongs to it. */
  place: string;
  identitySecrets: IdentitySecrets;
  turnstile?: Turnstile;
  surveys: Map<string, Survey>;
  /** On which scales each of them has been asked. */
  scales: Map<string, SurveyScales>;
}

export const siteColumns = 'id, name, origins, facets, retention, segments';
const secretColumns = 'place, identity_secret, earlier_secret, earlier_until, turnstile_key, turnstile_secret';
export const siteOf = ({ name, origins, facets, retention, segments }: SiteRow): Site => ({
  name,
  origins: JSON.parse(origins) as string[],
  ...(facets !== null && { facets: JSON.parse(facets) as string[] }),
  ...(retention !== null && { retention: JSON.parse(retention) as Retention }),
  ...(segments !== null && { segments: JSON.parse(segments) as Segments }),
});
function turnstileOf({ turnstile_key: siteKey, turnstile_secret: secret }: SiteRow): { turnstile?: Turnstile } {
  return siteKey !== null && secret !== null ? { turnstile: { siteKey, secret } } : {};
}

function identitySecretsOf({ identity_secret: secret, earlier_secret: earlier, earlier_until: until }: SiteRow) {
  const before = earlier !== null && until !== null && { earlier, until };
  return secret === null ? {} : { secret, ...before };
}

export const surveyOf = ({ definition }: Pick<SurveyRow, 'definition'>): Survey => JSON.parse(definition) as Survey;
const scalesIn = ({ definition, scales }: SurveyRow): SurveyScales =>
  scales === null ? scalesOf(surveyOf({ definition })) : (JSON.parse(scales) as SurveyScales);

/** Asks the first database, and one more where the site is on another. */
export async function readSite(env: Databases, id: string): Promise<SiteWithSurveys | undefined> {
  const { DB: first } = env;
  const [sites, surveys] = await first.batch<SiteRow & SurveyRow>([
    first.prepare(`SELECT ${siteColumns}, ${secretColumns} FROM site WHERE id = ?1`).bind(id),
    surveysOf(first, id),
  ]);
  const row = sites?.results[0];
  if (!row || !surveys) return undefined;
  const isHere = row.place === firstPlace;
  const own = isHere ? surveys : await surveysOf(databaseAt(env, row.place), id).run<SurveyRow>();
  return {
    ...siteOf(row),
    place: row.place,
    identitySecrets: identitySecretsOf(row),
    ...turnstileOf(row),
    surveys: new Map(own.results.map((survey) => [survey.id, surveyOf(survey)])),
    scales: new Map(own.results.map((survey) => [survey.id, scalesIn(survey)])),
  };
}

const surveysOf = (db: D1Database, site: string) =>
  db.prepare('SELECT site, id, definition, scales FROM survey WHERE site = ?1').bind(site);
