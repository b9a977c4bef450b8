/** What the modules of the survey UI know of one another. */

import type { ComponentChild, h, VNode } from 'preact';
import type { SurveyConfig, ViewPost } from '../../core/contract.ts';
import type { Claim, Detail, EventName } from '../api.ts';
import type { Posted } from '../delivery.ts';
import type { Dictionary, NpsWords } from '../locales/words.ts';
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
export interface Context extends Route {
  site: string;
  options(): Options;
  person(): Claim;
  drafts(): Drafts;
  emit(event: EventName, detail: Detail, from: EventTarget): void;
}

/** What is asked, and how. */
export interface Asking {
  survey: SurveyConfig;
  /** The element of the page that it stands in, if it does. */
  place?: HTMLElement;
  /** Takes the focus, because the visitor asked for it. */
  focus?: boolean | undefined;
  /** Aborts when nothing is to be asked any more. */
  until: AbortSignal;
  /** Whether the visitor may still be asked: another tab may have asked meanwhile. */
  isDue(): boolean;
  onClose(): void;
}

/** An open survey, as the reply to it sees it. */
export interface Session extends Context, Wire, Asking {
  host: Host;
  h: typeof h;
  spoken: Spoken;
  /** Aborts when the survey is closed. */
  signal: AbortSignal;
  /** Its id is the one that the response carries. */
  view: ViewPost;
  score?: number | undefined;
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
    speak(survey: SurveyConfig, options: Options): Pick<SurveyConfig, 'language'> & { dictionary: string };
  }>;
  words(language: string): Promise<{ words: Dictionary }>;
}

export interface TabEvents {
  /** Aborts when there is to be no tab any more. */
  until: AbortSignal;
  onOpen(): void;
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
  openTab?(asking: TabAsking, onOpen: () => void): OpenSurvey;
}

/** What the loader imports once a survey is due. */
export interface UserInterface {
  /**
   * When the words of a survey are here, the tab is in front, no dialog is open and the visitor is not typing; never
   * once the signal aborts.
   */
  untilCalm(survey: SurveyConfig, options: Options, signal: AbortSignal): Promise<void>;
  /** Nothing once the signal has aborted. */
  openSurvey(context: Context, asking: Asking): Promise<OpenSurvey | undefined>;
  openTab(context: Context, survey: SurveyConfig, on: TabEvents): Promise<OpenSurvey | undefined>;
}
