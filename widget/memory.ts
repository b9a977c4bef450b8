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

  const device = (): Record<string, string> => {
    try {
      return mode() === 'none' ? inPage : localStorage;
    } catch {
      return inPage;
    }
  };
  const read = <T>(prefix: string): [key: string, value: T][] =>
    Object.entries({ ...device(), ...inPage }).flatMap(([key, text]) => {
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
    delete device()[key];
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
    reset() {
      for (const [survey] of read(ofAct)) forget(ofAct + survey);
    },
    withdraw() {
      for (const [key, value] of read(ofSite)) {
        delete device()[ofSite + key];
        inPage[ofSite + key] = json(value);
      }
    },
  };
}
