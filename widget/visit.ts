/** What can be known of the visit: the facts that rules are about. */

import type { Value } from '../core/rules.ts';
import type { Visit } from '../core/targeting.ts';
import type { Claim } from './api.ts';
import type { Options } from './options.ts';
import type { Visits } from './visits.ts';

export type Properties = Record<string, unknown>;

/** For draws about a visitor of whom nothing may be remembered. */
const ofView = `${Math.random()}`;

/** With the properties of the event, where one was tracked. */
export function visitOf(
  { auto, language }: Options,
  { person, hash, traits }: Claim,
  visits?: Visits,
  event?: Properties,
): Visit {
  const isSmall = Math.min(screen.width, screen.height) < 600;
  const facts: Record<string, unknown> = {
    url: location.href.replace(/#.*/s, ''),
    path: location.pathname,
    query: Object.fromEntries(new URLSearchParams(location.search)),
    referrer: document.referrer || undefined,
    language: language ?? (document.documentElement.lang || navigator.language),
    // A device with a mouse is a desktop; of the others those whose short side is 600 px or more are tablets.
    device: matchMedia('(any-pointer: fine)').matches ? 'desktop' : isSmall ? 'phone' : 'tablet',
    ...visits,
    returning: visits && visits.visits > 1,
    identified: !!person,
    verified: !!hash,
    trait: traits,
    event,
  };
  return {
    isAuto: auto === 'true',
    visitor: person ?? visits?.id ?? ofView,
    see(fact) {
      const [kind = '', ...name] = fact.split('.');
      const found = facts[kind];
      return (name[0] ? (found as Properties | undefined)?.[name.join('.')] : found) as Value | undefined;
    },
  };
}
