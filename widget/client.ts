/** One client for a page: what `window.opina` calls. */

import type { WidgetConfig } from '../core/contract.ts';
import type { Claim, Detail, EventName, Methods, Opina } from './api.ts';
import type { Asker, Wishes } from './asker.ts';
import type { Explain } from './explain.ts';
import { createMemory } from './memory.ts';
import { defaults, type GivenOptions, type Options, readOptions } from './options.ts';
import type { Replay } from './replay.ts';
import type { Context, Desk, Drafts, UserInterface } from './ui/parts.ts';

/** Modules that are loaded when they are needed. */
export interface Modules {
  ui(): Promise<UserInterface>;
  replay(): Promise<{ replay: Replay }>;
  explain(): Promise<{ explain: Explain }>;
}

/** What stands in the page needs of a client. */
export interface Inside extends Pick<Wishes, 'surveys' | 'signal' | 'atDesk'> {
  report(error: unknown): undefined;
}

export interface Client {
  opina: Opina;
  inside: Inside;
  /** Says that it is there, after what was asked for before that is done. */
  start(): void;
}

interface Setup {
  config: WidgetConfig;
  /** The URL that the API's paths start from. */
  base: string;
  modules: Modules;
  createAsker(wishes: Wishes): Asker;
}

/** Of the options given the last ones win. Surveys may still be added to the configuration until `start`. */
export function createClient({ config, base, modules, createAsker }: Setup, ...given: GivenOptions[]): Client {
  const { site, surveys } = config;
  const ended = new AbortController();
  const { signal } = ended;
  let options = given.reduce<Options>((before, each) => readOptions(each, before), defaults);
  const memory = createMemory(site, () => options.storage);
  let person: Claim = {};
  let drafts: Drafts = new WeakMap();
  let desk: Promise<Desk> | undefined;
  let isReady = false;

  /** What a listener of the page throws is the page's, and it hears of nothing half done. */
  const emit = (event: EventName, detail: Detail, from: EventTarget & { isConnected?: boolean } = document) =>
    queueMicrotask(() => {
      const init = { detail, bubbles: true, composed: true };
      (from.isConnected ? from : document).dispatchEvent(new CustomEvent(`opina:${event}`, init));
    });
  const report = (error: unknown): undefined => emit('error', { reason: String(error) }) as undefined;
  const context: Context = {
    ...{ site, base, memory, emit, signal, surveys },
    ...{ options: () => options, person: () => person, drafts: () => drafts },
    traceless: createMemory(site, () => 'none'),
    onClose: () => asker.arm(),
    asked: (survey) => asker.asked?.(survey) ?? survey,
  };
  const atDesk: Wishes['atDesk'] = (run) => {
    desk ??= modules.ui().then((ui) => ui.openDesk(context));
    // What could not be had is asked for again.
    desk.catch(() => {
      desk = undefined;
    });
    return desk.then(run).catch(report);
  };
  const asker = createAsker({ ...context, surveys, atDesk });
  const arm = () => void (isReady && asker.arm());

  /** Delivers what earlier pages could not, or another tab did not live to. */
  const replay = () =>
    void (
      memory.read('kept:')[0] &&
      modules
        .replay()
        .then(({ replay }) => replay({ ...context, base }))
        .catch(report)
    );

  const methods: Methods = {
    init(change) {
      options = readOptions(change, options);
      arm();
    },
    identify(id, how) {
      const isPrivate = (navigator as { globalPrivacyControl?: boolean }).globalPrivacyControl;
      person = isPrivate ? {} : { ...how, person: id };
      arm();
    },
    track: asker.track,
    show(id, how) {
      void atDesk((desk) => desk.show(id, how));
    },
    close: () => void (desk && atDesk((desk) => desk.close())),
    on(event, listener) {
      const type = `opina:${event}`;
      const onEvent = ({ detail }: CustomEventInit) => listener(detail);
      document.addEventListener(type, onEvent, { signal });
      if (event === 'ready' && isReady) queueMicrotask(() => listener({}));
      return () => document.removeEventListener(type, onEvent);
    },
    reset() {
      person = {};
      drafts = new WeakMap();
      memory.reset();
      arm();
    },
    consent(isGiven) {
      memory.move(() => {
        options = { ...options, storage: isGiven ? 'always' : 'none' };
      });
      arm();
      replay();
    },
    explain: async () => (await modules.explain()).explain(surveys, options, person, memory, asker.caseOf),
    destroy: () => ended.abort(),
  };

  type AnyMethod = (...rest: unknown[]) => unknown;
  const call = (method: keyof Methods, ...rest: unknown[]) => {
    try {
      return (methods[method] as AnyMethod)(...rest);
    } catch (error) {
      return report(error);
    }
  };
  const opina = call as Opina;
  for (const name of Object.keys(methods) as (keyof Methods)[]) opina[name] = call.bind(null, name) as never;
  signal.addEventListener('abort', asker.arm, { once: true });
  return {
    opina,
    inside: { surveys, signal, atDesk, report },
    start() {
      isReady = true;
      arm();
      replay();
      addEventListener('online', replay, { signal });
      if (/[?&]opina-debug\b/.test(location.search)) void opina.explain();
      emit('ready', {});
    },
  };
}
