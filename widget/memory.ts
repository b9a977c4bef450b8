/** What the device remembers, under one key a survey, and only after the visitor has acted. */

import type { ResponsePost, WidgetConfig } from '../core/contract.ts';
import type { Act, Acts } from '../core/targeting.ts';

/** What is kept of a survey: what the visitor last did, and a response that was not acknowledged yet. */
export interface Kept {
  act?: Act;
  kept?: ResponsePost;
}

export interface Memory {
  read(survey: string): Kept;
  /** Changes what is kept of a survey; a property given as `undefined` is forgotten. */
  write(survey: string, change: { [K in keyof Kept]?: Kept[K] | undefined }): void;
  acts(): Acts;
  reset(): void;
}

/** Where storage throws, even when it is merely read, the page's own memory serves. */
export function createMemory({ site, surveys }: WidgetConfig): Memory {
  const inPage = new Map<string, string>();
  const prefix = `opina:${site}:`;

  const read = (survey: string): Kept => {
    try {
      return JSON.parse(localStorage.getItem(prefix + survey) ?? inPage.get(survey) ?? '{}') ?? {};
    } catch {
      return JSON.parse(inPage.get(survey) ?? '{}');
    }
  };
  const write: Memory['write'] = (survey, change) => {
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
    write,
    acts: () => Object.fromEntries(surveys.map(({ id }) => [id, read(id).act])),
    reset() {
      for (const { id } of surveys) forget(id);
    },
  };
}
