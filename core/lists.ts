/** Lists of responses, as the team's side of the API asks for them and answers them. */

import { commonFacets, type Facets, type Stage } from './facets.ts';
import { type ScaleName, type Segment, segments } from './scales.ts';

/** What the team did with a response. */
export const statuses = ['unread', 'read', 'done', 'archived'] as const;
export type Status = (typeof statuses)[number];

/** What a response turned out to be that is counted nowhere. */
export const marks = ['spam', 'test'] as const;
export type Mark = (typeof marks)[number];

/** Values of the filters that have but a few. */
export const choices = {
  group: segments,
  comment: ['true', 'false'],
  status: statuses,
  mark: marks,
} as const satisfies Record<string, readonly string[]>;

/** Every filter of a list, as in its URL; `property.NAME` besides. `from` and `to` are UTC days as in 2026-11-22. */
export const filterNames = [
  ...(['survey', 'group', 'comment', 'text', 'from', 'to', 'tag', 'status', 'mark'] as const),
  ...commonFacets,
] as const;

export const filterLimits = {
  /** UTF-16 units of what is searched for, and the words and phrases of it. */
  text: 200,
  words: 10,
  /** Responses of a page, unless fewer are asked for. */
  page: 50,
  /** Surveys of a site that can be listed together. */
  surveys: 200,
} as const;

/** A response as the team sees it. */
export interface ResponseItem extends Omit<Facets, 'variant'> {
  /** The id without its last 32 bits. */
  id: string;
  /** Epoch milliseconds. */
  at: number;
  survey: string;
  score: number;
  /** Which scale the score is on, where it is not the survey's. */
  scale?: ScaleName;
  segment: Segment;
  comment?: string;
  /** There was a comment, which anonymisation removed. */
  wordsRemoved?: true;
  reasons?: string[];
  page: string;
  stage?: Stage;
  variant?: string;
  status: Status;
  tags?: string[];
  mark?: Mark;
  /** Whether the site said who it was, and whether they left an address. */
  hasPerson?: true;
  hasEmail?: true;
}

/** `GET /api/sites/SITE/responses`. */
export interface ResponseList {
  items: ResponseItem[];
  /** Where to go on; absent where there is nothing further. */
  cursor?: string;
  /** Everything from this time on was looked at: epoch milliseconds, 0 for all there is. */
  lookedTo: number;
  /** Rows D1 read for it. */
  rowsRead: number;
}
