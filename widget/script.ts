/** What the script tag runs: the site's configuration stands in it, put there by the Worker. */

import type { WidgetConfig } from '../core/contract.ts';
import { createClient, type Opina } from './client.ts';

/** The site's configuration; the Worker writes it here. */
declare const OPINA_CONFIG: WidgetConfig;
/** The survey UI's file name, put in by the build. */
declare const OPINA_UI: string;

/** The six-line stub that a page may set before: it keeps calls for later. */
type Stub = { q?: Parameters<Opina>[] };

declare global {
  interface Window {
    opina?: Stub | Opina;
  }
}

function start(): void {
  const script = document.currentScript as HTMLScriptElement | null;
  const earlier = window.opina;
  if (!script || (typeof earlier === 'function' && 'show' in earlier)) return;
  const opina = createClient(OPINA_CONFIG, new URL('..', script.src).href, new URL(`ui/${OPINA_UI}`, script.src).href);
  window.opina = opina;
  for (const call of (earlier as Stub)?.q ?? []) opina(...call);
}

start();
