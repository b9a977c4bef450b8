import type { LocalWorker } from '../../worker/cli/local.ts';

type Database = LocalWorker['db'];

/** A database that counts the rows D1 bills, of what is run in batches: as the store writes. */
export type Metered = Database & { rowsRead: number; rowsWritten: number };

interface Answer {
  meta: { rows_read: number; rows_written: number };
}

export function metered(db: Database): Metered {
  const meter = {
    ...{ rowsRead: 0, rowsWritten: 0 },
    prepare: (sql: string) => db.prepare(sql),
    async batch(statements: Parameters<Database['batch']>[0]) {
      const answers: Answer[] = await db.batch(statements);
      for (const { meta } of answers) {
        meter.rowsRead += meta.rows_read;
        meter.rowsWritten += meta.rows_written;
      }
      return answers;
    },
  };
  return asDatabase(meter);
}

/** It has what the store calls of a database. */
const asDatabase = (meter: object) => meter as Metered;
