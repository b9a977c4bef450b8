/** What the device remembers: one key for what was done with a survey, one for a response not acknowledged yet. */

import type { ResponsePost } from '../core/contract.ts';
import type { Act, Acts } from '../core/targeting.ts';
import { json } from './json.ts';
import type { Options } from './options.ts';

/** Nothing of a mode is stored before the visitor acts, and in mode `none` nothing ever is. */
export interface Memory {
  /** What the visitor last did, by survey. */
  acts(): Acts;
  remember(survey: string, act: Act): void;
  /** Forgets what was done with a survey. */
  forget(survey: string): void;
  kept(): ResponsePost[];
  keep(post: ResponsePost): void;
  /** Forgets a response of which that much was delivered; another tab may keep a newer revision of it. */
  release(post: ResponsePost): void;
  /** Forgets what was done. What is not delivered yet stays until it is. */
  reset(): void;
  /** Takes what is stored back into the page, as when consent is withdrawn. */
  withdraw(): void;
}

/** Where storage throws, even when it is merely read, or may not be used, the page's own memory serves. */
export function createMemory(site: string, mode: () => Options['storage']): Memory {
  const inPage: Record<string, string> = {};
  const ofSite = `opina:${site}:`;
  const ofAct = `${ofSite}did:`;
  const ofKept = `${ofSite}kept:`;

  const stored = (): Record<string, string> => {
    try {
      return localStorage ?? inPage;
    } catch {
      return inPage;
    }
  };
  const device = () => (mode() === 'none' ? inPage : stored());
  const read = <T>(prefix: string, from = device()): [key: string, value: T][] =>
    Object.entries({ ...from, ...inPage }).flatMap(([key, text]) => {
      if (!key.startsWith(prefix)) return [];
      try {
        return [[key.slice(prefix.length), JSON.parse(text)]];
      } catch {
        return [];
      }
    });
  const write = (key: string, value: unknown) => {
    const text = json(value);
    try {
      device()[key] = text;
    } catch {
      inPage[key] = text;
    }
  };
  const forget = (key: string) => {
    delete inPage[key];
    delete stored()[key];
  };
  const kept = () => read<ResponsePost>(ofKept).map(([, post]) => post);
  return {
    acts: () => Object.fromEntries(read<Act>(ofAct)),
    remember: (survey, act) => write(ofAct + survey, act),
    kept,
    keep: (post) => write(ofKept + post.id, post),
    release({ id, rev }) {
      const known = kept().find((post) => post.id === id);
      if (known && known.rev <= rev) forget(ofKept + id);
    },
    forget: (survey) => forget(ofAct + survey),
    // Whatever the mode is now, an earlier page may have stored something.
    reset() {
      for (const [survey] of read(ofAct, stored())) forget(ofAct + survey);
    },
    withdraw() {
      for (const [key, value] of read(ofSite, stored())) {
        forget(ofSite + key);
        inPage[ofSite + key] = json(value);
      }
    },
  };
}
