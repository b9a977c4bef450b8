/** What the modules of the survey UI know of one another. */

import type { ComponentChild, h, VNode } from 'preact';
import type { SurveyConfig, ViewPost } from '../../core/contract.ts';
import type { Claim, Detail, EventName, How, Properties } from '../api.ts';
import type { Asker } from '../asker.ts';
import type { Load } from '../client.ts';
import type { Posted } from '../delivery.ts';
import type { Dictionary, NpsWords } from '../locales/words.ts';
import type { Memory } from '../memory.ts';
import type { Options } from '../options.ts';
import type { Route, Wire } from '../transport.ts';
import type { Host } from './host.ts';
import type { Person } from './person.ts';
import type { Draft } from './reply/draft.ts';

/** A language and its words. In English those of what is not asked may be missing. */
export interface Spoken {
  language: string;
  words: Partial<Dictionary> & Pick<NpsWords, 'close' | 'kept'>;
}

/** Responses in the making, by the element a survey stands in, else by the survey. */
export type Drafts = WeakMap<object, Draft>;

/** What a client gives to all of its surveys. */
export interface Context extends Memory, Asker {
  site: string;
  /** Where to post; without it everything is as if it were stored. */
  base: string | undefined;
  surveys: readonly SurveyConfig[];
  /** Properties that the site's numbers are broken down by. */
  facets?: readonly string[];
  /** The site key, where responses need the token of a Turnstile. */
  turnstile?: string | undefined;
  _load: Load;
  /** As they are now, but for looks in what was given and not read yet. */
  _options: Options;
  _given: (object | undefined)[];
  _person: Claim;
  /** What the event that was tracked last came with. */
  _event?: Properties | undefined;
  /** Those of an earlier visitor are forgotten. */
  _drafts?: Drafts | undefined;
  /** The id of the card that is open. */
  _open?: string | undefined;
  /** Whether this page view is among those that the device has counted. */
  _isCounted?: boolean;
  _emit(event: EventName, detail: Detail, from?: EventTarget): void;
  /** Says what went wrong, as the event `error`. */
  _report(error: unknown): void;
  /** Aborts when nothing is to be asked any more. */
  _signal: AbortSignal;
  /** Loads the survey UI, and lets it do something. */
  _atDesk<Done>(run?: (desk: Desk) => Done): Promise<Awaited<Done> | undefined>;
}

/** What is asked, how, and where the answers go. */
export interface Asking extends Pick<Route, 'base' | 'memory'> {
  survey: SurveyConfig;
  /** The element of the page that it stands in, if it does. */
  place?: HTMLElement;
  /** Takes the focus, because the visitor asked for it. */
  focus?: boolean | undefined;
  /** Aborts when nothing is to be asked any more. */
  until: AbortSignal;
  /** Whether a survey that asks by itself still may: another tab may have asked meanwhile. */
  isDue?: (() => boolean) | undefined;
  onClose(): void;
}

/** An open survey, as the reply to it sees it. */
export interface Session extends Wire, Asking {
  context: Context;
  host: Host;
  h: typeof h;
  spoken: Spoken;
  /** Aborts when the survey is closed. */
  signal: AbortSignal;
  /** Its id is the one that the response carries. */
  view: ViewPost;
  score?: number | undefined;
  /** Milliseconds that the survey had been open when the score was given. */
  shownMs?: number;
  /** Who the visitor is, as far as that may be told. */
  person(): Person;
  /** The score, if it was sent before the reply's module was here. */
  early?: Posted;
  tell(event: EventName, reason?: string): void;
  draw(): void;
}

/** Everything after the score: what else is asked, the delivery, and thanks. */
export interface Reply {
  /** The session has another score. */
  select(isByKey: boolean): void;
  /** Whether what was asked is answered and stored. */
  isThanked(): boolean;
  /** What stands under the scale. */
  render(): VNode | false;
  /** What there is to say of the delivery, and thanks in the end. */
  status(): string | undefined;
  /** What stands after thanks. */
  renderLink(): VNode | false | undefined;
  /** The survey closes, or the page does, perhaps for good: what was given is sent as it is. */
  leave(): void;
}

/** How the scores of a survey look. */
export interface Look {
  name: string;
  /** In the order they stand in. */
  scores: readonly number[];
  /** What a score's cell shows, and what it is called where that is not what it shows. */
  cell(score: number): ComponentChild;
  nameOf?(score: number): string;
  /** What its two ends are called, where that is not the metric's own words for them. */
  ends?: readonly [low: string | undefined, high: string | undefined];
}

export interface OpenSurvey {
  close(): void;
}

/** Where further modules come from. */
export interface Imports {
  /** A browser may not ask again for what it could not have, so later tries have another address. */
  reply(tries: number): Promise<{ startReply(session: Session): Reply }>;
  speech(): Promise<{
    speak(survey: SurveyConfig, options: Options): { language: string; dictionary: string };
  }>;
  words(language: string): Promise<{ words: Dictionary }>;
  exact(): Promise<typeof import('./exact.ts')>;
}

export interface TabAsking {
  context: Context;
  survey: SurveyConfig;
  spoken: Spoken;
}

/** What a survey UI is made of: the smallest asks an NPS in a card, the full one everything everywhere. */
export interface Parts extends Imports {
  css: string;
  english: Spoken['words'];
  lookOf?(survey: SurveyConfig, spoken: Spoken): Look | undefined;
  whenVisible?(place: HTMLElement, signal: AbortSignal, run: () => void): void;
  /** Has a session post with the token of a challenge, where its site has Turnstile; the answer asks for one. */
  proveBy?(session: Session): (() => void) | undefined;
  stand?(standing: Standing): Required<Pick<Desk, '_place' | '_tab'>>;
}

/** What a desk lends to that which stands in the page. */
export interface Standing {
  show: Desk['_show'];
  context: Context;
  openIt(asking: Asking): Promise<OpenSurvey | undefined>;
  spokenFor(survey: SurveyConfig): Promise<Spoken>;
}

/** What a client has the survey UI do. Nothing is done once the client's signal, or one that is given, aborts. */
export interface Desk {
  /** Shows a survey, also by its id, unless one is open. */
  _show(survey: SurveyConfig | string, how?: How): Promise<void>;
  /**
   * Shows a survey when its words are here, what a proven person did on other devices is known, the tab is in front,
   * no dialog is open and the visitor is not typing, unless another one that is due goes first.
   */
  _ask(survey: SurveyConfig, isDue: () => boolean, until: AbortSignal): Promise<void>;
  /** Puts a survey into an element of the page. */
  _place?(survey: SurveyConfig, place: HTMLElement, until: AbortSignal): Promise<boolean>;
  /** Puts the tab of a survey at the side of the page. */
  _tab?(survey: SurveyConfig): Promise<void>;
  /** Learns what a proven person did on other devices. */
  _recall(): Promise<void>;
  _close(): void;
}

/** What the loader imports once a survey is due. */
export type OpenDesk = (context: Context) => Desk;
