/** The one place that talks to the Worker. */

import type { Joined } from '../../core/access.ts';
import type { Survey, WidgetConfig } from '../../core/contract.ts';
import type { FacetName } from '../../core/facets.ts';
import type { ResponseList } from '../../core/lists.ts';
import type {
  PasskeyAssertion,
  PasskeyAttestation,
  PasskeyCreation,
  PasskeyListing,
  PasskeyRequest,
} from '../../core/passkeys.ts';
import { type Problem, type ProblemCode, problems } from '../../core/problems.ts';
import type { Breakdown, ExperimentResults, Refusals, Results, SiteListing } from '../../core/results.ts';
import type { ScaleName } from '../../core/scales.ts';

/** What a question to the API comes to. Nothing is thrown. */
export type Answer<T> =
  | { kind: 'data'; data: T; etag: string | null }
  | { kind: 'unchanged' }
  | { kind: 'problem'; code: ProblemCode }
  /** No answer, or one that is not the API's: offline, a proxy, a timeout. */
  | { kind: 'unreachable' };

export interface Session {
  id: string;
  name: string;
  isAdmin: boolean;
}

interface Asking {
  method?: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  body?: unknown;
  /** Of a share link, in place of the session. */
  key?: string | undefined;
  etag?: string | null;
  signal?: AbortSignal;
  cache?: RequestCache;
}

const patienceMs = 10_000;

export const getSession = (signal: AbortSignal) => ask<Session>('/api/session', { signal });

export const getSites = (signal: AbortSignal) => ask<SiteListing[]>('/api/sites', { signal });

/** Spends a sign-in token, which works once; says what was joined by it where that is not who one is. */
export const signIn = (token: string) => ask<Joined | undefined>('/api/session', { method: 'POST', body: { token } });

export const signOut = () => ask<undefined>('/api/session', { method: 'DELETE' });

/** What a passkey is to sign, for whoever it is of. */
export const askToSign = () => ask<PasskeyRequest>('/api/session/challenge', { method: 'POST' });

export const signInSigned = (body: PasskeyAssertion) =>
  ask<undefined>('/api/session/passkey', { method: 'POST', body });

export const getPasskeys = (signal: AbortSignal) => ask<PasskeyListing[]>('/api/passkeys', { signal });

/** What an authenticator is to make. */
export const askToMake = () => ask<PasskeyCreation>('/api/passkey-challenge', { method: 'POST' });

export const addPasskey = (body: PasskeyAttestation) => ask<PasskeyListing>('/api/passkeys', { method: 'POST', body });

export const renamePasskey = (id: string, name: string) =>
  ask<undefined>(`/api/passkeys/${id}`, { method: 'PATCH', body: { name } });

export const removePasskey = (id: string) => ask<undefined>(`/api/passkeys/${id}`, { method: 'DELETE' });

interface ResultsPath extends SurveyPath {
  period: string;
  /** The survey's unless it says otherwise. */
  scale?: ScaleName | undefined;
}

/** Results of one survey and period, or `unchanged` where they still are what the etag says. */
export function getResults({ site, survey, period, scale, key }: ResultsPath, asking: Asking) {
  const query = new URLSearchParams({ period, ...(scale && { scale }) });
  return ask<Results>(`/api/sites/${site}/surveys/${survey}/results?${query}`, { key, ...asking });
}

interface SurveyPath {
  site: string;
  survey: string;
  key?: string | undefined;
}

export interface BreakdownPath extends ResultsPath {
  by: readonly FacetName[];
  /** Rows that may be read for a breakdown by several facets. */
  upTo?: number;
}

export function getBreakdown({ site, survey, period, scale, by, upTo, key }: BreakdownPath, signal: AbortSignal) {
  const query = new URLSearchParams([['period', period], ...by.map((facet) => ['by', facet])]);
  if (scale) query.set('scale', scale);
  if (upTo !== undefined) query.set('upTo', `${upTo}`);
  return ask<Breakdown>(`/api/sites/${site}/surveys/${survey}/breakdown?${query}`, { signal, key });
}

export function getExperiment({ site, survey, key }: SurveyPath) {
  return ask<ExperimentResults>(`/api/sites/${site}/surveys/${survey}/experiment`, { key });
}

/** A page of responses, by the names of its filters. */
export function getResponses(site: string, query: Record<string, string>, signal: AbortSignal) {
  return ask<ResponseList>(`/api/sites/${site}/responses?${new URLSearchParams(query)}`, { signal });
}

/** The variant becomes the survey, which ends its experiment. */
export function declareWinner({ site, survey }: SurveyPath, variant: string) {
  return ask<Survey>(`/api/sites/${site}/surveys/${survey}/winner`, { method: 'POST', body: { variant } });
}

/** What a site's pages posted that was refused. */
export function getRefusals(site: string, period: string) {
  return ask<Refusals>(`/api/sites/${site}/refusals?period=${period}`, {});
}

/** What the pages of a site load of its live surveys; not the copy that a browser keeps for them. */
export function getConfiguration(site: string, signal: AbortSignal) {
  return ask<WidgetConfig>(`/o/${site}.json`, { signal, cache: 'no-cache' });
}

/** Asks the API; a key goes into a header, since an address is written to logs. */
export async function ask<T>(
  path: string,
  { method = 'GET', body, key, etag, signal, cache = 'default' }: Asking = {},
): Promise<Answer<T>> {
  const headers = new Headers();
  if (key !== undefined) headers.set('authorization', `Bearer ${key}`);
  if (body !== undefined) headers.set('content-type', 'application/json');
  if (etag) headers.set('if-none-match', etag);
  const timeout = AbortSignal.timeout(patienceMs);
  try {
    const response = await fetch(path, {
      method,
      headers,
      cache,
      body: body === undefined ? null : JSON.stringify(body),
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    });
    return await answerOf<T>(response);
  } catch {
    return { kind: 'unreachable' };
  }
}

async function answerOf<T>(response: Response): Promise<Answer<T>> {
  if (response.status === 304) return { kind: 'unchanged' };
  if (!response.ok) return problemOf(await response.json());
  return { kind: 'data', data: await bodyOf<T>(response), etag: response.headers.get('etag') };
}

/** The Worker and the dashboard are deployed together and share `core/results.ts`, so a 2xx body is what the path promises. */
async function bodyOf<T>(response: Response): Promise<T> {
  return (response.status === 204 ? undefined : await response.json()) as T;
}

function problemOf(body: Partial<Problem> | null): Answer<never> {
  const code = body?.code;
  return code !== undefined && Object.hasOwn(problems, code) ? { kind: 'problem', code } : { kind: 'unreachable' };
}
