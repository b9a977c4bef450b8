/** What an error of D1 says of the write that it ended. */

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

/** Whether it comes from the database. */
export const isOfDatabase = (error: unknown) => messageOf(error).startsWith('D1_');

/** Whether SQLite refused what it was given, which may be the fault of one row; else the database does not answer. */
export const isRefusal = (error: unknown) => messageOf(error).includes('SQLITE_');
