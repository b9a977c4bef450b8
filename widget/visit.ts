/** What can be known of the visit: the facts that rules are about. */

import type { SurveyConfig } from '../core/contract.ts';
import type { Value } from '../core/rules.ts';
import type { Case } from '../core/targeting.ts';
import type { Properties } from './api.ts';
import { deviceOf } from './device.ts';
import { addressOf } from './moments.ts';
import type { Context } from './ui/parts.ts';
import { countVisits } from './visits.ts';

/** For draws about a visitor of whom nothing may be remembered. */
const ofView = Math.random();

/** What makes of a survey all that decides whether it asks; with the properties of the event, where one was tracked. */
export const casesIn =
  (context: Context) =>
  (survey: SurveyConfig, event?: Properties): Case => {
    const { person, hash, traits } = context._person;
    const [id, visits, views] = countVisits(context, ofView);
    const facts: Record<string, unknown> = {
      url: addressOf(),
      path: location.pathname,
      query: Object.fromEntries(new URLSearchParams(location.search)),
      referrer: document.referrer || undefined,
      language: context._options.language ?? (document.documentElement.lang || navigator.language),
      device: deviceOf(),
      ...{ visits, views },
      returning: visits && visits > 1,
      identified: !!person,
      verified: !!hash,
      trait: traits,
      event,
    };
    return {
      survey,
      acts: context._acts(),
      now: Date.now(),
      isAuto: context._options.auto !== 'false',
      visitor: (person || id) as string,
      see(path) {
        const seen = path.reduce((of: unknown, name) => (of as Properties | undefined)?.[name], facts);
        // Of all types those of text, numbers and truths: whatever else a page gives, or every object has, is no fact.
        return /r|oo/.test(typeof seen) ? (seen as Value) : undefined;
      },
    };
  };
