/** Every text the team reads, in English. A further language is a file of the type `Strings`. */

import type { PeriodName } from '../../../core/periods.ts';
import { type Metric, type ScaleName, scales } from '../../../core/scales.ts';
import { pluralOf } from '../plural.ts';
import { team } from './en-team.ts';

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

  scale: (metric: string, min: number, max: number) => `${metric} ${min}–${max}`,
  ofEffort: (scale: string) => `${scale} of effort`,
  otherScale: (n: number, count: string, scale: string) =>
    plural(n, {
      one: `${count} response of these days was given on another scale, ${scale}, and is not among these numbers.`,
      other: `${count} responses of these days were given on another scale, ${scale}, and are not among these numbers.`,
    }),
  seeExperiment: 'The experiment below has them beside the others.',
  onScale: (scale: string, own: string) => `These are the responses on ${scale}. The survey is asked on ${own}.`,
  toScale: (scale: string) => `Numbers on ${scale}`,

  breakdown: 'Broken down by',
  andBy: 'and by',
  facets: {
    page: 'Page',
    touchpoint: 'Touchpoint',
    stage: 'Stage',
    variant: 'Variant',
    locale: 'Language',
    device: 'Device',
    channel: 'Channel',
  },
  stages: {
    awareness: 'Awareness',
    consideration: 'Consideration',
    purchase: 'Purchase',
    loyalty: 'Loyalty',
    advocacy: 'Advocacy',
  },
  channels: { web: 'On a page', link: 'Link', email: 'E-mail', qr: 'QR code', app: 'App' },
  notSaid: 'not said',
  nobodySaid: 'No response of these days says that.',
  otherValues: 'Other values',
  otherHint: 'A day keeps its first hundred values apart. Those that came after them are counted together.',
  rowsToRead: (n: number, count: string) =>
    plural(n, {
      one: `To combine them, ${count} row has to be read.`,
      other: `To combine them, ${count} rows have to be read.`,
    }),
  look: 'Read them',
  lookedSince: (moment: string) => `Responses since ${moment} were looked at.`,

  experiment: 'Experiment',
  oneLook: 'Judge it once, when the time that you set beforehand is over: who looks every day finds winners in chance.',
  compare: 'Compare the variants',
  variant: 'Variant',
  winner: (variant: string) => `${variant} is the winner`,
  several: (variants: string) => `Better than the control, but not than one another: ${variants}`,
  verdicts: {
    mismatch:
      'No winner: the views are not divided as the weights say. Find the cause first, it may bear on the scores.',
    mixed: 'No winner: a variant is better in one number and worse in another',
    'too few': 'No winner: too few responses to tell',
    'no real difference': 'No winner: no real difference',
  },
  scalesNotCompared:
    'Scores on different scales are not compared: what is said above is about response rate and comment rate.',
  scalesPartlyCompared:
    'Scores are compared only with a control on the same scale, all others by response rate and comment rate.',
  declare: 'Make it the survey',
  declareOf: (variant: string) => `Make it the survey: ${variant}`,
  winnerQuestion: (variant: string) =>
    `Make ${variant} the survey that everybody is asked? The experiment ends with that.`,
  scaleQuestion: (scale: string) =>
    `Its scale, ${scale}, becomes that of the survey, whose numbers are then those given on it. The former ones can still be read.`,
  notDone: 'That was not done. Try it again.',
  removedBefore: (day: string) => `Responses before ${day} were removed; their numbers stay.`,
  wonBy: (variant: string) => `from then on as in ${variant}`,

  comments: 'Newest comments',
  noComments: 'No comments in these days. People may leave one after they give a score.',
  scored: (score: string) => `Score ${score}`,
  allResponses: 'All responses',
  responsesOf: (survey: string) => `Responses to ${survey}`,
  words: 'Words',
  wordsHint: 'All of them, in any order. "In quotes" as they stand, begin* for how a word begins.',
  allScores: 'all',
  withComment: 'Only with a comment',
  filteredBy: 'Filtered by',
  noValue: 'not known',
  without: (name: string, value: string) => `Without ${name} ${value}`,
  onlyWith: (name: string, value: string) => `${value}: only this ${name}`,
  noComment: 'No comment',
  wordsRemoved: 'The words were removed',
  older: 'Older',
  lookedTo: (moment: string) => `Looked back to ${moment}.`,
  lookedInVain: (moment: string) => `Looked back to ${moment}, and found none so far.`,
  allShown: 'That is all.',
  noneSuch: 'There is no such response.',
  noResponsesYet: 'No responses yet.',
  listOffline: 'Opina cannot be reached. What was read stays here.',
  indexing: 'The words are still being made searchable. That takes a minute or two.',
  filterRefused: 'There is nothing to look for in these words or values. Take a letter or a digit.',

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

  refusals: 'Refused posts to this site',
  refusalsHint: (period: string) => `In the last ${period}. Nothing of these was stored; counts are kept for 90 days.`,
  noRefusals: (period: string) => `None in the last ${period}.`,
  refusalsFailed: 'They could not be read. Close and open this to try again.',
  reason: 'Reason',
  posts: 'Posts',
  refusalReasons: {
    'origin-refused': 'From a page that is not of the site’s origins',
    'rate-limited': 'More than the limit of a minute; sent again by the widget',
    bot: 'From a crawler, or a program that fills every field',
    'too-fast': 'Faster than a person can be',
    'challenge-failed': 'Without a Turnstile token that is good',
    'unknown-survey': 'For a survey that there is not',
    'clock-ahead': 'From a device whose clock is ahead; sent again by the widget',
    closed: 'Another score after the hour in which it may be changed',
    invalid: 'With a field that is missing or wrong',
    unproven: 'With a hash that does not prove who the visitor is',
    unavailable: 'While the database did not answer; sent again by the widget',
  },

  offline: (clock: string) =>
    `Opina cannot be reached. The numbers from ${clock} stay here and update when it is back.`,
  offlineSurveys: 'Opina cannot be reached. The surveys stay here as they were and update when it is back.',
  offlineAtFirst: 'Opina cannot be reached',
  offlineNext: 'Nothing is lost. This page tries again by itself.',
  tryNow: 'Try now',

  signedOutTitle: 'You are signed out',
  signedOutText:
    'Open a sign-in link to come in. Administrators make new ones, and Opina prints one where you start it yourself.',
  signingIn: 'Signing in',
  joinedTitle: 'You have joined',
  joinedText: 'You were signed in already, so the invitation is yours as who you are.',
  linkUsedTitle: 'This link was used or has expired',
  linkUsedText:
    'A link works once, for 15 minutes. Where you were signed in before, you still are. Otherwise ask whoever sent it for another, or start Opina again where you run it yourself.',
  linkKeptTitle: 'Not signed in yet',
  linkKeptText: 'Opina could not be reached. The link is not lost: try it again.',
  toResults: 'Go to the results',

  passkeys: 'Passkeys',
  passkeysHint:
    'A passkey signs you in with your fingerprint, face or screen lock, without a link. It stays with you: Opina has only what recognises it.',
  noPasskeys: 'You have none yet.',
  noPasskeysHere: 'This browser has no passkeys at this address.',
  signInWithPasskey: 'Sign in with a passkey',
  makePasskey: 'Make a passkey',
  passkeyMade: 'Your passkey is made.',
  passkeyFailures: {
    signIn: {
      cancelled: 'No passkey was chosen.',
      refused: 'This passkey does not sign in here. Open a sign-in link, and make another.',
      often: 'That was tried too often. Try it again in a minute.',
      unreachable: 'Opina could not be reached. Try it again.',
    },
    make: {
      cancelled: 'No passkey was made.',
      refused: 'This passkey was not taken. Try it again, or with another device.',
      known: 'That device has a passkey for you already.',
      often: 'That was tried too often. Try it again in a minute.',
      unreachable: 'Opina could not be reached. Try it again.',
    },
  },
  offerTitle: 'Come in without a link next time',
  offerText: 'A passkey signs you in with your fingerprint, face or screen lock.',
  notNow: 'Not now',
  close: 'Close',
  madeOn: (day: string) => `made ${day}`,
  rename: 'Rename',
  renameOf: (name: string) => `Rename ${name}`,
  renameQuestion: (name: string) => `Another name for ${name}`,
  removePasskeyQuestion: (name: string) => `Remove ${name}? It will not sign you in here any more.`,
  cancel: 'Cancel',

  whoIsAsked: 'Who is asked',
  situation: 'Situation',
  page: 'Page',
  url: 'Address',
  urlHint: 'Paste the address of a page, or a path of the site.',
  urlWrong: 'This is not the address of a page, so its address, path and query are not known.',
  originUnknown: (origin: string) => `${origin} is not one of the site's origins: responses from there are refused.`,
  pageLanguage: 'Language',
  referrer: 'Came from',
  referrerHint: 'The address before this one. Empty: none.',
  device: 'Device',
  devices: { phone: 'Phone', tablet: 'Tablet', desktop: 'Desktop' },
  auto: 'Surveys ask by themselves',
  autoHint: 'Off as with data-auto="false".',
  visitor: 'Visitor',
  notIdentified: 'not identified',
  identified: 'identified',
  verified: 'identified with a proof',
  person: 'Person',
  personHint: 'What identify is called with. Empty: not identified.',
  proof: 'With a proof',
  visitorNumber: 'Visitor number',
  visitorNumberHint: 'A share is drawn by it: another number is another visitor.',
  traits: 'Traits',
  traitsHint: 'One key=value a line.',
  memory: 'Memory',
  storage: 'Storage mode',
  views: 'Page views',
  visits: 'Visits',
  countsHint: 'This one included.',
  notCounted: 'Page views and visits are counted in the mode always alone.',
  doneBefore: 'Done before',
  nothingDone: 'nothing',
  doneTo: (n: number, count: string) => plural(n, { one: `${count} survey`, other: `${count} surveys` }),
  doneHint: 'Days since. Empty: never.',
  notRemembered: 'In the mode none nothing of this is remembered, unless a proof says who the visitor is.',
  deeds: { response: 'Response', dismissal: 'Dismissal', times: 'Times asked' },
  moment: 'Day and time',
  momentHint: 'In your time zone. Empty: now.',
  now: 'now',
  startOver: 'Start over',
  asks: 'Asks',
  asksNot: 'Does not ask',
  goesFirst: 'goes first',
  waitsFor: 'waits for',
  askedAs: 'Asked as',
  passes: 'passes',
  fails: 'fails',
  noneAsks: (n: number, count: string) =>
    plural(n, { one: 'The live survey does not ask.', other: `None of ${count} live surveys asks.` }),
  someAsk: (n: number, count: string, all: string) =>
    plural(n, { one: `${count} of ${all} live surveys asks.`, other: `${count} of ${all} live surveys ask.` }),
  theOneAsks: 'The live survey asks.',
  first: (name: string) => `Where several are due at once, ${name} goes first.`,
  noLiveSurveys: 'No survey is live, so nobody is asked.',
  pausedSurveys: (names: string) => `Paused, so not asked: ${names}.`,

  missingTitle: 'There is nothing at this address',
  missingText: 'It may have been renamed, or the link is not complete. These can be read:',
  missingAlone: 'It may have been renamed, or the link is not complete.',
  noSitesTitle: 'No site yet',
  noSitesText: 'Opina has no site to show. An administrator adds one, and this page shows it by itself.',
  noSurveysTitle: 'No survey yet',
  noSurveysText: 'This site has no survey. An owner or an editor adds one, and this page shows it by itself.',

  // Last, so that a text that both have does not compile.
  ...team,
};
