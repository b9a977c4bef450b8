/** The world outside the Worker: Turnstile's siteverify, for the secrets that Cloudflare documents for tests. */

/** https://developers.cloudflare.com/turnstile/troubleshooting/testing/ */
export const secrets = {
  passes: '1x0000000000000000000000000000000AA',
  fails: '2x0000000000000000000000000000000AA',
  spent: '3x0000000000000000000000000000000AA',
};
/** What a page gets for each of the documented site keys. */
export const dummyToken = 'XXXX.DUMMY.TOKEN.XXXX';

/** Answers as siteverify does; where there is no such secret, as it does to a site that has mistaken it. */
export async function answerOutside(request: { url: string; json(): Promise<unknown> }) {
  if (request.url !== 'https://challenges.cloudflare.com/turnstile/v0/siteverify') throw new Error(request.url);
  const { secret, response } = (await request.json()) as Record<string, string>;
  const codes = codesFor(secret, response);
  const passed = { challenge_ts: '2026-11-22T12:00:00.000Z', hostname: 'example.com', action: '', cdata: '' };
  return { success: codes.length === 0, 'error-codes': codes, ...(codes.length === 0 && passed) };
}

function codesFor(secret = '', response = ''): string[] {
  if (!Object.values(secrets).includes(secret)) return ['invalid-input-secret'];
  if (response === '') return ['missing-input-response'];
  if (secret === secrets.spent) return ['timeout-or-duplicate'];
  return secret === secrets.fails || response !== dummyToken ? ['invalid-input-response'] : [];
}
