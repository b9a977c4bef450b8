/** What the device remembers, under one key a survey, and only after the visitor has acted. */

import type { ResponsePost, WidgetConfig } from '../core/contract.ts';
import type { Act, Acts } from '../core/targeting.ts';

/** What is kept of a survey: what the visitor last did, and by id the responses not acknowledged yet. */
export interface Kept {
  act?: Act;
  kept?: Record<string, ResponsePost>;
}

export interface Memory {
  read(survey: string): Kept;
  remember(survey: string, act: Act): void;
  keep(post: ResponsePost): void;
  /** Forgets a response of which that much was delivered; another tab may keep a newer revision of it. */
  release(post: ResponsePost): void;
  acts(): Acts;
  reset(): void;
}

/** Where storage throws, even when it is merely read, the page's own memory serves. */
export function createMemory({ site, surveys }: WidgetConfig): Memory {
  const inPage = new Map<string, string>();
  const prefix = `opina:${site}:`;

  const read = (survey: string): Kept => {
    try {
      return Object(JSON.parse(localStorage.getItem(prefix + survey) ?? inPage.get(survey) ?? '{}'));
    } catch {
      return JSON.parse(inPage.get(survey) ?? '{}');
    }
  };
  const write = (survey: string, change: Kept) => {
    const text = JSON.stringify({ ...read(survey), ...change });
    inPage.set(survey, text);
    try {
      localStorage.setItem(prefix + survey, text);
    } catch {}
  };
  const forget = (survey: string) => {
    inPage.delete(survey);
    try {
      localStorage.removeItem(prefix + survey);
    } catch {}
  };
  return {
    read,
    remember: (survey, act) => write(survey, { act }),
    keep: (post) => write(post.survey, { kept: { ...read(post.survey).kept, [post.id]: post } }),
    release({ survey, id, rev }) {
      const { [id]: known, ...others } = read(survey).kept ?? {};
      if (known && known.rev <= rev) write(survey, { kept: others });
    },
    acts: () => Object.fromEntries(surveys.map(({ id }) => [id, read(id).act])),
    reset() {
      for (const { id } of surveys) forget(id);
    },
  };
}
