/** What wrangler.toml says of the Worker, as Miniflare takes it. */

import { readFileSync } from 'node:fs';
import { parse } from 'smol-toml';
import { modeOf } from '../ingest-mode.ts';
import { Failure } from './failure.ts';

/** The part of wrangler.toml that this Worker uses. */
interface Configuration {
  compatibility_date: string;
  assets: { directory: string; binding: string };
  d1_databases: { binding: string; database_id: string }[];
  vars: Record<string, string>;
  durable_objects: { bindings: { name: string; class_name: string }[] };
}

/**
 * A variable of the environment goes before one of wrangler.toml, as in `OPINA_INGEST=grouped npm start`, and what is
 * given here before both. Requests are not logged to a terminal.
 */
export function readConfiguration(given: Record<string, string> = {}) {
  const toml = parse(readFileSync('wrangler.toml', 'utf8')) as unknown as Configuration;
  const { bindings: objects } = toml.durable_objects;
  return {
    compatibilityDate: toml.compatibility_date,
    d1Databases: Object.fromEntries(toml.d1_databases.map(({ binding, database_id }) => [binding, database_id])),
    bindings: variablesFrom({ ...toml.vars, LOG: '' }, given),
    durableObjects: Object.fromEntries(
      objects.map(({ name, class_name }) => [name, { className: class_name, useSQLite: true }]),
    ),
    assets: { ...toml.assets, routerConfig: { has_user_worker: true } },
  };
}

function variablesFrom(vars: Record<string, string>, given: Record<string, string>): Record<string, string> {
  const set = Object.entries(vars).map(([name, value]) => [name, process.env[`OPINA_${name}`] ?? value] as const);
  const variables = { ...Object.fromEntries(set), ...given };
  try {
    modeOf(variables.INGEST ?? '');
  } catch (error) {
    throw new Failure((error as Error).message);
  }
  return variables;
}
