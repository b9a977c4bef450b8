import type { Caller } from './middleware/caller.ts';
import type { HttpError } from './problem.ts';

/** The database, or a session with it: reads of one session never see less than it has written. */
export type Database = Pick<D1Database, 'prepare' | 'batch'>;

/** A deployment without one has no such limit. */
type Limiter = 'ADDRESS_LIMIT' | 'SITE_LIMIT' | 'GUESS_LIMIT' | 'ALL_GUESSES_LIMIT';

/** What a deployment may have and need not. */
export interface Optional {
  /** Sends invitations, from `MAIL_FROM`. */
  EMAIL: SendEmail;
  MAIL_FROM: string;
  /** Cloudflare Access in front: the team's name and the application's audience tag. */
  ACCESS_TEAM: string;
  ACCESS_AUDIENCE: string;
}

/** What every handler of the app finds in its context. */
export interface App {
  Bindings: Omit<Cloudflare.Env, Limiter> & Partial<Pick<Cloudflare.Env, Limiter> & Optional>;
  Variables: {
    /** Who calls, on routes that are not for anyone. */
    caller?: Caller;
    /** What the audit log says that something was done to, where the path does not; `null` where nothing was done. */
    subject?: string | null;
    /** The site that the request is about, once it is known that there is one. */
    site?: string;
    /** The site that a post names, whether or not there is one. */
    namedSite?: string;
    /** Why the request was refused. */
    refusal?: HttpError;
  };
}
