import type { Options } from '../options.ts';
import type { Context } from './parts.ts';

/** What they may be. */
export const looks = { position: /^(bottom|top)-(end|start)$/, theme: /^(auto|light|dark)$/ };

/** The options of looks, as they are now: each that was given is read once, since a wrong one is named. */
export function looksGiven(context: Context): Pick<Options, 'position' | 'theme'> {
  for (const given of context._given.splice(0)) context._options = context._readOptions(given, context._options, looks);
  return context._options;
}
