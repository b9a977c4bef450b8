import { type Databases, databaseAt } from '../databases.ts';
import { fullSurveys } from './caps.ts';
import { readSite, type SiteWithSurveys } from './sites.ts';

/** For so many milliseconds a change of a site may go unseen by other isolates, and a survey that is full be asked. */
const keepMs = 5000;
/** So often at most a name that it does not have makes it be read again, whoever sends it. */
const anewMs = 1000;

interface Kept {
  site: SiteWithSurveys;
  until: number;
  /** When it was read again for what it does not have. */
  anewAt?: number;
  /** Asked for by pages alone: the surveys that have as many responses as they may. */
  full?: ReadonlySet<string>;
}

const cache = new Map<string, Kept>();

/** A site as ingest needs it: kept by the isolate for a moment, so that a post costs one database call and not two. */
export async function siteForIngest(env: Databases, id: string, now: number): Promise<SiteWithSurveys | undefined> {
  return (await keptSite(env, id, now))?.site;
}

/** A site as its pages need it: with the surveys that are full, counted anew no more often than the site is read. */
export async function siteForPages(env: Databases, id: string, now: number) {
  const kept = await keptSite(env, id, now);
  if (!kept) return undefined;
  kept.full ??= await fullSurveys(databaseAt(env, kept.site.place), { ...kept.site, id }, now);
  return { site: kept.site, full: kept.full };
}

/** For a post that names what the kept site does not have: it may be newer than that. */
export async function siteAnew(env: Databases, id: string, now: number): Promise<SiteWithSurveys | undefined> {
  const kept = cache.get(id);
  if (!kept) return siteForIngest(env, id, now);
  if (kept.anewAt !== undefined && now < kept.anewAt + anewMs) return kept.site;
  kept.site = (await readSite(env, id)) ?? kept.site;
  kept.anewAt = now;
  return kept.site;
}

async function keptSite(env: Databases, id: string, now: number): Promise<Kept | undefined> {
  const kept = cache.get(id);
  if (kept && kept.until > now) return kept;
  const site = await readSite(env, id);
  if (!site) {
    cache.delete(id);
    return undefined;
  }
  const read = { site, until: now + keepMs };
  cache.set(id, read);
  return read;
}

/** Forgets a site that was changed here. */
export function forgetSite(id: string): void {
  cache.delete(id);
}
