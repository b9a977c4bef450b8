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

/** What an option may be, of those that decide who is asked. Looks are for the survey UI to know. */
export const deciding: Record<string, RegExp> = {
  language: /^[a-z]{2,3}(-[a-z\d]+)*$/i,
  storage: /^(after-action|none|always)$/,
  auto: /^(true|false)$/,
};

/** Adds what was given; what is wrong changes nothing. The survey UI and `explain` name it on the console. */
export function addOptions(options: Options, given: object = {}): Options {
  for (const name of Object.keys(deciding)) {
    const value = given[name as never] as string | undefined;
    if ((deciding[name] as RegExp).test(value as string)) options[name as 'language'] = `${value}`;
  }
  return options;
}
