/** The npm package `opina`: the script tag's client, in modules that the page's own bundler splits. */

import type { SurveyConfig, WidgetConfig } from '../../core/contract.ts';
import type { Methods as Opina } from '../api.ts';
import { createSeveralAsker } from '../asker-several.ts';
import { createClient, type Load } from '../client.ts';
import type { GivenOptions } from '../options.ts';
import { createPlace, openTabs } from '../standing.ts';
import { absent } from './absent.ts';
import { placeBy } from './standing.ts';

export type { Explanation, Gate } from '../../core/explanation.ts';
export type { Detail, EventName, How } from '../api.ts';
export type { GivenOptions, Opina, SurveyConfig };

export interface Setup extends GivenOptions {
  /** The site's id. */
  site: string;
  /** Where Opina is deployed: `https://opina.example.com`. */
  host: string;
  /** What `/o/SITE.json` answers as `surveys`, where the page brings it along: then nothing is requested. */
  surveys?: readonly SurveyConfig[];
  /** What it answers as `turnstile`, where the page brings its surveys along and the site has Turnstile. */
  turnstile?: string;
}

const modules = {
  ui: () => import('./ui.ts'),
  replay: () => import('../replay.ts'),
  explain: () => import('../explain.ts'),
  challenge: () => import('../challenge.ts'),
};
const load = ((name: keyof typeof modules) => modules[name]()) as Load;

/** By site, until they are destroyed. */
const clients = new Map<string, Opina>();

/**
 * The one client of a site, at once; what needs the site's surveys waits for them. Called again it changes options.
 * On a server the client does nothing. Never throws: what goes wrong is the event `error`.
 */
export function init(setup: Setup): Opina {
  const { site, host, surveys, turnstile, ...options } = setup;
  if (typeof document === 'undefined') return absent;
  const known = clients.get(site);
  known?.init(options);
  return known ?? connect(setup, options);
}

function connect({ site, host, surveys: brought, turnstile }: Setup, options: GivenOptions): Opina {
  const ended = new AbortController();
  const { signal } = ended;
  const base = `${host}/`.replace(/\/+$/, '/');
  const surveys: SurveyConfig[] = [];
  const { opina, context, start } = createClient(
    { ...{ site, ui: 'ui', surveys, base }, _load: load, _createAsker: createSeveralAsker },
    options,
  );
  const waiting: (() => void)[] = [];
  let isSettled = false;

  const whenSettled = (call: () => void) => {
    if (isSettled) call();
    else waiting.push(call);
  };

  async function arrive(): Promise<void> {
    try {
      const fetched: Fetched = brought
        ? { surveys: brought, turnstile }
        : await fetchConfig(`${base}o/${site}.json`, signal);
      surveys.push(...fetched.surveys);
      context.facets = fetched.facets ?? [];
      context.turnstile = fetched.turnstile;
      if (signal.aborted) return;
      for (const call of waiting) call();
      start();
      openTabs(context);
      signal.addEventListener('abort', placeBy(createPlace(context)));
    } catch (error) {
      if (!signal.aborted) tell(error);
    } finally {
      isSettled = true;
    }
  }

  const arrived = arrive();
  const client: Opina = {
    ...opina,
    show: (...rest) => whenSettled(() => opina.show(...rest)),
    track: (...rest) => whenSettled(() => opina.track(...rest)),
    explain: () => arrived.then(opina.explain),
    destroy() {
      opina.destroy();
      ended.abort();
      if (clients.get(site) === client) clients.delete(site);
    },
  };
  clients.set(site, client);
  return client;
}

/** What a page needs of the site. */
type Fetched = Pick<WidgetConfig, 'facets'> & { surveys: readonly SurveyConfig[]; turnstile?: string | undefined };

async function fetchConfig(url: string, signal: AbortSignal): Promise<Fetched> {
  const answer = await fetch(url, { credentials: 'omit', signal });
  if (!answer.ok) throw new Error(`${url} answers ${answer.status}`);
  return (await answer.json()) as WidgetConfig;
}

const tell = (error: unknown) =>
  document.dispatchEvent(new CustomEvent('opina:error', { detail: { reason: String(error) }, bubbles: true }));
