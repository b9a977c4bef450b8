/** Everything that can go wrong, as the API says it. */

/** Every code an error can carry, with its HTTP status and title. */
export const problems = {
  unreadable: [400, 'The body broke off or is malformed'],
  'bad-encoding': [400, 'The body is not UTF-8'],
  'bad-json': [400, 'The body is not JSON'],
  invalid: [400, 'A field is missing or not as it must be'],
  'signed-out': [401, 'Sign in first'],
  'link-used': [401, 'This sign-in link was used or has expired'],
  'passkey-refused': [401, 'This passkey does not sign in here'],
  forbidden: [403, 'You may not do that'],
  insecure: [403, 'Nobody can sign in over http but at localhost'],
  'origin-refused': [403, 'This origin may not do that'],
  bot: [403, 'This was not sent for a person'],
  'too-fast': [403, 'This was too fast for a person'],
  'challenge-failed': [403, 'The challenge was not passed'],
  unproven: [403, 'The hash does not prove who this is'],
  'not-found': [404, 'There is nothing here'],
  'unknown-site': [404, 'No such site'],
  'unknown-survey': [404, 'No such survey'],
  'unknown-response': [404, 'No such response'],
  'unknown-person': [404, 'No such person'],
  'unknown-key': [404, 'No such key'],
  'unknown-passkey': [404, 'No such passkey'],
  'no-experiment': [404, 'This survey has no variants'],
  'method-not-allowed': [405, 'Not with this method'],
  'clock-ahead': [409, 'The id is ahead of the server'],
  closed: [409, 'The response can no longer be changed'],
  expired: [409, 'Responses of that day are no longer kept'],
  fixed: [409, 'This cannot be changed once set'],
  'last-owner': [409, 'There has to be an owner'],
  changed: [409, 'It was changed meanwhile'],
  moving: [409, 'Another move is under way'],
  occupied: [409, 'The database has something of that site already'],
  'too-large': [413, 'The body is too large'],
  'rate-limited': [429, 'Too many requests'],
  unavailable: [503, 'The database does not answer'],
  differs: [500, 'What was copied is not the same'],
  indexing: [503, 'The words of the comments are still being indexed'],
  internal: [500, 'Something went wrong here'],
} as const satisfies Record<string, readonly [number, string]>;

export type ProblemCode = keyof typeof problems;

/** RFC 9457 problem document, `application/problem+json`. */
export interface Problem {
  type: string;
  code: ProblemCode;
  title: string;
  status: number;
  detail: string;
  /** Which fields are wrong, and why. */
  errors?: { field: string; reason: string }[];
  /** With `clock-ahead`: the server's time in epoch milliseconds. */
  now?: number;
}
