/** What rows and requests cost on Cloudflare. Prices as published at developers.cloudflare.com in November 2026. */

import { rounded } from './median.ts';

/** Rows of D1 for one of something. */
export interface Rows {
  written: number;
  read: number;
}

/** What was measured: a response with its folds, a view, its dismissal, the fold of a view, and what words add. */
export interface MeasuredRows {
  response: Rows;
  view: Rows;
  dismissal: Rows;
  fold: Rows;
  comment: Rows;
}

/** Dollars; beyond what the Paid plan includes. Duration is of an object of 128 MB. */
export const prices = {
  millionRowsWritten: 1,
  millionRowsRead: 0.001,
  millionRequests: 0.3,
  millionObjectRequests: 0.15,
  millionGigabyteSeconds: 12.5,
} as const;

/** What the Free plan has for a day. */
export const freePlan = { rowsWritten: 100_000, rowsRead: 5_000_000, requests: 100_000 } as const;

/** What visitors do: said, not measured. */
export const visitors = {
  /** Responses for each view. */
  responseRate: 0.1,
  dismissalRate: 0.4,
  /** Responses that bring words, which come in a post of their own. */
  commentRate: 0.25,
  /** Requests for the script for each survey shown: it is kept for five minutes. */
  scripts: 1,
} as const;

/** How the script comes: from the Worker with the site's surveys in it, or from a file, which Cloudflare serves for nothing. */
export type Script = 'script' | 'static';

interface Need {
  rowsWritten: number;
  rowsRead: number;
  requests: number;
  /** Posts, which in grouped mode go through an object. */
  posts: number;
}

/** All that happens for one response. */
export function needOf({ response, view, dismissal, fold, comment }: MeasuredRows, script: Script): Need {
  const views = 1 / visitors.responseRate;
  const dismissals = views * visitors.dismissalRate;
  const comments = visitors.commentRate;
  // Words come as another revision of the row, and are then searched for.
  const ofComment = { written: 1 + comment.written, read: 1 + comment.read };
  const sum = (of: keyof Rows) =>
    response[of] + views * (view[of] + fold[of]) + dismissals * dismissal[of] + comments * ofComment[of];
  const posts = 1 + views + dismissals + comments;
  const scripts = script === 'static' ? 0 : views * visitors.scripts;
  return { rowsWritten: sum('written'), rowsRead: sum('read'), requests: posts + scripts, posts };
}

export interface Bill {
  rowsWritten: number;
  rowsRead: number;
  requests: number;
  objects: number;
  all: number;
}

/** Seconds that a post keeps an object busy which has no other to share them with. */
const objectSeconds = 0.05;
const objectGigabytes = 0.128;

/** Dollars for a million responses with all that happens for them. */
export function billOf(rows: MeasuredRows, mode: 'direct' | 'grouped'): Bill {
  const need = needOf(rows, 'script');
  const perPost = prices.millionObjectRequests + objectSeconds * objectGigabytes * prices.millionGigabyteSeconds;
  const bill = {
    rowsWritten: need.rowsWritten * prices.millionRowsWritten,
    rowsRead: need.rowsRead * prices.millionRowsRead,
    requests: need.requests * prices.millionRequests,
    objects: mode === 'grouped' ? need.posts * perPost : 0,
  };
  const all = Object.values(bill).reduce((sum, part) => sum + part, 0);
  const parts = Object.entries({ ...bill, all }).map(([name, dollars]) => [name, rounded(dollars, 3)]);
  return Object.fromEntries(parts) as Bill;
}

/** Responses that the Free plan stores in a day, and what they are limited by. */
export function responsesADay(rows: MeasuredRows, script: Script) {
  const need = needOf(rows, script);
  const limits = {
    rowsWritten: Math.floor(freePlan.rowsWritten / need.rowsWritten),
    rowsRead: Math.floor(freePlan.rowsRead / need.rowsRead),
    requests: Math.floor(freePlan.requests / need.requests),
  };
  return { ...limits, all: Math.min(...Object.values(limits)) };
}
