/** What the team's side of the API answers. */

import type { Role } from './access.ts';
import type { Mark, ResponseStatus, Site, Survey } from './contract.ts';
import type { Experiment } from './experiments.ts';
import type { FacetName } from './facets.ts';
import type { Change, Estimate, Score } from './metrics.ts';
import type { Period } from './periods.ts';
import type { ProblemCode } from './problems.ts';
import type { ScaleName } from './scales.ts';

/** `GET /api/sites`. */
export interface SiteListing extends Site {
  id: string;
  /** Of whoever asks. */
  role: Role;
  surveys: SurveyListing[];
}

export interface SurveyListing extends Pick<Survey, 'name' | 'scale' | 'status' | 'language' | 'question'> {
  id: string;
  hasVariants?: true;
}

/** `GET /api/sites/SITE/refusals?period=28d`: posts to a site that were refused, kept for 90 days. */
export interface Refusals {
  period: Period;
  /** The most frequent first. */
  reasons: { reason: ProblemCode; count: number }[];
}

/** A response as lists show it. */
export interface ResponseListing {
  /** The id without its last 32 bits: enough to find a response, too little to change it. */
  id: string;
  at: number;
  score: number;
  comment?: string;
  page: string;
}

/** What a period holds. */
export interface Summary {
  n: number;
  /** Responses per score; the index is the score, 0…10. */
  counts: number[];
  views: number;
  dismissals: number;
  comments: number;
  /** Absent while there is no response. */
  score?: Score;
  /** Absent while views are not counted, or fewer than responses. */
  responseRate?: Estimate;
  commentRate?: Estimate;
}

export interface TrendPoint extends Period {
  n: number;
  score?: Score;
}

/** From then on a survey was asked in another way: what lies on its two sides is not quite the same. */
export interface TrendBreak {
  /** Epoch milliseconds. */
  at: number;
  /** The variant that became the survey. */
  winner: string;
}

/** `GET /api/sites/SITE/surveys/SURVEY/results?period=28d`: on the survey's scale, or on `scale=csat`. */
export interface Results {
  site: { id: string } & Pick<Site, 'name' | 'facets'>;
  survey: SurveyListing;
  /** On which all of this was asked and given but for the other scales. */
  scale: ScaleName;
  /** Responses of the period on other scales: of variants, or of before one of them became the survey. */
  otherScales: { scale: ScaleName; n: number }[];
  period: Period;
  /** Whether the survey has any response, in whatever period. */
  hasResponses: boolean;
  current: Summary;
  previous: Summary;
  /** From the previous period to this one; absent where either has no score. */
  change?: Change;
  /** About how many more responses bring the interval to ±10 points (±0.1 of a share); 0 when it is there. */
  needed?: number;
  trend: TrendPoint[];
  /** Those within the period, the first first. */
  breaks: TrendBreak[];
  newestComments: ResponseListing[];
  /** For whom may read the numbers and not what visitors wrote. */
  isWithoutComments?: true;
  /** Responses of earlier days of the period were removed: their numbers stay, and can no longer be counted again. */
  verifiedFrom?: number;
  /** Rows D1 read for this view: what it costs. */
  rowsRead: number;
}

/** `GET /api/sites/SITE/surveys/SURVEY/experiment`: since the variants were first asked. */
export interface ExperimentResults extends Experiment {
  survey: SurveyListing;
  /** Rows D1 read for it. */
  rowsRead: number;
}

/** What has one value of each facet. */
export interface Group {
  /** In the order of the facets; '' where a response did not say it, which only combinations show. */
  values: string[];
  n: number;
  comments: number;
  views: number;
  dismissals: number;
  score?: Score;
  responseRate?: Estimate;
  /** Where it is not that of the breakdown: only variants are told apart by it. */
  scale?: ScaleName;
}

/** `GET /api/sites/SITE/surveys/SURVEY/breakdown?by=device&period=28d`: on the survey's scale, or on `scale=csat`. */
export interface Breakdown {
  by: FacetName[];
  period: Period;
  /** By several facets: the rows it takes, said before they are read. */
  rowsToRead?: number;
  /** The most responses first. Responses that did not say a value of the one facet are in none of them. */
  groups?: Group[];
  /** What has no group of its own: on a day with more than a hundred values, those that came after them. */
  other?: Group;
  /** Rows D1 read for it. */
  rowsRead?: number;
  /** The time of the oldest response that was looked at, in epoch milliseconds. */
  lookedTo?: number;
}

/** The answer to `PATCH …/responses/ID`: what the team has done with it so far. */
export interface ResponseHandling {
  /** Short, as in lists. */
  id: string;
  mark: Mark | null;
  status: ResponseStatus;
  tags: string[];
}

/** The answer to `POST /api/sites/SITE/erasures`; with a cursor there is more to look at. */
export interface Erased {
  /** Responses that this step erased. */
  erased: number;
  cursor?: string;
}

/** A cell of the tallies that is not what the responses and views add up to. */
export interface Difference {
  /** UTC day. */
  day: number;
  facet: string;
  value: string;
  /** Counters that are wrong, by how much they are too great. */
  surplus: Record<string, number>;
}

/** `GET /api/sites/SITE/surveys/SURVEY/verification?from=DAY`. */
export interface Verification {
  /** The first hundred that were found. */
  differences: Difference[];
  /** The day to go on from, where there is more to look at. */
  next?: number;
  rowsRead: number;
}
