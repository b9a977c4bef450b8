/** What a database was made to read and write. */
export interface Meter {
  rowsRead: number;
  rowsWritten: number;
}

/** The same database, with every row it reads and writes counted. */
export function metered(db: D1Database): D1Database & Meter {
  const meter: Meter = { rowsRead: 0, rowsWritten: 0 };
  const count = <T>(answer: D1Result<T>) => {
    meter.rowsRead += answer.meta.rows_read;
    meter.rowsWritten += answer.meta.rows_written;
    return answer;
  };
  const real = new WeakMap<object, D1PreparedStatement>();
  const wrap = (statement: D1PreparedStatement): D1PreparedStatement => {
    const wrapped = {
      bind: (...values: unknown[]) => wrap(statement.bind(...values)),
      run: async () => count(await statement.run()),
      first: async () => count(await statement.run()).results[0] ?? null,
    } as unknown as D1PreparedStatement;
    real.set(wrapped, statement);
    return wrapped;
  };
  const methods = {
    prepare: (sql: string) => wrap(db.prepare(sql)),
    batch: async (all: D1PreparedStatement[]) => (await db.batch(all.map((one) => real.get(one) ?? one))).map(count),
    withSession: () => methods,
  };
  return Object.assign(meter, methods) as unknown as D1Database & Meter;
}
