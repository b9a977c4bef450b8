/** What every handler of the app finds in its context. */
export interface App {
  Bindings: Cloudflare.Env;
  Variables: { person: { name: string } };
}
