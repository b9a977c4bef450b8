/** Triggers on the rows of one site in the database it moves from, so that the ordinary writes know nothing of moves. */

import { slugPattern } from '../../../core/contract.ts';
import { movedTables, type Table } from './tables.ts';

const events = ['INSERT', 'UPDATE', 'DELETE'] as const;
type Event = (typeof events)[number];

const nameOf = (purpose: 'log' | 'freeze', { site, table, event }: { site: string; table: string; event: Event }) =>
  `"move_${purpose}_${table}_${event.toLowerCase()}_${checked(site)}"`;

/** From now on each changed key is written to `move_change`. */
export const startLog = (db: D1Database, site: string, tables: Table[]) =>
  tables.flatMap((table) => events.map((event) => db.prepare(logTrigger(site, table, event))));

export const stopLog = (db: D1Database, site: string) => drop(db, 'log', { site, which: events });

/** From now on whatever does this to a row of the site throws, and stores nothing. */
export const freeze = (db: D1Database, site: string, which: readonly Event[] = events) =>
  movedTables.flatMap((table) => which.map((event) => db.prepare(freezeTrigger(site, table, event))));

export const thaw = (db: D1Database, site: string, which: readonly Event[] = events) =>
  drop(db, 'freeze', { site, which });

function drop(db: D1Database, purpose: 'log' | 'freeze', { site, which }: { site: string; which: readonly Event[] }) {
  const names = movedTables.flatMap((table) => which.map((event) => nameOf(purpose, { site, table, event })));
  return names.map((name) => db.prepare(`DROP TRIGGER IF EXISTS ${name}`));
}

function logTrigger(site: string, { name, key }: Table, event: Event): string {
  const keyIn = (row: string) => `json_array(${key.map((column) => `${row}.${column}`).join(', ')})`;
  const row = event === 'DELETE' ? 'OLD' : 'NEW';
  return `CREATE TRIGGER IF NOT EXISTS ${nameOf('log', { site, table: name, event })} AFTER ${event} ON ${name}
    WHEN ${row}.site = '${checked(site)}' BEGIN
      INSERT INTO move_change (kind, key) VALUES ('${name}', ${keyIn(row)});
      ${event === 'UPDATE' ? `INSERT INTO move_change (kind, key) SELECT '${name}', ${keyIn('OLD')} WHERE ${keyIn('OLD')} <> ${keyIn('NEW')};` : ''}
    END`;
}

function freezeTrigger(site: string, table: string, event: Event): string {
  const row = event === 'INSERT' ? 'NEW' : 'OLD';
  return `CREATE TRIGGER IF NOT EXISTS ${nameOf('freeze', { site, table, event })} BEFORE ${event} ON ${table}
    WHEN ${row}.site = '${checked(site)}' BEGIN SELECT RAISE(ABORT, 'the site has moved'); END`;
}

/** A trigger takes no parameters; a site's name has no quotes. */
function checked(site: string): string {
  if (!slugPattern.test(site)) throw new Error(`${site} is not the name of a site`);
  return site;
}
