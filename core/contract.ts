/** The wire: what widgets, teams and replays send to the Worker, and the limits of it. */

import type { Facets, Stage } from './facets.ts';
import type { SimpleRule, SurveyRule, Trigger } from './rules.ts';
import type { Metric, ScaleName, Segment } from './scales.ts';
import type { Segments } from './segments.ts';
import type { Act } from './targeting.ts';

/** Upper bounds of everything that comes from outside. Lengths are UTF-16 units unless the name says otherwise. */
export const limits = {
  bodyBytes: 8192,
  slug: 40,
  name: 80,
  text: 300,
  comment: 2000,
  page: 300,
  origins: 20,
  url: 500,
  rev: 10_000,
  delaySeconds: 3600,
  quietDays: 3650,
  triggers: 8,
  events: 8,
  selector: 200,
  /** Text that a fact is tested by, and how many of it one test may name. */
  operand: 200,
  values: 50,
  /** `*` in a glob: each more would multiply what a long text can cost. */
  stars: 2,
  /** Tests of a rule, and how deep they may lie; a test alone is 1 deep. */
  tests: 50,
  depth: 5,
  /** UTF-16 units of all rules of a survey, as JSON with segments in place of their names. */
  rules: 20_000,
  /** Rules that a site may give names to. */
  segments: 20,
  priority: 100,
  most: 1000,
  responses: 1_000_000_000,
  reasons: 8,
  translations: 40,
  variants: 4,
  weight: 100,
  person: 100,
  email: 254,
  /** Properties that a site may declare as facets, and the length of their values. */
  facets: 5,
  property: 100,
  /** Tags of one response, and the length of each. */
  tags: 10,
  tag: 40,
  cursor: 100,
  /** Days after which responses may be dropped or anonymised, at least and at most. */
  retention: [30, 3650],
  turnstileKey: 100,
  turnstileToken: 2048,
  /**
   * Less time between a survey and its score than this is not a person's. It is half of what counts as a false start (World
   * Athletics, rule 16.6), since the clocks of browsers are coarse.
   */
  reactionMs: 50,
  /** A response's id may lie this many milliseconds ahead of the server's clock. */
  aheadMs: 5 * 60_000,
  /** A response may be changed for this many milliseconds after it was first stored. */
  changeMs: 60 * 60_000,
} as const;

/** What a site or survey is called in URLs: lower-case letters, digits and hyphens. */
export const slugPattern = /^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/;

/** Only mail can tell whether an address is one: this refuses what cannot be, and nothing that could. */
export const emailPattern = /^[^\s\p{Cc}@]+@[^\s\p{Cc}@.]+(?:\.[^\s\p{Cc}@.]+)+$/u;

/** `POST /v1/r`: the whole response, every time. Only a greater `rev` of the same id is written. */
export interface ResponsePost extends Facets {
  site: string;
  survey: string;
  /** UUIDv7 made in the browser; its time is the response's time. */
  id: string;
  /** 1 for the first post of an id, greater for each later one. */
  rev: number;
  score: number;
  comment?: string;
  /** Which of the survey's reasons were chosen. */
  reasons?: string[];
  /** Where the visitor may be contacted about this response, if they want that. */
  email?: string;
  /** Who the site says the visitor is. */
  person?: string;
  /** HMAC-SHA256 of `person` by the site's identity secret, 64 hexadecimal digits: proof that the site says so. */
  hash?: string;
  /** Milliseconds from when the survey was shown until the score was given, by a clock that nobody sets. */
  shownMs?: number | undefined;
  /** A field that people do not see, and so leave empty. */
  website?: string;
  /** What Turnstile gave the page, where the site has it: needed with the first post of an id. */
  turnstile?: string;
}

/** The answer to `POST /v1/r`: 201 when the id is new, 200 when it was known. `rev` is the one now stored. */
export interface Receipt {
  id: string;
  rev: number;
}

/** `POST /v1/v`: a survey was shown, or was dismissed without a score. One view has one id. */
export interface ViewPost extends Facets {
  site: string;
  survey: string;
  /** The id that a response to this view carries. */
  id: string;
  dismissed?: boolean;
  /** Who the site says the visitor is, and the proof of it: a dismissal by a verified person is known on every device. */
  person?: string;
  hash?: string;
}

/** `POST /v1/p`: asks what a verified person did, on whichever device. */
export interface PersonPost {
  site: string;
  person: string;
  hash: string;
}

/** The answer to `POST /v1/p`: acts by survey id. */
export interface PersonActs {
  acts: Record<string, Act>;
}

/** `PUT /api/sites/SITE`. */
export interface Site {
  name: string;
  /** Origins whose pages may post, as browsers write them: `https://shop.example`. */
  origins: string[];
  /** Properties of events and visitors that numbers are broken down by. */
  facets?: string[];
  /** What becomes of responses after a while; without it they are kept. */
  retention?: Retention;
  /** Rules that its surveys may use by their names. */
  segments?: Segments;
}

/** After so many days responses are dropped, and their numbers kept, or everything personal is taken from them. */
export interface Retention {
  days: number;
  action: 'delete' | 'anonymise';
}

/** `PUT /api/sites/SITE/turnstile`: the keys of a Turnstile widget that the site has at Cloudflare. */
export interface Turnstile {
  siteKey: string;
  /** Never in an answer. */
  secret: string;
}

/** What takes a response out of the numbers. */
export const marks = ['spam', 'test'] as const;

export type Mark = (typeof marks)[number];

/** How far the team has come with a response. */
export const statuses = ['unread', 'read', 'done', 'archived'] as const;

export type ResponseStatus = (typeof statuses)[number];

/** `PATCH /api/sites/SITE/surveys/SURVEY/responses/ID`: what is left out stays as it is. */
export interface ResponseChange {
  /** `null` takes the mark off. */
  mark?: Mark | null;
  status?: ResponseStatus;
  tags?: string[];
}

/** `POST /api/sites/SITE/erasures`: everything of a person, or of an e-mail address, one of the two. */
export interface Erasure {
  person?: string;
  email?: string;
  /** Of the answer before, to go on where it ended. */
  cursor?: string;
}

/** Days in which a visitor is not asked, counted from what they last did. */
export interface Quiet {
  /** After a response to this survey. */
  response: number;
  /** After a dismissal of this survey. */
  dismissal: number;
  /** After a response to or a dismissal of any other survey of the site. */
  others: number;
}

/** A value of its own for each group of scores: detractors, passives and promoters of an NPS. */
export type BySegment<T> = Partial<Record<Segment, T>>;

/** Where thanks lead on to, such as a review page for promoters. */
export interface Link {
  text: string;
  url: string;
}

/** What a survey says, as plain text. What is left out is said in the standard words of the visitor's language. */
export interface Texts {
  question?: string;
  /** Labels of the two ends of the scale. */
  low?: string;
  high?: string;
  /** Asks for the reason once a score is given, in other words for each segment if need be; `false` asks for none. */
  followUp?: string | BySegment<string> | false;
  thanks?: string;
  links?: BySegment<Link>;
  /** What reasons are called, where they are not the standard ones. */
  reasonLabels?: Record<string, string>;
  /** What the button on the side tab says. */
  tab?: string;
}

/** Where a survey stands: in a corner, over the page when the visitor asked for it, behind a tab, or in the page. */
export const displays = ['card', 'dialog', 'tab', 'inline'] as const;

export type Display = (typeof displays)[number];

/** Corners of the page, by the direction the visitor reads in. */
export const positions = ['bottom-end', 'bottom-start', 'top-end', 'top-start'] as const;

export type Position = (typeof positions)[number];

/** Reasons that have a name in every language; a survey may have others with labels of its own. */
export const standardReasons = ['effectiveness', 'ease', 'speed', 'clarity', 'people', 'other'] as const;

export type StandardReason = (typeof standardReasons)[number];

/** What a variant may have of its own: what is said, when it asks, how it looks, on which scale. Never of whom. */
export const changeable = [
  ...(['question', 'low', 'high', 'followUp', 'thanks', 'links', 'reasonLabels', 'translations'] as const),
  ...(['register', 'subject', 'position', 'scale', 'look', 'reasons', 'contact', 'when', 'delay'] as const),
] satisfies (keyof Survey)[];

/** One way to ask a survey, for a share of those who are asked. */
export interface Variant {
  id: string;
  /** How many are asked in this way, against the weights of the others: above 0, and 1 unless it says otherwise. */
  weight?: number;
  /**
   * What stands instead of the survey's own, each field as a whole. The first variant, the control, has none. Of another
   * scale nothing is as the survey's own that is said of one scale alone: the question, the ends, the look.
   */
  change: Partial<Pick<Survey, (typeof changeable)[number]>>;
}

/** `PUT /api/sites/SITE/surveys/SURVEY`. */
export interface Survey extends Texts {
  name: string;
  /** The point of the journey that it asks about, and the stage which that belongs to. */
  touchpoint?: string;
  stage?: Stage;
  scale: ScaleName;
  status: 'live' | 'paused';
  /** BCP 47 tag of the survey's own texts. */
  language: string;
  /** The same in further languages, by BCP 47 tag. */
  translations?: Record<string, Texts>;
  /** How standard words address the visitor, where a language has two ways; formal unless it says otherwise. */
  register?: 'formal' | 'informal';
  /** What the standard question asks about; without it the site's name. */
  subject?: string;
  display?: Display;
  /** The corner it opens in, unless the page says another. */
  position?: Position;
  /** How the scores of a CSAT look; faces unless it says otherwise. */
  look?: 'faces' | 'numbers';
  /** Reasons to choose from after a thumb or a score in the low segment. */
  reasons?: string[];
  /** Asks for an e-mail address to be contacted at. */
  contact?: boolean;
  /** Where "Privacy" leads; without it the widget shows no such link. */
  privacyUrl?: string;
  /** A card’s moments, any of which is enough; without them it asks after each page view's load. */
  when?: Trigger[];
  /** Seconds between such a moment and the question. */
  delay: number;
  /** Tracked events that call off what is delayed. */
  cancelOn?: string[];
  /** Where, and who, the visitor has to be. */
  where?: SurveyRule;
  /** The share of visitors that is asked, above 0 up to 1; everybody unless it says otherwise. */
  share?: number;
  /** Of several that are due, after the one asked longest ago, the greater goes first; 0 unless it says otherwise. */
  priority?: number;
  quiet: Quiet;
  /** How often one visitor is asked at most. */
  most?: number;
  /** Not asked before, and not from then on: ISO 8601 with a time zone. */
  from?: string;
  until?: string;
  /** Asks no more once so many responses are stored, in all or on a UTC day. */
  stopAfter?: number;
  perDay?: number;
  /** Two to four ways to ask it, to find out which is best: the survey as it is, the control, and others. */
  variants?: Variant[];
  /** Set when the responses come from a file: what makes a second replay of it the same responses. */
  source?: Source;
}

/** The file a survey was replayed from. Fixed once set. */
export interface Source {
  /** SHA-256 of the file, 64 hexadecimal digits. */
  hash: string;
  /** Epoch milliseconds of the last response's id. */
  endAt: number;
}

/** What `/o/SITE.js` carries of a live survey. */
export interface SurveyConfig
  extends Omit<
    Survey,
    | ('name' | 'touchpoint' | 'stage' | 'scale' | 'status' | 'source' | 'stopAfter' | 'perDay' | 'display')
    | ('quiet' | 'when' | 'where' | 'from' | 'until' | 'variants' | 'delay' | 'language')
  > {
  id: string;
  /** Where it is not a card. */
  display?: Exclude<Display, 'card'>;
  /** Days without, as `Quiet` has them. */
  quiet: readonly [response: number, dismissal: number, others: number];
  /** BCP 47 tag, where it is not English; and seconds, where there are some. */
  language?: string;
  delay?: number;
  /** The moments of a card. */
  when: Trigger<SimpleRule>[];
  where?: SimpleRule;
  /** Epoch milliseconds. */
  from?: number;
  until?: number;
  variants?: VariantConfig[];
  /** Which variant it is, where it is one, or was before it became the survey on another scale. */
  variant?: string;
  /** Where it is not the usual scale. */
  metric?: Metric;
  min?: number;
  /** The segment of each score from `min` on, a digit each: 0 low, 1 middle, 2 high. */
  segments?: string;
  /** Whether the low end of the scale is the good one. */
  isReversed?: boolean;
  /** The dictionary for `language`, where that is not English. */
  dictionary?: string;
}

/** A survey with what it need not say. */
export type FullSurvey = SurveyConfig & Required<Pick<SurveyConfig, keyof typeof usual>>;

/** What holds of a survey that does not say another: an NPS from 0 to 10, in English. */
export const usual = { metric: 'nps', min: 0, segments: '00000001122', language: 'en' } as const;

/** Everything a page may say about the widget. */
export const optionNames = ['position', 'theme', 'language', 'storage', 'auto'] as const;

/** A variant as a survey of its own, so that a page needs to put nothing together. */
export interface VariantConfig extends Omit<SurveyConfig, 'variants'> {
  variant: string;
  /** A draw in [0, 1) below this is its own, if not one before it has it. */
  upTo: number;
}

/** What `/o/SITE.js` carries inlined, and `/o/SITE.json` answers. */
export interface WidgetConfig {
  site: string;
  /** Where the widget's modules stand, from the deployment's origin, and which of them is the survey UI. */
  folder: string;
  ui: string;
  /** Properties to send with responses and views; none unless there are some. */
  facets?: string[];
  /** The site key, where responses need the token of a Turnstile. */
  turnstile?: string;
  /** What the query of the script's address says, unread. */
  options?: { [Name in (typeof optionNames)[number]]?: string };
  surveys: SurveyConfig[];
}
