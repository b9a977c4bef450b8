/** Decides when cards ask: what a client needs of whoever does, and the one for surveys with moments and rules. */

import type { SurveyConfig } from '../core/contract.ts';
import { holds, type SimpleRule, type Trigger } from '../core/rules.ts';
import { type Case, passes } from '../core/targeting.ts';
import { variantOf } from '../core/variants.ts';
import type { Claim } from './api.ts';
import type { Memory } from './memory.ts';
import { afterLoad, onNavigate, wait } from './moments.ts';
import type { Options } from './options.ts';
import { arming } from './triggers.ts';
import type { Desk } from './ui/parts.ts';
import { type Properties, visitOf } from './visit.ts';
import { createVisits } from './visits.ts';

export interface Wishes {
  surveys: readonly SurveyConfig[];
  memory: Memory;
  /** Aborts when nothing asks any more. */
  signal: AbortSignal;
  options(): Options;
  person(): Claim;
  /** Loads the survey UI, and lets it do something. */
  atDesk(run: (desk: Desk) => unknown): Promise<unknown>;
}

export interface Asker {
  /** Arms what can ask now, and nothing else: to be called whenever something has changed. */
  arm(): void;
  track(event: string, properties?: Properties): void;
  caseOf?(survey: SurveyConfig): Case;
  /** The survey as its visitor is asked it; the same object as long as that is the same. */
  asked?<Found extends SurveyConfig | undefined>(survey: Found): Found | SurveyConfig;
}

const onLoad: Trigger<SimpleRule> = { on: 'load' };

export function createAsker({ surveys, memory, signal, options, person, atDesk }: Wishes): Asker {
  const visits = createVisits(memory, options);
  /** By trigger, or by the survey that has none of its own, until its moment has come in this page view. */
  const armed = new Map<unknown, AbortController>();
  /** Surveys whose moment has come. */
  const pending = new Map<SurveyConfig, AbortController>();

  const caseOf = (survey: SurveyConfig, event?: Properties): Case => ({
    survey,
    surveys,
    visit: visitOf(options(), person(), visits.read(), event),
    acts: memory.acts(),
    now: Date.now(),
  });

  const asked = <Found extends SurveyConfig | undefined>(survey: Found): Found | SurveyConfig =>
    (survey?.variants && variantOf(survey, caseOf(survey).visit.visitor)) ?? survey;
  const momentsOf = (survey: SurveyConfig) => asked(survey).when ?? [onLoad];
  /** Whether it is a page view that a survey waits for, and not something the visitor does. */
  const isOfView = (survey: SurveyConfig) => momentsOf(survey).every(({ on }) => on !== 'event' && on !== 'click');

  /** Gives it a signal that ends with its entry. */
  function enter<Key>(map: Map<Key, AbortController>, key: Key): AbortSignal {
    const own = new AbortController();
    map.set(key, own);
    return own.signal;
  }

  function leave<Key>(map: Map<Key, AbortController>, key: Key): void {
    map.get(key)?.abort();
    map.delete(key);
  }

  /** Everything is asked again after each wait: a visitor may have answered in another tab. */
  async function begin(survey: SurveyConfig, event?: Properties): Promise<void> {
    const isDue = () => passes(caseOf(survey, event));
    if (pending.has(survey) || !isDue()) return;
    const own = enter(pending, survey);
    const { delay } = asked(survey);
    // What is due at once is downloaded while the page still loads.
    if (!delay) void atDesk(() => {});
    await afterLoad(own);
    await wait(delay * 1000, own);
    if (isDue()) await atDesk((desk) => desk.ask(survey, isDue, own));
    if (!own.aborted) leave(pending, survey);
  }

  function armTrigger(survey: SurveyConfig, trigger: Trigger<SimpleRule>, key: unknown): void {
    const own = enter(armed, key);
    const run = () => {
      // It has its place among the armed ones until the next page view.
      if (trigger.on !== 'click') armed.get(key)?.abort();
      void begin(survey);
    };
    arming[trigger.on](trigger as never, run, own);
  }

  function arm(): void {
    const wanted = new Set<unknown>();
    for (const survey of surveys) {
      const isAble = !signal.aborted && passes(caseOf(survey), 'anywhere');
      if (isAble) wanted.add(view);
      else leave(pending, survey);
      if (!isAble || !passes(caseOf(survey))) continue;
      for (const trigger of momentsOf(survey)) {
        const key = trigger === onLoad ? survey : trigger;
        wanted.add(key);
        if (!armed.has(key)) armTrigger(survey, trigger, key);
      }
    }
    for (const key of armed.keys()) if (!wanted.has(key)) leave(armed, key);
    if (wanted.has(view) && !armed.has(view)) onNavigate(view, enter(armed, view));
  }

  /** Another page view, as a load is one. */
  function view(): void {
    for (const key of armed.keys()) leave(armed, key);
    for (const survey of pending.keys()) if (isOfView(survey)) leave(pending, survey);
    visits.newView();
    arm();
  }

  return {
    ...{ arm, caseOf, asked },
    track(event, properties = {}) {
      for (const survey of surveys) {
        if (survey.cancelOn?.includes(event)) leave(pending, survey);
        const { see } = caseOf(survey, properties).visit;
        const isIt = (trigger: Trigger<SimpleRule>) =>
          trigger.on === 'event' && trigger.event === event && (!trigger.where || holds(trigger.where, see));
        if (momentsOf(survey).some(isIt)) void begin(survey, properties);
      }
    },
  };
}
