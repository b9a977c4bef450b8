/** Everything a page may say about the widget, whether by `data-*`, in the script's query or to `init`. */

import type { Position } from '../core/contract.ts';

export interface Options {
  /** The corner, in place of the one each survey names. */
  position?: Position;
  /** The colours; `auto` follows the visitor's system. */
  theme: 'auto' | 'light' | 'dark';
  /** BCP 47 tag to ask in, before that of the page and those of the browser. */
  language?: string;
  /** What may be kept on the device: what is needed after the visitor has acted, nothing, or, after consent, anything. */
  storage: 'after-action' | 'none' | 'always';
  /** Whether surveys ask by themselves, or only when told to. */
  auto: 'true' | 'false';
}

/** What an option may be. */
export const allowed: Record<keyof Options, RegExp> = {
  position: /^(bottom|top)-(end|start)$/,
  theme: /^(auto|light|dark)$/,
  language: /^[a-z]{2,3}(-[a-z\d]+)*$/i,
  storage: /^(after-action|none|always)$/,
  auto: /^(true|false)$/,
};

/** What holds where nothing is said. */
export const defaults: Options = { theme: 'auto', storage: 'after-action', auto: 'true' };

/** As pages give them: true and false need no quotes. */
export type GivenOptions = { [Name in keyof Options]?: Options[Name] | (Name extends 'auto' ? boolean : never) };

/**
 * Options from what was given, over those there were. What is wrong is named on the console and leaves the option as it
 * was. Other names are left alone: platforms put attributes of their own on a script.
 */
export function readOptions(given: Readonly<Record<string, unknown>>, before: Options = defaults): Options {
  const options: Record<string, unknown> = { ...before };
  for (const [name, rule] of Object.entries(allowed)) {
    const value = given[name];
    if (value === undefined) continue;
    if (rule.test(String(value))) options[name] = String(value);
    else console.warn(`opina: ${name} "${value}" is not ${rule}`);
  }
  return checked(options);
}

/** Every value that `readOptions` let in is one that its name allows. */
const checked = (options: object) => options as Options;
