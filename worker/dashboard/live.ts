/** What a survey page knows about its results, and how an answer changes it. */

import type { Results } from '../../core/results.ts';
import type { Answer } from './api.ts';

export interface Live {
  status: 'loading' | 'fresh' | 'failed' | 'missing';
  /** The newest results there are; those of another period while theirs load. */
  results?: Results;
  /** When `results` were last known to be right. */
  checkedAt?: number;
}

/** Results as they were last received, to be asked for again by their etag. */
export interface Kept {
  results: Results;
  etag: string | null;
  checkedAt: number;
}

/** What there is to show before a new path has been answered: its own kept results, else the old ones of the same survey. */
export function begin(live: Live, path: { site: string; survey: string }, kept: Kept | undefined): Live {
  if (kept) return { status: 'loading', results: kept.results, checkedAt: kept.checkedAt };
  const isSame = live.results?.site.id === path.site && live.results.survey.id === path.survey;
  return isSame ? { ...live, status: 'loading' } : { status: 'loading' };
}

/** What is kept after an answer. */
export function keep(kept: Kept | undefined, answer: Answer<Results>, now: number): Kept | undefined {
  if (answer.kind === 'data') return { results: answer.data, etag: answer.etag, checkedAt: now };
  return answer.kind === 'unchanged' && kept ? { ...kept, checkedAt: now } : kept;
}

/** What is shown after an answer. The same object where nothing changed, so that nothing is drawn again. */
export function receive(live: Live, answer: Answer<Results>, kept: Kept | undefined): Live {
  if (isMissing(answer)) return { status: 'missing' };
  if (kept && (answer.kind === 'data' || answer.kind === 'unchanged'))
    return live.status === 'fresh' && live.results === kept.results ? live : { status: 'fresh', ...pick(kept) };
  return { ...live, ...(kept && pick(kept)), status: 'failed' };
}

function pick({ results, checkedAt }: Kept) {
  return { results, checkedAt };
}

/** What no further question brings back. */
const gone: readonly string[] = ['unknown-site', 'unknown-survey', 'not-found', 'invalid', 'forbidden'];

function isMissing(answer: Answer<Results>): boolean {
  return answer.kind === 'problem' && gone.includes(answer.code);
}
