/** Something that went wrong outside this program; its message is one sentence for the person at the terminal. */
export class Failure extends Error {}

/** The sentence for whatever was thrown; what is not a `Failure` is a defect of ours and keeps its stack. */
export function sentenceOf(error: unknown): string {
  if (error instanceof Failure) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** Node's code of a system error, such as `ENOENT`. */
export function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  return 'code' in error && typeof error.code === 'string' ? error.code : codeOf(error.cause);
}
