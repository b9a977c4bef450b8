/** What the device remembers of a site's visitor: a key for each thing, so that tabs do not overwrite one another. */

import type { Act, Acts } from '../core/targeting.ts';
import type { Options } from './options.ts';

/** Nothing of a mode is stored before the visitor acts, and in mode `none` nothing ever is. */
export interface Memory {
  /** What the visitor did, by survey. */
  _acts(): Acts;
  /** Values by what follows the prefix in their keys. */
  _read<T>(prefix: string): [rest: string, value: T][];
  /** JSON, on the device as far as the mode lets it; in mode `none` in the page, where it stands before what the device has. */
  _write(key: string, text: string, mode?: Options['storage']): void;
  _remove(key: string): void;
  /** Removes what has such a key, whatever the mode is now: an earlier page may have stored something. */
  _take(keys: RegExp): [key: string, text: string][];
}

/** Where storage throws, even when it is merely read, or may not be used, the page's own memory serves. */
export function createMemory(of: { site: string; _options: Options }): Memory {
  const inPage: Record<string, string> = {};
  const ofSite = `opina:${of.site}:`;

  const storeOf = (mode?: Options['storage']): Record<string, string> => {
    try {
      return mode === 'none' ? inPage : (localStorage ?? inPage);
    } catch {
      return inPage;
    }
  };
  const find = (prefix: string, store: Record<string, string>): [key: string, text: string][] =>
    [store, inPage]
      .flatMap(Object.keys)
      .flatMap((key: string) =>
        key.startsWith(ofSite + prefix)
          ? [[key.slice((ofSite + prefix).length), (inPage[key] ?? store[key]) as string]]
          : [],
      );
  const read = <T>(prefix: string): [rest: string, value: T][] =>
    find(prefix, storeOf(of._options.storage)).flatMap(([rest, text]) => {
      try {
        const value = JSON.parse(text);
        return value ? [[rest, value]] : [];
      } catch {
        return [];
      }
    });
  const remove = (key: string) => delete inPage[ofSite + key] && delete storeOf()[ofSite + key];
  return {
    ...{ _read: read, _remove: remove },
    _acts: () => Object.fromEntries(read<Act>('did:')),
    /** What the device has no room for stands in the page. */
    _write(key, text, mode = of._options.storage) {
      delete inPage[ofSite + key];
      try {
        storeOf(mode)[ofSite + key] = text;
      } catch {
        inPage[ofSite + key] = text;
      }
    },
    _take: (keys) => find('', storeOf()).filter(([key]) => keys.test(key) && remove(key)),
  };
}
