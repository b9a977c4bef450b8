/** The way of a post to its site's database, in the mode of wrangler.toml: straight, or through the site's writer. */

import type { App } from './env.ts';
import type { Answer } from './gatherer.ts';
import { modeOf } from './ingest-mode.ts';
import type { FoundSite } from './middleware/site.ts';
import { HttpError } from './problem.ts';
import { isOfDatabase } from './store/failures.ts';
import { type Post, putPost } from './store/posts.ts';
import type { Stored } from './store/responses.ts';
import { forgetSite } from './store/site-cache.ts';

/** Stores a post and says what became of it. Throws where it is not certain to be stored. */
export async function storePost(env: App['Bindings'], site: FoundSite, post: Post): Promise<Stored> {
  if (modeOf(env.INGEST) === 'grouped') return storeThroughWriter(env, site, post);
  try {
    return await putPost(site.db, post);
  } catch (error) {
    if (isOfDatabase(error)) forgetSite(site.id);
    throw error;
  }
}

async function storeThroughWriter(env: App['Bindings'], site: FoundSite, post: Post): Promise<Stored> {
  const answer = await askWriter(env, site, post);
  if (answer.outcome === 'broken') throw new HttpError('internal');
  if (answer.outcome !== 'unavailable') return answer;
  // The site may have moved since it was read.
  forgetSite(site.id);
  throw new HttpError('unavailable');
}

/** A writer that is overloaded, restarted or out of reach has acknowledged nothing. */
async function askWriter(env: App['Bindings'], { id, place }: FoundSite, post: Post): Promise<Answer> {
  try {
    return await env.SITE_WRITER.getByName(`${place}/${id}`).put(place, post);
  } catch (error) {
    console.error(error);
    return { outcome: 'unavailable' };
  }
}
