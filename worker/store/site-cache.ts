import { readSite, type SiteWithSurveys } from './surveys.ts';

/** For so many milliseconds a change of a site may go unseen by other isolates. */
const keepMs = 5000;

const cache = new Map<string, { site: SiteWithSurveys; until: number }>();

/** A site as ingest needs it: kept by the isolate for a moment, so that a post costs one database call and not two. */
export async function siteForIngest(db: D1Database, id: string, now: number): Promise<SiteWithSurveys | undefined> {
  const kept = cache.get(id);
  if (kept && kept.until > now) return kept.site;
  const site = await readSite(db, id);
  if (site) cache.set(id, { site, until: now + keepMs });
  else cache.delete(id);
  return site;
}

/** Forgets a site that was changed here. */
export function forgetSite(id: string): void {
  cache.delete(id);
}
