/** Every text the team reads, in English. A further language is a file of the type `Strings`. */

import type { PeriodName } from '../../../core/periods.ts';
import { type Metric, type ScaleName, scales } from '../../../core/scales.ts';
import { pluralOf } from '../plural.ts';

export type Strings = typeof en;

interface MetricStrings {
  name: string;
  /** What the groups are called, as in "62% promoters". */
  low: string;
  middle: string;
  high: string;
}

const plural = pluralOf('en');

const metrics: Record<Metric, MetricStrings> = {
  nps: { name: 'NPS', low: 'detractors', middle: 'passives', high: 'promoters' },
  csat: { name: 'CSAT', low: 'dissatisfied', middle: 'neutral', high: 'satisfied' },
  stars: { name: 'Stars', low: '1–2 stars', middle: '3 stars', high: '4–5 stars' },
  ces: { name: 'CES', low: 'hard', middle: 'neither', high: 'easy' },
  thumbs: { name: 'Helpful', low: 'no', middle: '', high: 'yes' },
};

const scaleNotes: Partial<Record<ScaleName, string>> = { 'nps-1-10': scales['nps-1-10'].note };

const periods: Record<PeriodName, string> = {
  '7d': '7 days',
  '28d': '28 days',
  '90d': '90 days',
  '365d': '365 days',
};

export const en = {
  language: 'en',
  product: 'Opina',
  metrics,
  scaleNotes,
  periods,

  place: 'Site and survey',
  site: 'Site',
  survey: 'Survey',
  period: 'Period',
  paused: 'Paused',
  noSurveyYet: 'no survey yet',
  signOut: 'Sign out',
  notSignedOut: 'You are still signed in: Opina could not be reached.',

  loading: 'Loading',
  to: (low: string, high: string) => `${low} to ${high}`,
  interval: '95% interval',
  few: 'Few responses',
  noInterval: 'No interval yet',
  needed: (n: number, count: string) =>
    plural(n, { one: `About ${count} more response for ±10`, other: `About ${count} more responses for ±10` }),

  up: (amount: string | undefined) => (amount ? `up ${amount}` : 'up'),
  down: (amount: string | undefined) => (amount ? `down ${amount}` : 'down'),
  noChange: 'no real change',
  from: (value: string, period: string) => `from ${value} in the ${period} before`,
  nothingBefore: (period: string) => `No responses in the ${period} before`,

  responses: 'Responses',
  responseRate: 'Response rate',
  commentRate: 'Comment rate',
  ofViews: (count: string) => `of ${count} shown`,
  viewsNotCounted: 'views not counted',
  noRate: '–',
  countOfResponses: (n: number, count: string) => plural(n, { one: `${count} response`, other: `${count} responses` }),
  noResponses: 'no responses',

  trend: 'Trend',
  trendLabel: (metric: string, days: string) => `${metric} from ${days}. The table below has the numbers.`,
  trendPoint: 'Days shown',
  distribution: 'Distribution',
  distributionLabel: 'Share of responses per score. The table below has the numbers.',
  asTable: 'Show as a table',
  days: 'Days',
  score: 'Score',
  share: 'Share',
  count: 'Responses',

  comments: 'Newest comments',
  noComments: 'No comments in these days. People may leave one after they give a score.',
  scored: (score: string) => `Score ${score}`,

  emptyTitle: 'No responses yet',
  emptyPeriodTitle: (period: string) => `No responses in the last ${period}`,
  emptyPaste: 'Paste this line into every page of the site, right before the end of its head or body.',
  emptyFills: 'This page fills by itself as soon as a response comes in.',
  emptyViews: (n: number, count: string) =>
    plural(n, {
      one: `The survey was shown ${count} time in these days, so the snippet is in place.`,
      other: `The survey was shown ${count} times in these days, so the snippet is in place.`,
    }),
  emptyPaused: 'The survey is paused: nobody is asked until it is live again.',
  longer: (period: string) => `Look at ${period}`,
  copy: 'Copy',
  copied: 'Copied',
  copyByHand: 'Selected, copy it with the keyboard',

  offline: (clock: string) =>
    `Opina cannot be reached. The numbers from ${clock} stay here and update when it is back.`,
  offlineAtFirst: 'Opina cannot be reached',
  offlineNext: 'Nothing is lost. This page tries again by itself.',
  tryNow: 'Try now',

  signedOutTitle: 'You are signed out',
  signedOutText: 'Open a sign-in link to come in. Start Opina again, or ask an owner for a new link.',
  signingIn: 'Signing in',
  linkUsedTitle: 'This link was used or has expired',
  linkUsedText: 'A sign-in link works once. Start Opina again, or ask an owner for a new link.',
  linkKeptTitle: 'Not signed in yet',
  linkKeptText: 'Opina could not be reached. The link is not lost: try it again.',
  toResults: 'Go to the results',

  missingTitle: 'There is nothing at this address',
  missingText: 'It may have been renamed, or the link is not complete. These can be read:',
  noSitesTitle: 'No site yet',
  noSitesText: 'Opina has no site to show. An owner adds one, and this page shows it by itself.',
  noSurveysTitle: 'No survey yet',
  noSurveysText: 'This site has no survey. An owner adds one, and this page shows it by itself.',
};
