/** Everything a page may say about the widget, whether by `data-*`, in the script's query or to `init`. */

import type { Position } from '../core/contract.ts';

export interface Options {
  /** The corner, in place of the one each survey names. */
  position?: Position;
  /** The colours; `auto`, as without it, follows the visitor's system. */
  theme?: 'auto' | 'light' | 'dark';
  /** BCP 47 tag to ask in, before that of the page and those of the browser. */
  language?: string;
  /**
   * What may be kept on the device: what is needed after the visitor has acted, as without it, nothing, or, after
   * consent, anything.
   */
  storage?: 'after-action' | 'none' | 'always';
  /** Whether surveys ask by themselves, as without it, or only when told to. */
  auto?: 'true' | 'false';
}

/** As pages give them: true and false need no quotes. */
export type GivenOptions = { [Name in keyof Options]?: Options[Name] | (Name extends 'auto' ? boolean : never) };

/** What holds where nothing is said. */
export const defaults: Options = { theme: 'auto', storage: 'after-action', auto: 'true' };

/** What an option may be, of those that decide who is asked; those of looks are the survey UI's. */
export const deciding = {
  language: /^[a-z]{2,3}(-[a-z\d]+)*$/i,
  storage: /^(after-action|none|always)$/,
  auto: /^(true|false)$/,
};

/**
 * Options from what was given, over those there were. What is wrong is named on the console and leaves the option as it
 * was. Other names are left alone: platforms put attributes of their own on a script.
 */
export function readOptions(given: object, before: Options, allowed: Record<string, RegExp> = deciding): Options {
  const options: Record<string, string> = { ...before };
  for (const name in allowed) {
    const value = given[name as never] as string | undefined;
    const rule = allowed[name] as RegExp;
    if (value === undefined) continue;
    if (rule.test(value)) options[name] = `${value}`;
    else console.warn(`opina: ${name} "${value}" is not ${rule}`);
  }
  // Every value that was let in is one that its name allows.
  return options as object as Options;
}
