/** What the loader has not looked at in the options: those of looks, and whatever is wrong. */

import { deciding, type Options } from './options.ts';
import type { Context } from './ui/parts.ts';

/** What every option may be. */
export const allowed: Record<string, RegExp> = {
  position: /^(bottom|top)-(end|start)$/,
  theme: /^(auto|light|dark)$/,
  ...deciding,
};

/**
 * All options as they are now. What was given since it was last asked for is read once: what is wrong is named on the
 * console, and leaves the option as it was. Other names are left alone: platforms put attributes of their own on a script.
 */
export function optionsOf(context: Context): Options {
  const options = context._options as Record<string, string>;
  for (const given of context._given.splice(0)) {
    for (const name of Object.keys(allowed)) {
      const value = given?.[name as never] as string | undefined;
      const rule = allowed[name] as RegExp;
      if (value === undefined) continue;
      if (!rule.test(value)) console.warn(`opina: ${name} "${value}" is not ${rule}`);
      else if (!deciding[name]) options[name] = `${value}`;
    }
  }
  return context._options;
}
