/** The database, or a session with it: reads of one session never see less than it has written. */
export type Database = Pick<D1Database, 'prepare' | 'batch'>;

/** What every handler of the app finds in its context. */
export interface App {
  Bindings: Cloudflare.Env;
  Variables: { person: { name: string } };
}
