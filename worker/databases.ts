/** The databases of wrangler.toml: `DB` holds the sites, and it and `DB_1`, `DB_2`… what belongs to them. */

/** The Worker's bindings, of which these are some. */
export type Databases = Pick<Cloudflare.Env, 'DB'>;

/** The place of a site that was not moved, and of the sites themselves. */
export const firstPlace = 'DB';

const placePattern = /^DB(?:_[1-9]\d*)?$/u;

/** The names of the databases that are bound. */
export function placesOf(env: Databases): string[] {
  return Object.keys(env).filter((name) => placePattern.test(name));
}

/** The database of that name; throws where wrangler.toml binds none. */
export function databaseAt(env: Databases, place: string): D1Database {
  const database = placePattern.test(place) && boundTo(env)[place];
  if (!database) throw new Error(`A site is on ${place}, and wrangler.toml binds no D1 database of that name.`);
  return database;
}

/** Names that match are those of D1 databases, by configuration. */
function boundTo(env: Databases) {
  return env as unknown as Record<string, D1Database | undefined>;
}
