import * as v from 'valibot';
import { HttpError } from '../problem.ts';

/** What the schema makes of the input; throws `invalid`, which names each field and why. `whole` is what it all is called. */
export function check<T>(schema: v.GenericSchema<unknown, T>, input: unknown, whole: string): T {
  const result = v.safeParse(schema, input);
  if (result.success) return result.output;
  const errors = result.issues.map((issue) => ({
    field: v.getDotPath(issue) ?? '',
    reason: issue.received === 'undefined' ? 'is missing' : issue.message,
  }));
  throw invalid(errors, { whole, reason: fieldsOf(result.issues) });
}

/** Which fields are wrong, in words of the schema: a key that it does not have is the sender's own. */
function fieldsOf(issues: v.BaseIssue<unknown>[]): string {
  const words = issues.map(({ path }) => (path?.[0].origin === 'value' ? `${path[0].key}` : 'other'));
  return [...new Set(words)].join(' ');
}

/** The problem that some fields are. */
export function invalid(errors: { field: string; reason: string }[], { whole = '', reason = '' } = {}): HttpError {
  const detail = errors.map(({ field, reason }) => `${field || whole} ${reason}`).join('; ');
  return new HttpError('invalid', { detail: `${detail}.`, errors, ...(reason && { reason }) });
}
