/** What a page can call, and what it hears. */

import type { Explanation } from '../core/explanation.ts';
import type { GivenOptions } from './options.ts';
/** Properties of an event or a visitor, by name. */
export type Properties = Record<string, unknown>;

/** What happens, as `on` hears it and as the DOM event `opina:NAME`. */
export type EventName = 'ready' | 'show' | 'score' | 'submit' | 'dismiss' | 'error';
export interface Detail {
  survey?: string;
  score?: number;
  /** Why, where the event is `error`. */
  reason?: string;
}

/** Who a site says its visitor is, as it was said. */
export interface Claim {
  person?: string | undefined;
  hash?: string | undefined;
  /** What rules may ask for as `trait.NAME`. It leaves the page no more than the page's own variables do. */
  traits?: Properties | undefined;
}

/** A test stores and sends nothing; with `focus` the survey takes it, since the visitor asked for the survey. */
export interface How {
  test?: boolean;
  focus?: boolean;
}

export interface Methods {
  /** Changes options. */
  init(options: GivenOptions): void;
  /** Says who the visitor is; `hash` proves that the site says so. Nobody is known under Global Privacy Control. */
  identify(id: string | undefined, how?: { hash?: string; traits?: Properties }): void;
  /** Something happened that a survey may wait for, with what its rules may ask for as `event.NAME`. */
  track(event: string, properties?: Properties): void;
  /** Asks now, whatever the quiet periods say, unless a survey is open already. */
  show(survey: string, how?: How): void;
  /** Closes the open survey; what was given is kept. */
  close(): void;
  /** Listens; the answer stops listening. */
  on(event: EventName, listener: (detail: Detail) => void): () => void;
  /** Forgets who the visitor is and what they did. */
  reset(): void;
  /** Whether the visitor agrees to be remembered; without it nothing is kept on the device. */
  consent(isGiven: boolean): void;
  /** Says of every survey what speaks for asking now and what against it, and prints it on the console. */
  explain(): Promise<Explanation[]>;
  /** Closes, asks no more and leaves nothing in the page; what was given before is still delivered. */
  destroy(): void;
}

/** Every call returns at once and never throws. As a function it runs a method by name, as the stub does. */
export type Opina = Methods & ((method: keyof Methods, ...rest: unknown[]) => void);
