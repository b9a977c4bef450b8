/** What the script tag runs: the site's configuration stands in it, put there by the Worker. */

import type { WidgetConfig } from '../../core/contract.ts';
import type { Opina } from '../api.ts';
import type { Asker, Wishes } from '../asker.ts';
import { createClient, type Inside } from '../client.ts';

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
export function start(createAsker: (wishes: Wishes) => Asker, onStart?: (inside: Inside) => void): void {
  const script = document.currentScript as HTMLScriptElement | null;
  const earlier = window.opina;
  if (typeof earlier === 'function' && 'show' in earlier) return;
  if (!script?.src) throw new Error('opina: needs a src');
  const config = OPINA_CONFIG;
  const { href, searchParams } = new URL(script.src);
  // A classic script of another origin has no base of its own to import from.
  const load = (file: string) => import(new URL(`ui/${file}`, href).href);
  const beside = (name: string) => load(config.ui.replace(/\w+\.js$/, name));
  const modules = {
    ui: async () => (await load(config.ui)).ui,
    replay: () => beside('replay.js'),
    explain: () => beside('explain.js'),
  };
  const query = Object.fromEntries(searchParams);
  const base = new URL('..', href).href;
  const client = createClient({ config, base, modules, createAsker }, query, script.dataset);
  window.opina = client.opina;
  for (const call of (earlier as Stub)?.q ?? []) client.opina(...call);
  client.start();
  onStart?.(client.inside);
}
