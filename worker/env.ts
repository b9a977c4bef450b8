/** What every handler of the app finds in its context. */
export interface App {
  Bindings: { DB: D1Database; ASSETS: Fetcher };
  Variables: { person: { name: string } };
}
