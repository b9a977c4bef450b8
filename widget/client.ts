/** One client for a page: what `window.opina` calls. */

import type { WidgetConfig } from '../core/contract.ts';
import type { Methods, Opina } from './api.ts';
import type { Asker } from './asker.ts';
import type { Prove } from './challenge.ts';
import type { Explain } from './explain.ts';
import { createMemory } from './memory.ts';
import { listen } from './moments.ts';
import { addOptions, type Options } from './options.ts';
import type { Replay } from './replay.ts';
import type { Context, Desk, OpenDesk } from './ui/parts.ts';

/** Loads a module, which starts one thing. */
export interface Load {
  (name: 'replay'): Promise<{ start: Replay }>;
  (name: 'explain'): Promise<{ start: Explain }>;
  (name: 'challenge'): Promise<{ start: Prove }>;
  /** The survey UI has the name that the configuration says. */
  (name: string): Promise<{ start: OpenDesk }>;
}

export interface Client {
  opina: Opina;
  context: Context;
  /** Says that it is there, after what was asked for before that is done. */
  start(): void;
}

/** What differs between the script tag and npm. */
export interface Setup extends Pick<WidgetConfig, 'site' | 'ui' | 'surveys' | 'facets' | 'turnstile'> {
  /** The URL that the API's paths start from. */
  base: string;
  _load: Load;
  _createAsker(context: Context): Asker;
}

/** Of the options given the last ones win. Surveys may still be added to the configuration until `start`. */
export function createClient(setup: Setup, ...given: (object | undefined)[]): Client {
  const { _load: load } = setup;
  const ended = new AbortController();
  const signal = ended.signal;
  let desk: Promise<Desk> | undefined;
  let isReady: boolean | undefined;

  /** What a listener of the page throws is the page's, and it hears of nothing half done. */
  const emit: Context['_emit'] = (event, detail, from = document) =>
    queueMicrotask(() =>
      from.dispatchEvent(new CustomEvent(`opina:${event}`, { detail, bubbles: true, composed: true })),
    );
  const report = (error: unknown): undefined => emit('error', { reason: `${error}` }) as undefined;

  // Its memory and its asker are added before anything is asked of it.
  const context = {
    ...setup,
    ...{ _emit: emit, _report: report, _signal: signal, _person: {} },
    _given: given,
    _options: given.reduce<Options>(addOptions, {}),
    _atDesk(run) {
      desk ??= load(setup.ui).then(({ start }) => start(context));
      const retry = (error: unknown) => {
        desk = undefined;
        throw error;
      };
      return desk.then(run, retry).catch(report);
    },
  } as Partial<Context> as Context;
  Object.assign(context, createMemory(context), setup._createAsker(context));

  /** Delivers what earlier pages could not, or another tab did not live to. */
  const replay = () =>
    void (
      context._read('kept:')[0] &&
      load('replay')
        .then(({ start }) => start(context))
        .catch(report)
    );

  const methods: Methods = {
    init(change) {
      given.push(change);
      addOptions(context._options, change);
    },
    identify(id, how) {
      context._person = (navigator as { globalPrivacyControl?: boolean }).globalPrivacyControl
        ? {}
        : { ...how, person: id };
    },
    track(...rest) {
      context._event = rest[1];
      context._track(...rest);
    },
    show(id, how) {
      void context._atDesk((desk) => desk._show(id, how));
    },
    close() {
      if (desk) void context._atDesk((desk) => desk._close());
    },
    on(event, listener) {
      const type = `opina:${event}`;
      const onEvent = ({ detail }: CustomEventInit) => listener(detail);
      document.addEventListener(type, onEvent, { signal });
      if (event === 'ready' && isReady) queueMicrotask(() => listener({}));
      return () => document.removeEventListener(type, onEvent);
    },
    reset() {
      context._person = {};
      context._drafts = undefined;
      // What was done, `did:`, and how often they were here, `visitor`.
      context._take(/^[dv]/);
    },
    consent(isGiven) {
      context._options.storage = isGiven ? 'always' : 'none';
      for (const each of context._take(/./)) context._write(...each);
      replay();
    },
    explain: () => load('explain').then(({ start }) => start(context)),
    destroy() {
      ended.abort();
    },
  };

  type AnyMethod = (...rest: unknown[]) => unknown;
  const opina = ((method: keyof Methods, ...rest: unknown[]) => {
    try {
      const answer = (methods[method] as AnyMethod)(...rest);
      // Whatever was said may have changed who can be asked.
      if (isReady) context._arm();
      return answer;
    } catch (error) {
      return report(error);
    }
  }) as Opina;
  for (const name of Object.keys(methods))
    opina[name as keyof Methods] = opina.bind(null, name as keyof Methods) as never;
  return {
    opina,
    context,
    start() {
      isReady = true;
      context._arm();
      replay();
      listen('online', replay, signal);
      if (location.href.includes('opina-debug')) void opina.explain();
      emit('ready', {});
    },
  };
}
