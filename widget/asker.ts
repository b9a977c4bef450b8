/** Decides when cards ask: what a client needs of whoever does, and the one for surveys with moments and rules. */

import type { SurveyConfig } from '../core/contract.ts';
import { holds } from '../core/rules.ts';
import type { Case, isOpenInTurn } from '../core/targeting.ts';
import type { Properties } from './api.ts';
import { addressOf, after, afterLoad, onNavigate } from './moments.ts';
import { arming } from './triggers.ts';
import type { Context } from './ui/parts.ts';
import { casesIn } from './visit.ts';

export interface Asker {
  /** Arms what can ask now, and nothing else: to be called whenever something has changed. */
  _arm(): void;
  _track(event: string, properties?: Properties): void;
  /** What decides whether a survey asks, where its script knows. */
  _caseOf?(survey: SurveyConfig): Case;
  /** The survey as its visitor is asked it; the same object as long as that is the same. */
  _asked(survey: SurveyConfig): SurveyConfig;
}

/** The survey as its visitor is asked it. */
type Asked = (survey: SurveyConfig, caseOf: ReturnType<typeof casesIn>) => SurveyConfig;

/** `isOpen` says whether a survey may ask, as far as that does not depend on the page. */
export const createAsker =
  (isOpen: typeof isOpenInTurn, askedOf: Asked) =>
  (context: Context): Asker => {
    const { surveys, _signal: signal, _atDesk: atDesk, _report: report } = context;
    /** By trigger until its moment has come in this page view, by survey from then on until it has asked. */
    const running = new Map<object, AbortController>();
    let address = addressOf();

    const caseOf = casesIn(context);
    const asked = (survey: SurveyConfig) => askedOf(survey, caseOf);

    /** Gives it a signal that ends when it leaves. */
    function enter(key: object): AbortSignal {
      const own = new AbortController();
      running.set(key, own);
      return own.signal;
    }

    function leave(key: object): void {
      running.get(key)?.abort();
      running.delete(key);
    }

    /** Everything is asked again after each wait: a visitor may have answered in another tab. */
    function begin(survey: SurveyConfig, event?: Properties): void {
      const isDue = () => {
        const of = caseOf(survey, event);
        return isOpen(of, surveys) && holds(survey.where, of.see);
      };
      if (running.has(survey) || !isDue()) return;
      const own = enter(survey);
      const { delay } = asked(survey);
      const ask = async () => {
        if (isDue()) await atDesk((desk) => desk._ask(survey, isDue, own));
        if (!own.aborted) leave(survey);
      };
      // What is due at once is downloaded while the page still loads.
      if (!delay) void atDesk();
      afterLoad(() => after(delay, ask, own), own);
    }

    function arm(): void {
      if (address !== addressOf()) leaveView();
      const wanted = new Set<object>();
      const want = (key: object, start: (own: AbortSignal) => void) => {
        wanted.add(key);
        if (!running.has(key)) start(enter(key));
      };
      for (const survey of surveys) {
        try {
          const of = caseOf(survey);
          if (signal.aborted || !isOpen(of, surveys)) continue;
          wanted.add(survey);
          want(arm, (own) => onNavigate(() => setTimeout(arm), own));
          for (const trigger of holds(survey.where, of.see) ? asked(survey).when : []) {
            const run = () => {
              // It has its place among the armed ones until the next page view.
              if (trigger.on !== 'click') running.get(trigger)?.abort();
              begin(survey);
            };
            // `track` says itself that an event has come.
            want(trigger, (own) => arming[trigger.on as 'load']?.(trigger as never, run, own));
          }
        } catch (error) {
          // A selector or a regular expression that this browser cannot read is nothing to the other surveys.
          report(error);
        }
      }
      for (const key of running.keys()) if (!wanted.has(key)) leave(key);
    }

    /** Another page view, as a load is one: what stays is what the visitor has begun, and not the page. */
    function leaveView(): void {
      address = addressOf();
      context._isCounted = false;
      for (const key of running.keys()) {
        if (!asked(key as SurveyConfig).when?.some(({ on }) => on === 'event' || on === 'click')) leave(key);
      }
    }

    return {
      ...{ _arm: arm, _caseOf: caseOf, _asked: asked },
      _track(event, properties = {}) {
        for (const survey of surveys) {
          if (survey.cancelOn?.includes(event)) leave(survey);
          for (const trigger of asked(survey).when) {
            const isIt = trigger.on === 'event' && trigger.event === event;
            if (isIt && holds(trigger.where, caseOf(survey, properties).see)) begin(survey, properties);
          }
        }
      },
    };
  };
