import type { ResponsePost } from '../../core/contract.ts';
import { problemIn } from '../api.ts';
import { codeOf } from '../failure.ts';
import { type Door, type Knock, knock } from './door.ts';
import type { Outcome } from './ledger.ts';
import type { Pace, Trouble } from './pace.ts';

type Answer = Outcome | Omit<Trouble, 'attempt'>;

/** Posts one response, again and again until the server has taken or refused it. */
export async function post(door: Door, response: ResponsePost, pace: Pace): Promise<Outcome> {
  const text = JSON.stringify(response);
  for (let attempt = 0; ; attempt++) {
    await pace.ready();
    const answer = await knock(door, text).then(meaningOf, (error): Answer => ({ why: codeOf(error) ?? 'no answer' }));
    if (typeof answer === 'object' && 'why' in answer) {
      await pace.failed({ ...answer, attempt });
      continue;
    }
    pace.succeeded();
    return answer;
  }
}

function meaningOf({ status, retryAfter, body }: Knock): Answer {
  if (status === 201) return 'stored';
  if (status === 200) return 'known';
  const { code, detail, title } = problemIn(body);
  const why = detail ?? title ?? `status ${status}`;
  const isOfRow = status >= 400 && status < 500 && status !== 429 && !passing.has(code ?? '');
  return isOfRow ? { refused: why } : { why, ...waitIn(retryAfter) };
}

/** What the API has just said otherwise: a part of the server that has not yet heard of the survey will in a moment. */
const passing = new Set(['unknown-site', 'unknown-survey', 'origin-refused', 'clock-ahead']);

/** Seconds or a date, RFC 9110 §10.2.3. */
function waitIn(text: string | undefined) {
  if (text === undefined) return undefined;
  const ms = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - Date.now();
  return Number.isNaN(ms) ? undefined : { retryAfter: Math.max(0, ms) };
}
