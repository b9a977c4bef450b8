import { DurableObject } from 'cloudflare:workers';
import { databaseAt } from './databases.ts';
import { type Answer, Gatherer } from './gatherer.ts';
import type { Post } from './store/posts.ts';

/** The one that writes what is posted to a site, for as long as the site is in one place; it keeps nothing itself. */
export class SiteWriter extends DurableObject<Cloudflare.Env> {
  #gatherer: Gatherer | undefined;

  /** Answers once the post is stored in the database of that place, always the same one. */
  put(place: string, post: Post): Promise<Answer> {
    this.#gatherer ??= new Gatherer(databaseAt(this.env, place));
    return this.#gatherer.put(post);
  }
}
