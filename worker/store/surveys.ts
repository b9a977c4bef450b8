/** Sites and their surveys: the rows that say who may ask what. */

import type { Role } from '../../core/access.ts';
import { limits, type Retention, type Site, type Survey, type Turnstile } from '../../core/contract.ts';
import type { SiteListing, SurveyListing } from '../../core/results.ts';
import type { Segments } from '../../core/segments.ts';
import { type Databases, databaseAt, firstPlace } from '../databases.ts';
import type { IdentitySecrets } from '../identity.ts';
import { isAnyUsed } from './experiments.ts';
import type { SurveyKey } from './fold.ts';
import { type SurveyScales, scalesOf } from './series.ts';

interface SiteRow {
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

interface SurveyRow {
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

const siteColumns = 'id, name, origins, facets, retention, segments';
const secretColumns = 'place, identity_secret, earlier_secret, earlier_until, turnstile_key, turnstile_secret';
const siteOf = ({ name, origins, facets, retention, segments }: SiteRow): Site => ({
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

const surveyOf = ({ definition }: Pick<SurveyRow, 'definition'>): Survey => JSON.parse(definition) as Survey;
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

/** Those that a person is a member of, or all of them. */
export async function listSites(env: Databases, person?: string): Promise<SiteListing[]> {
  const own = `LEFT JOIN member ON member.site = site.id AND member.person = ?1 WHERE ?1 IS NULL OR role IS NOT NULL`;
  const { results: sites } = await env.DB.prepare(
    `SELECT ${siteColumns}, place, coalesce(role, 'owner') AS role FROM site ${own} ORDER BY name`,
  )
    .bind(person ?? null)
    .run<SiteRow & { role: Role }>();
  const bySite = Map.groupBy(await everySurvey(env, sites), ({ site }) => site);
  return sites.map((row) => ({
    id: row.id,
    role: row.role,
    ...siteOf(row),
    surveys: (bySite.get(row.id) ?? []).map((survey) => listingOf(survey.id, surveyOf(survey))),
  }));
}

/** The surveys of the sites, each from the database of its site: while a site moves, two have them. */
async function everySurvey(env: Databases, sites: Pick<SiteRow, 'id' | 'place'>[]): Promise<PlacedSurvey[]> {
  const placeOf = new Map(sites.map(({ id, place }) => [id, place]));
  const places = [...new Set(placeOf.values())].map(async (place) => {
    const db = databaseAt(env, place);
    const { results } = await db.prepare('SELECT site, id, definition FROM survey').run<SurveyRow>();
    return results.filter(({ site }) => placeOf.get(site) === place).map((row) => ({ ...row, db }));
  });
  return (await Promise.all(places)).flat();
}

interface PlacedSurvey extends Omit<SurveyRow, 'scales'> {
  db: D1Database;
}

/** A survey, with the database that holds what belongs to it, and what its site keeps. */
export interface ListedSurvey extends SurveyKey {
  db: D1Database;
  retention?: Retention;
}

/** Every survey there is, in the order of sites and ids. */
export async function listSurveys(env: Databases): Promise<ListedSurvey[]> {
  const { results: sites } = await env.DB.prepare('SELECT id, place, retention FROM site').run<SiteRow>();
  const retentions = new Map(sites.map(({ id, retention }) => [id, retention]));
  const all = (await everySurvey(env, sites)).map(({ db, site, id }) => {
    const retention = retentions.get(site);
    return { db, site, survey: id, ...(retention && { retention: JSON.parse(retention) as Retention }) };
  });
  const nameOf = ({ site, survey }: SurveyKey) => `${site}/${survey}`;
  return all.sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
}

export function listingOf(id: string, { name, scale, status, language, question, variants }: Survey): SurveyListing {
  const more = { ...(question !== undefined && { question }), ...(variants && { hasVariants: true as const }) };
  return { id, name, scale, status, language, ...more };
}

const upsertSite = `INSERT INTO site (${siteColumns}) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
  ON CONFLICT DO UPDATE SET name = ?2, origins = ?3, facets = ?4, retention = ?5, segments = ?6`;

export async function putSite(db: D1Database, id: string, site: Site): Promise<void> {
  const { name, origins, facets, retention, segments } = site;
  const orNull = (value: object | undefined) => (value === undefined ? null : JSON.stringify(value));
  const more = [orNull(facets?.length ? facets : undefined), orNull(retention), orNull(segments)];
  await db
    .prepare(upsertSite)
    .bind(id, name, JSON.stringify(origins), ...more)
    .run();
}

const variantsIn = (scales: string) => `json_each(${scales}, '$.variants')`;
/**
 * Of responses that are stored the scale, the file they come from and what their variants are must not change, nor the
 * scale of a variant of which a page may know. Of the scales ?8 what was known before stands.
 */
const upsert = `INSERT INTO survey (site, id, definition, scales) VALUES (?1, ?2, ?3, ?8)
  ON CONFLICT DO UPDATE SET definition = excluded.definition,
    scales = coalesce(json_patch(excluded.scales, survey.scales), survey.scales, excluded.scales)
  WHERE definition ->> 'scale' = excluded.definition ->> 'scale'
    AND (definition -> 'source' IS NULL OR definition -> 'source' = excluded.definition -> 'source')
    AND (definition -> 'variants' IS excluded.definition -> 'variants' OR NOT ${isAnyUsed})
    AND NOT EXISTS (SELECT 1 FROM ${variantsIn('survey.scales')} was JOIN ${variantsIn('?8')} new USING (key)
      WHERE was.value <> new.value)`;

/**
 * Stores a survey, unless stored responses would then not be what they were: of another scale or file, or under the id
 * of a variant that is another one. Says whether it was stored.
 */
export async function putSurvey(db: D1Database, site: string, id: string, survey: Survey): Promise<boolean> {
  const scales = survey.variants && JSON.stringify(scalesOf(survey));
  const ids = Array.from({ length: limits.variants }, (_, at) => survey.variants?.[at]?.id ?? null);
  const { meta } = await db
    .prepare(upsert)
    .bind(site, id, JSON.stringify(survey), ...ids, scales ?? null)
    .run();
  return meta.changes > 0;
}
