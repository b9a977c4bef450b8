/** What a language has to say. */

import type { StandardReason } from '../../core/contract.ts';

/** What the smallest survey UI carries: an NPS in its standard form. `{x}` is what is asked about. */
export interface NpsWords {
  close: string;
  /** Not stored yet: it is kept and will be sent. */
  kept: string;
  nps: string;
  npsLow: string;
  npsHigh: string;
}

/** The standard forms of all questions. `{x}` is what is asked about, `{n}` a number. */
export interface QuestionWords extends NpsWords {
  csat: string;
  /** From very dissatisfied to very satisfied; soft hyphens say where a long word may break. */
  csatLabels: readonly [string, string, string, string, string];
  stars: string;
  /** The name of a number of stars. */
  starLabel: string;
  starsLow: string;
  starsHigh: string;
  /** CES 2.0: how easy it was, agreed to or not. */
  ces: string;
  cesLow: string;
  cesHigh: string;
  /** CES 1.0: how much effort it took the visitor. */
  effort: string;
  effortLow: string;
  effortHigh: string;
  thumbs: string;
  yes: string;
  no: string;
  /** On the tab at the side of the page. */
  tab: string;
}

/** What is said after the score. */
export interface ReplyWords {
  send: string;
  sending: string;
  privacy: string;
  /** Not stored, and it never will be; the server's reason follows. */
  refused: string;
  thanks: string;
  /** After a score of a detractor, a passive, a promoter. */
  npsFollowUp: readonly [low: string, middle: string, high: string];
  /** After a low, a middle and a high score of anything else. */
  followUp: readonly [low: string, middle: string, high: string];
  /** Above the reasons to choose from, which may follow a good score as well as a bad one. */
  reasons: string;
  reasonLabels: Readonly<Record<StandardReason, string>>;
  /** Above the field for an e-mail address, which may stay empty. */
  contact: string;
  /** What is typed there is no e-mail address. */
  badEmail: string;
}

/** Everything a language has to say. */
export interface Words extends QuestionWords, ReplyWords {}

/** A language's words, formal where it has two ways to address somebody; `informal` holds those that differ. */
export interface Dictionary extends Words {
  informal?: Partial<Words>;
}
