/** What the device remembers: one key for what was done with a survey, one for a response not acknowledged yet. */

import type { ResponsePost } from '../core/contract.ts';
import type { Act, Acts } from '../core/targeting.ts';
import { json } from './json.ts';
import type { Options } from './options.ts';

/** A response that nobody has acknowledged yet. */
export interface Kept extends ResponsePost {
  /** Not to be sent before, in epoch milliseconds. */
  until?: number | undefined;
}

/** Nothing of a mode is stored before the visitor acts, and in mode `none` nothing ever is. */
export interface Memory {
  /** What the visitor last did, by survey. */
  acts(): Acts;
  remember(survey: string, act: Act): void;
  /**
   * Milliseconds that the clock of the device is ahead, as they were first measured: whoever gives a response another
   * id gives it the same.
   */
  ahead(ms: number): number;
  /** Forgets what was done with a survey. */
  forget(survey: string): void;
  kept(): Kept[];
  /** Another tab may keep a newer revision already, which stays. */
  keep(post: Kept): void;
  /** Forgets a response of which that much was delivered; another tab may keep a newer revision of it. */
  release(post: ResponsePost): void;
  /** Forgets what was done. What is not delivered yet stays until it is. */
  reset(): void;
  /** Lets the mode change, and puts everything where it may be then. */
  move(changeMode: () => void): void;
}

/** Two measures of one clock differ by less. */
const steadyMs = 60_000;

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
    [...Object.keys(from), ...Object.keys(inPage)].flatMap((key) => {
      if (!key.startsWith(prefix)) return [];
      try {
        const value = JSON.parse(inPage[key] ?? from[key] ?? '');
        return value ? [[key.slice(prefix.length), value]] : [];
      } catch {
        return [];
      }
    });
  /** What the device has no room for stands in the page, and is read before what the device still has. */
  const write = (key: string, value: unknown) => {
    const text = json(value);
    delete inPage[key];
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
  const kept = () => read<Kept>(ofKept).map(([, post]) => post);
  const isNewerKept = ({ id, rev }: ResponsePost) => kept().some((post) => post.id === id && post.rev > rev);
  return {
    acts: () => Object.fromEntries(read<Act>(ofAct)),
    remember: (survey, act) => write(ofAct + survey, act),
    kept,
    keep: (post) => isNewerKept(post) || write(ofKept + post.id, post),
    ahead(ms) {
      const [[, known] = ['', ms]] = read<number>(`${ofSite}ahead`);
      const isSame = Math.abs(known - ms) < steadyMs;
      write(`${ofSite}ahead`, isSame ? known : ms);
      return isSame ? known : ms;
    },
    release: (post) => isNewerKept(post) || forget(ofKept + post.id),
    forget: (survey) => forget(ofAct + survey),
    // Whatever the mode is now, an earlier page may have stored something.
    reset() {
      for (const [survey] of read(ofAct, stored())) forget(ofAct + survey);
    },
    move(changeMode) {
      const all = read(ofSite, stored());
      for (const [key] of all) forget(ofSite + key);
      changeMode();
      for (const [key, value] of all) write(ofSite + key, value);
    },
  };
}
