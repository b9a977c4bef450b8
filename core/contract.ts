/** The wire: what widgets, teams and replays send to the Worker, and the limits of it. */

import type { ScaleName } from './scales.ts';

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
  /** A response's id may lie this many milliseconds ahead of the server's clock. */
  aheadMs: 5 * 60_000,
  /** A response may be changed for this many milliseconds after it was first stored. */
  changeMs: 60 * 60_000,
} as const;

/** What a site or survey is called in URLs: lower-case letters, digits and hyphens. */
export const slugPattern = /^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/;

/** `POST /v1/r`: the whole response, every time. Only a greater `rev` of the same id is written. */
export interface ResponsePost {
  site: string;
  survey: string;
  /** UUIDv7 made in the browser; its time is the response's time. */
  id: string;
  /** 1 for the first post of an id, greater for each later one. */
  rev: number;
  score: number;
  comment?: string;
  /** Path of the page the survey was shown on; a query or fragment is dropped by the server. */
  page?: string;
}

/** The answer to `POST /v1/r`: 201 when the id is new, 200 when it was known. `rev` is the one now stored. */
export interface Receipt {
  id: string;
  rev: number;
}

/** `POST /v1/v`: a survey was shown, or was dismissed without a score. One view has one id. */
export interface ViewPost {
  site: string;
  survey: string;
  /** The id that a response to this view carries. */
  id: string;
  page?: string;
  dismissed?: boolean;
}

/** `PUT /api/sites/SITE`. */
export interface Site {
  name: string;
  /** Origins whose pages may post, as browsers write them: `https://shop.example`. */
  origins: string[];
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

/** `PUT /api/sites/SITE/surveys/SURVEY`. All texts are plain text in the visitor's language. */
export interface Survey {
  name: string;
  scale: ScaleName;
  status: 'live' | 'paused';
  /** BCP 47 tag of the texts. */
  language: string;
  question: string;
  /** Labels of the two ends of the scale. */
  low: string;
  high: string;
  followUp: string;
  thanks: string;
  /** Where "Privacy" leads; without it the widget shows no such link. */
  privacyUrl?: string;
  /** Seconds between the page's load and the question. */
  delay: number;
  quiet: Quiet;
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
export interface SurveyConfig extends Omit<Survey, 'name' | 'scale' | 'status' | 'source'> {
  id: string;
  min: number;
  max: number;
}

/** What `/o/SITE.js` carries inlined. */
export interface WidgetConfig {
  site: string;
  surveys: SurveyConfig[];
}
