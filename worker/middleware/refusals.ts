import type { Context, Next } from 'hono';
import type { App } from '../env.ts';
import { countRefusal } from '../refusal-counts.ts';
import { siteForIngest } from '../store/site-cache.ts';
import { limitRate } from './rate.ts';

/** Counts what is refused, for the site that it was meant for. */
export async function countRefusals(c: Context<App>, next: Next): Promise<void> {
  await next();
  const refusal = c.get('refusal');
  if (!refusal) return;
  const site = c.get('site') ?? (await knownSite(c));
  countRefusal(c.env.DB, { site, reason: refusal.problem.code }, Date.now());
}

/** Limited as posts to no site are, so that nonsense cannot make the database look for more and more sites. */
async function findSite(c: Context<App>, id: string): Promise<unknown> {
  await limitRate(c, '');
  return siteForIngest(c.env, id, Date.now());
}

/** The site that a post names which was refused for something else, if there is one. */
async function knownSite(c: Context<App>): Promise<string> {
  const named = c.var.namedSite;
  if (named === undefined) return '';
  const site = await findSite(c, named).catch(() => undefined);
  if (site) c.set('site', named);
  return site ? named : '';
}
