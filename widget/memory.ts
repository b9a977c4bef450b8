/** What the device remembers of a site's visitor: a key for each thing, so that tabs do not overwrite one another. */

import type { Act, Acts } from '../core/targeting.ts';
import { json } from './json.ts';
import type { Options } from './options.ts';

/** Nothing of a mode is stored before the visitor acts, and in mode `none` nothing ever is. */
export interface Memory {
  /** What the visitor did, by survey. */
  acts(): Acts;
  /** Values by what follows the prefix in their keys. */
  read<T>(prefix: string): [rest: string, value: T][];
  /** On the device; or in the page alone, where it stands before what the device has. */
  write(key: string, value: unknown, isInPage?: boolean): void;
  remove(key: string): void;
  /** Forgets who the visitor is and what they did. What is not delivered yet stays until it is. */
  reset(): void;
  /** Lets the mode change, and puts everything where it may be then. */
  move(changeMode: () => void): void;
}

/** Where storage throws, even when it is merely read, or may not be used, the page's own memory serves. */
export function createMemory(site: string, mode: () => Options['storage']): Memory {
  const inPage: Record<string, string> = {};
  const ofSite = `opina:${site}:`;

  const stored = (): Record<string, string> => {
    try {
      return localStorage ?? inPage;
    } catch {
      return inPage;
    }
  };
  const device = () => (mode() === 'none' ? inPage : stored());
  const read = <T>(prefix: string, from = device()): [rest: string, value: T][] =>
    [...Object.keys(from), ...Object.keys(inPage)].flatMap((key) => {
      if (!key.startsWith(ofSite + prefix)) return [];
      try {
        const value = JSON.parse(inPage[key] ?? from[key] ?? '');
        return value ? [[key.slice((ofSite + prefix).length), value]] : [];
      } catch {
        return [];
      }
    });
  const remove = (key: string) => {
    delete inPage[ofSite + key];
    delete stored()[ofSite + key];
  };
  /** What the device has no room for stands in the page. */
  const write = (key: string, value: unknown, isInPage?: boolean) => {
    delete inPage[ofSite + key];
    const text = json(value);
    try {
      (isInPage ? inPage : device())[ofSite + key] = text;
    } catch {
      inPage[ofSite + key] = text;
    }
  };
  return {
    ...{ read, write, remove },
    acts: () => Object.fromEntries(read<Act>('did:')),
    // Whatever the mode is now, an earlier page may have stored something.
    reset() {
      for (const [rest] of read('did:', stored())) remove(`did:${rest}`);
      remove('visitor');
    },
    move(changeMode) {
      const all = read('', stored());
      for (const [key] of all) remove(key);
      changeMode();
      for (const [key, value] of all) write(key, value);
    },
  };
}
