/** What the script tag runs: the site's configuration stands in it, put there by the Worker. */

import type { WidgetConfig } from '../../core/contract.ts';
import type { Opina } from '../api.ts';
import type { Asker } from '../asker.ts';
import { createClient } from '../client.ts';
import type { Context } from '../ui/parts.ts';

/** The site's configuration; the Worker writes it here. */
declare const OPINA_CONFIG: WidgetConfig;

/** The six-line stub that a page may set before: it keeps calls for later. */
type Stub = { q?: Parameters<Opina>[] };

declare global {
  interface Window {
    opina?: Stub | Opina;
  }
}

/** Makes the page's client, unless there is one; `onStart` is for what only some sites need. */
export function start(createAsker: (context: Context) => Asker, onStart?: (context: Context) => void): void {
  const script = document.currentScript as HTMLScriptElement | null;
  const earlier = window.opina as (Stub & Partial<Opina>) | undefined;
  if (earlier?.explain) return;
  if (!script?.src) throw 'opina: needs a src';
  const config = OPINA_CONFIG;
  const base = new URL('..', script.src).href;
  // A classic script of another origin has no base of its own to import from.
  const load = (name: string) => import(`${base}${config.folder}${name}.js`);
  const { opina, context, start } = createClient(
    { ...config, base, _load: load, _createAsker: createAsker },
    config.options,
    script.dataset,
  );
  window.opina = opina;
  for (const call of earlier?.q ?? []) opina(...call);
  start();
  onStart?.(context);
}
