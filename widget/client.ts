/** One client for a page: decides when to ask, loads what asking needs, and is what `window.opina` calls. */

import type { SurveyConfig, WidgetConfig } from '../core/contract.ts';
import { quietUntil } from '../core/targeting.ts';
import type { Claim, Detail, EventName, How, Methods, Opina } from './api.ts';
import type { Explain } from './explain.ts';
import { createMemory } from './memory.ts';
import { afterLoad, wait } from './moments.ts';
import { defaults, type GivenOptions, type Options, readOptions } from './options.ts';
import type { Replay } from './replay.ts';
import { reserve } from './room.ts';
import type { Drafts, OpenSurvey, UserInterface } from './ui/parts.ts';

/** Modules that are loaded when they are needed. */
export interface Modules {
  ui(): Promise<UserInterface>;
  replay(): Promise<{ replay: Replay }>;
  explain(): Promise<{ explain: Explain }>;
}

/** A client, and what puts a survey into an element of the page until the answer is called. */
export interface Client {
  opina: Opina;
  place(element: HTMLElement): (() => void) | undefined;
  /** Says that it is there, after what was asked for before that is done. */
  start(): void;
}

/** `base` is the URL that the API's paths start from; of the options given the last ones win. Surveys may still be added to the configuration until `start`. */
export function createClient(config: WidgetConfig, base: string, modules: Modules, ...given: GivenOptions[]): Client {
  const { site, surveys } = config;
  const ended = new AbortController();
  const { signal } = ended;
  let options = given.reduce<Options>((before, each) => readOptions(each, before), defaults);
  const memory = createMemory(site, () => options.storage);
  let person: Claim = {};
  let open: OpenSurvey | undefined;
  /** What is being opened, unless the page has it closed before. */
  let opening: object | undefined;
  let isReady = false;

  /** What a listener of the page throws is the page's, and it hears of nothing half done. */
  const emit = (event: EventName, detail: Detail, from: EventTarget & { isConnected?: boolean } = document) =>
    queueMicrotask(() => {
      const init = { detail, bubbles: true, composed: true };
      (from.isConnected ? from : document).dispatchEvent(new CustomEvent(`opina:${event}`, init));
    });
  const report = (error: unknown): undefined => emit('error', { reason: String(error) }) as undefined;
  const find = (id: string | null) => surveys.find((survey) => survey.id === id);
  const isDue = (survey: SurveyConfig) => !(quietUntil(survey, memory.acts()) > Date.now());
  let drafts: Drafts = new WeakMap();
  const context = {
    ...{ site, base, memory, emit },
    ...{ options: () => options, person: () => person, drafts: () => drafts },
  };
  /** Keeps nothing on the device. */
  const traceless = { memory: createMemory(site, () => 'none') };

  async function show(survey: SurveyConfig, isDue = () => true, { test, focus }: How = {}): Promise<void> {
    if (open || opening) return;
    const mine = {};
    opening = mine;
    try {
      const ui = await modules.ui();
      if (signal.aborted || !isDue()) return;
      const onClose = () => {
        open = undefined;
      };
      const route = test ? { ...traceless, base: undefined } : {};
      const opened = await ui.openSurvey({ ...context, ...route }, { survey, until: signal, isDue, focus, onClose });
      if (opening === mine) open = opened;
      else opened?.close();
    } finally {
      if (opening === mine) opening = undefined;
    }
  }

  /**
   * Everything is asked again after each wait: a visitor may have answered in another tab. What is due at once is
   * downloaded while the page still loads.
   */
  async function ask(survey: SurveyConfig): Promise<void> {
    const mayAsk = () => options.auto === 'true' && isDue(survey);
    if (!survey.delay && mayAsk()) modules.ui().catch(() => {});
    await afterLoad(signal);
    await wait(survey.delay * 1000, signal);
    if (!mayAsk()) return;
    await (await modules.ui()).untilCalm(survey, options, signal);
    await show(survey, mayAsk);
  }

  /** Opens what stays, until a signal aborts. */
  async function stay(
    until: AbortSignal,
    openIt: (ui: UserInterface) => Promise<OpenSurvey | undefined>,
  ): Promise<void> {
    await afterLoad(until);
    const opened = await openIt(await modules.ui());
    until.addEventListener('abort', () => opened?.close(), { once: true });
  }

  /** What no survey has to know any more is not kept on the device. */
  function forgetWhatIsOver(): void {
    for (const [id, act] of Object.entries(memory.acts())) {
      const isOver = surveys.every((survey) => quietUntil(survey, { [id]: act }) < Date.now());
      if (surveys[0] && isOver) memory.forget(id);
    }
  }

  function start(survey: SurveyConfig): void {
    if (signal.aborted) return;
    const { display = 'card' } = survey;
    const onOpen = () => void show(survey, undefined, { focus: true }).catch(report);
    if (display === 'tab') stay(signal, (ui) => ui.openTab(context, survey, { until: signal, onOpen })).catch(report);
    if (display === 'card') ask(survey).catch(report);
  }

  /** Delivers what earlier pages could not, or another tab did not live to. */
  const replay = () =>
    void (
      memory.kept()[0] &&
      modules
        .replay()
        .then(({ replay }) => replay(context))
        .catch(report)
    );

  const methods: Methods = {
    init(change) {
      options = readOptions(change, options);
    },
    identify(id, how) {
      person = { person: id, hash: how?.hash };
    },
    track(event) {
      for (const survey of surveys) if (survey.event === event) start(survey);
    },
    show(id, how) {
      const survey = find(id);
      if (survey) show(survey, undefined, how).catch(report);
      else report(`There is no live survey ${id}.`);
    },
    close() {
      opening = undefined;
      open?.close();
    },
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
    },
    consent(isGiven) {
      memory.move(() => methods.init({ storage: isGiven ? 'always' : 'none' }));
      replay();
    },
    explain: async () => (await modules.explain()).explain(surveys, memory, options),
    destroy() {
      methods.close();
      ended.abort();
    },
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
  return {
    opina,
    place(element) {
      const id = element.getAttribute('survey');
      const survey = find(id);
      const left = new AbortController();
      const leave = () => left.abort();
      if (signal.aborted) return undefined;
      if (survey?.display !== 'inline') return report(`There is no live inline survey ${id}.`);
      signal.addEventListener('abort', leave, { once: true, signal: left.signal });
      left.signal.addEventListener('abort', reserve(element, survey), { once: true });
      const route = survey.metric === 'thumbs' ? { ...context, ...traceless } : context;
      const asking = { survey, place: element, until: left.signal, isDue: () => true, onClose() {} };
      stay(left.signal, (ui) => ui.openSurvey(route, asking)).catch((error) => {
        leave();
        report(error);
      });
      return leave;
    },
    start() {
      for (const survey of surveys) if (!survey.event) start(survey);
      replay();
      addEventListener('online', replay, { signal });
      forgetWhatIsOver();
      isReady = true;
      emit('ready', {});
    },
  };
}
