/** Sites and their surveys: the rows that say who may ask what. */

import type { Role } from '../../core/access.ts';
import { limits, type Retention, type Site, type Survey } from '../../core/contract.ts';
import type { SiteListing, SurveyListing } from '../../core/results.ts';
import { type Databases, databaseAt } from '../databases.ts';
import { isAnyUsed } from './experiments.ts';
import type { SurveyKey } from './fold.ts';
import { scalesOf } from './series.ts';
import { type SiteRow, type SurveyRow, siteColumns, siteOf, surveyOf } from './sites.ts';

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
