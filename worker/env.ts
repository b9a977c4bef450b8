import type { HttpError } from './problem.ts';

/** The database, or a session with it: reads of one session never see less than it has written. */
export type Database = Pick<D1Database, 'prepare' | 'batch'>;

/** A deployment without one has no such limit. */
type Limiter = 'ADDRESS_LIMIT' | 'SITE_LIMIT';

/** What every handler of the app finds in its context. */
export interface App {
  Bindings: Omit<Cloudflare.Env, Limiter> & Partial<Pick<Cloudflare.Env, Limiter>>;
  Variables: {
    person: { name: string };
    /** The site that the request is about, once it is known that there is one. */
    site?: string;
    /** The site that a post names, whether or not there is one. */
    namedSite?: string;
    /** Why the request was refused. */
    refusal?: HttpError;
  };
}
