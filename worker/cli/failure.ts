/** Something a person at the terminal can put right: one sentence that says how, and no stack trace. */
export class Failure extends Error {}

/** Runs a command; a `Failure` is said on stderr and ends the process with 1. */
export async function runCommand(main: () => Promise<void>): Promise<void> {
  try {
    await main();
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    console.error(error.message);
    process.exit(1);
  }
}
