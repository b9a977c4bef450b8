/** One client for a page: decides when to ask, loads the survey UI when it does, and is what `window.opina` calls. */

import type { SurveyConfig, WidgetConfig } from '../core/contract.ts';
import { quietUntil } from '../core/targeting.ts';
import { createMemory } from './memory.ts';
import { afterLoad, untilCalm, wait } from './moments.ts';
import type { OpenSurvey, UserInterface } from './ui/open.tsx';

/** What happens to a survey, with its id and what there is to say of it. */
export type EventName = 'show' | 'score' | 'submit' | 'dismiss' | 'error';
export type Detail = { survey?: string; score?: number | undefined; reason?: string | undefined };
type Listener = (detail: Detail) => void;

/** Every call returns at once and never throws. */
export interface Methods {
  /** Asks now, whatever the quiet periods say, unless a survey is open already. */
  show(survey: string): void;
  /** Closes the open survey; what was given is kept. */
  close(): void;
  /** Listens; the answer stops listening. */
  on(event: EventName, listener: Listener): () => void;
  /** Forgets on this device what the visitor did. */
  reset(): void;
  /** Closes, asks no more and leaves nothing in the page; what was given before is still delivered. */
  destroy(): void;
}

/** Called as a function it runs a method by name, as the stub does before the script has loaded. */
export type Opina = Methods & ((method: keyof Methods, ...rest: unknown[]) => void);

/** `base` is the URL the API's paths start from, `uiUrl` that of the survey UI's module. */
export function createClient(config: WidgetConfig, base: string, uiUrl: string): Opina {
  const ended = new AbortController();
  const listeners = new Set<readonly [EventName, Listener]>();
  const memory = createMemory(config);
  let open: OpenSurvey | undefined;
  let isOpening = false;

  const emit = (event: EventName, detail: Detail) => {
    // What a page's listener throws is the page's, and none of the card's business.
    for (const [name, listener] of listeners) if (name === event) queueMicrotask(() => listener?.(detail));
  };
  const isDue = (survey: SurveyConfig) => !(quietUntil(survey, memory.acts()) > Date.now());
  const loadUi = () => import(uiUrl) as Promise<UserInterface>;

  async function show(survey: SurveyConfig, isStillWanted = () => true): Promise<void> {
    if (open || isOpening) return;
    isOpening = true;
    try {
      const ui = await loadUi();
      if (ended.signal.aborted || !isStillWanted()) return;
      const onClose = () => {
        open = undefined;
      };
      open = ui.openSurvey({ survey, site: config.site, isDue: isStillWanted, base, memory, emit, onClose });
    } finally {
      isOpening = false;
    }
  }

  /** Everything is asked again after each wait: a visitor may have answered in another tab. */
  async function ask(survey: SurveyConfig): Promise<void> {
    await afterLoad(ended.signal);
    await wait(survey.delay * 1000, ended.signal);
    if (!isDue(survey)) return;
    await loadUi();
    await untilCalm(ended.signal);
    await show(survey, () => isDue(survey));
  }

  const report = (error: unknown) => emit('error', { reason: String(error) });
  const methods: Methods = {
    show(id) {
      const survey = config.surveys.find((candidate) => candidate.id === id);
      if (survey) show(survey).catch(report);
      else report(`There is no live survey ${id}.`);
    },
    close: () => open?.close(),
    on(event, listener) {
      const entry = [event, listener] as const;
      listeners.add(entry);
      return () => listeners.delete(entry);
    },
    reset: () => memory.reset(),
    destroy() {
      ended.abort();
      open?.close();
      listeners.clear();
    },
  };

  const kept = config.surveys.flatMap(({ id }) => Object.values(memory.read(id).kept ?? {}));
  if (kept[0]) loadUi().then((ui) => kept.forEach((post) => void ui.deliver(post, { base, memory })), report);
  for (const survey of config.surveys) if (isDue(survey)) ask(survey).catch(report);

  const call = (method: keyof Methods, ...rest: unknown[]) => {
    try {
      (methods[method] as (...rest: unknown[]) => void)(...rest);
    } catch (error) {
      report(error);
    }
  };
  return Object.assign(call, methods);
}
