/** Sites and their surveys: the rows that say who may ask what. */

import type { Site, Survey } from '../../core/contract.ts';
import type { SiteListing } from '../../core/results.ts';

interface SiteRow {
  id: string;
  name: string;
  origins: string;
}

interface SurveyRow {
  site: string;
  id: string;
  definition: string;
}

/** A site with all of its surveys, by id. */
export interface SiteWithSurveys extends Site {
  surveys: Map<string, Survey>;
}

const siteOf = ({ name, origins }: SiteRow): Site => ({ name, origins: JSON.parse(origins) as string[] });
const surveyOf = ({ definition }: SurveyRow): Survey => JSON.parse(definition) as Survey;

export async function readSite(db: D1Database, id: string): Promise<SiteWithSurveys | undefined> {
  const [sites, surveys] = await db.batch<SiteRow & SurveyRow>([
    db.prepare('SELECT id, name, origins FROM site WHERE id = ?1').bind(id),
    db.prepare('SELECT site, id, definition FROM survey WHERE site = ?1').bind(id),
  ]);
  const row = sites?.results[0];
  return row && { ...siteOf(row), surveys: new Map(surveys?.results.map((survey) => [survey.id, surveyOf(survey)])) };
}

export async function listSites(db: D1Database): Promise<SiteListing[]> {
  const [sites, surveys] = await db.batch<SiteRow & SurveyRow>([
    db.prepare('SELECT id, name, origins FROM site ORDER BY name'),
    db.prepare('SELECT site, id, definition FROM survey'),
  ]);
  const bySite = Map.groupBy(surveys?.results ?? [], ({ site }) => site);
  return (sites?.results ?? []).map((row) => ({
    id: row.id,
    ...siteOf(row),
    surveys: (bySite.get(row.id) ?? []).map((survey) => listingOf(survey.id, surveyOf(survey))),
  }));
}

export function listingOf(id: string, { name, scale, status, language, question }: Survey) {
  return { id, name, scale, status, language, question };
}

export async function putSite(db: D1Database, id: string, { name, origins }: Site): Promise<void> {
  const sql =
    'INSERT INTO site (id, name, origins) VALUES (?1, ?2, ?3) ON CONFLICT DO UPDATE SET name = ?2, origins = ?3';
  await db.prepare(sql).bind(id, name, JSON.stringify(origins)).run();
}

/**
 * Stores a survey unless that would change its scale or the file it comes from, on which its stored responses depend.
 * Says whether it was stored.
 */
export async function putSurvey(db: D1Database, site: string, id: string, survey: Survey): Promise<boolean> {
  const sql = `INSERT INTO survey (site, id, definition) VALUES (?1, ?2, ?3)
    ON CONFLICT DO UPDATE SET definition = excluded.definition
    WHERE definition ->> 'scale' = excluded.definition ->> 'scale'
      AND (definition -> 'source' IS NULL OR definition -> 'source' = excluded.definition -> 'source')`;
  const { meta } = await db.prepare(sql).bind(site, id, JSON.stringify(survey)).run();
  return meta.changes === 1;
}
