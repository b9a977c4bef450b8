/** What is sent to each route, and what is then stored: one entry for each that the application has. */

import type * as v from 'valibot';
import { app } from '../../../worker/app.ts';
import {
  administratorInvitation,
  invitation,
  key,
  passkeyAssertion,
  passkeyAttestation,
  passkeyChange,
  personChange,
  roleChange,
  rotation,
  share,
  signIn,
} from '../../../worker/schema/access.ts';
import { personPost, responsePost, viewPost } from '../../../worker/schema/posts.ts';
import { survey } from '../../../worker/schema/survey.ts';
import { erasure, move, responseChange, site, turnstile, winner } from '../../../worker/schema.ts';
import { team } from '../../../worker/team.ts';

export interface Route {
  method: string;
  /** As the application has it, with its parameters. */
  path: string;
  /** What its body has to be, if it reads one. */
  schema?: v.GenericSchema;
  /** Words that its query may have. */
  query?: string[];
  /** How often it is asked, as against others. */
  weight: number;
  /** Whether it is asked without the team's session, which it would end. */
  isSignedOut?: boolean;
  /** Whether it reads every response of a survey, and so is asked of one that has few. */
  readsAll?: boolean;
}

const ofSurvey = '/api/sites/:site/surveys/:survey';
const ofResponse = `${ofSurvey}/responses/:response`;

/** Words of a list's query, also one that lies in another. */
const listWords = ['survey', 'group', 'comment', 'text', 'cursor', 'limit', 'from', 'tag', 'property.plan'];

type Entry = Omit<Route, 'method' | 'path'>;

const entries: Record<string, Entry> = {
  'GET /o/:file{[a-z0-9-]+\\.js}': { weight: 2 },
  'GET /o/:file{[a-z0-9-]+\\.json}': { weight: 2 },
  'GET /o/ui/:hash/:file{[A-Za-z0-9-]+\\.js}': { weight: 1 },
  'OPTIONS /v1/*': { weight: 1 },
  'POST /v1/r': { weight: 100, schema: responsePost },
  'POST /v1/v': { weight: 33, schema: viewPost },
  'POST /v1/p': { weight: 5, schema: personPost },
  'GET /healthz': { weight: 1 },
  'GET /sign-in': { weight: 1 },
  'GET /account': { weight: 1 },
  'GET /shared': { weight: 1 },
  'GET /sites/*': { weight: 1 },
  'POST /api/session': { weight: 2, schema: signIn },
  'POST /api/session/challenge': { weight: 1 },
  'POST /api/session/passkey': { weight: 1, schema: passkeyAssertion },
  'GET /api/session': { weight: 1 },
  'PATCH /api/session': { weight: 1, schema: personChange },
  'DELETE /api/session': { weight: 1, isSignedOut: true },
  'GET /api/sessions': { weight: 1 },
  'DELETE /api/sessions': { weight: 1 },
  'DELETE /api/sessions/:session': { weight: 1 },
  'GET /api/passkeys': { weight: 1 },
  'POST /api/passkeys': { weight: 1, schema: passkeyAttestation },
  'POST /api/passkey-challenge': { weight: 1 },
  'PATCH /api/passkeys/:passkey': { weight: 1, schema: passkeyChange },
  'DELETE /api/passkeys/:passkey': { weight: 1 },
  'GET /api/administrators': { weight: 1 },
  'POST /api/administrators': { weight: 1, schema: administratorInvitation },
  'DELETE /api/administrators/:person': { weight: 1 },
  'GET /api/audit': { weight: 1, query: ['action', 'actor', 'before'] },
  'GET /api/audit.csv': { weight: 1 },
  'GET /api/sites': { weight: 1 },
  'GET /api/sites/:site': { weight: 1 },
  'PUT /api/sites/:site': { weight: 3, schema: site },
  'POST /api/sites/:site/identity-secret': { weight: 1 },
  'POST /api/sites/:site/identity-secret/rotation': { weight: 1, schema: rotation },
  'GET /api/sites/:site/members': { weight: 1 },
  'POST /api/sites/:site/members': { weight: 1, schema: invitation },
  'PATCH /api/sites/:site/members/:person': { weight: 1, schema: roleChange },
  'POST /api/sites/:site/members/:person/link': { weight: 1 },
  'DELETE /api/sites/:site/members/:person': { weight: 1 },
  'DELETE /api/sites/:site/membership': { weight: 1 },
  'GET /api/sites/:site/keys': { weight: 1 },
  'POST /api/sites/:site/keys': { weight: 1, schema: key },
  'POST /api/sites/:site/keys/:key/rotation': { weight: 1, schema: rotation },
  'DELETE /api/sites/:site/keys/:key': { weight: 1 },
  'GET /api/sites/:site/shares': { weight: 1 },
  'POST /api/sites/:site/shares': { weight: 1, schema: share },
  'DELETE /api/sites/:site/shares/:key': { weight: 1 },
  'GET /api/sites/:site/audit': { weight: 1, query: ['action', 'actor', 'before'] },
  'GET /api/sites/:site/audit.csv': { weight: 1 },
  'GET /api/sites/:site/turnstile': { weight: 1 },
  'PUT /api/sites/:site/turnstile': { weight: 1, schema: turnstile },
  'DELETE /api/sites/:site/turnstile': { weight: 1 },
  'GET /api/sites/:site/refusals': { weight: 1, query: ['period'] },
  'POST /api/sites/:site/erasures': { weight: 1, schema: erasure },
  'POST /api/sites/:site/move': { weight: 1, schema: move },
  'GET /api/sites/:site/responses': { weight: 4, query: listWords },
  [`GET ${ofSurvey}`]: { weight: 1 },
  [`PUT ${ofSurvey}`]: { weight: 3, schema: survey },
  [`GET ${ofSurvey}/results`]: { weight: 2, query: ['period', 'scale'] },
  [`GET ${ofSurvey}/breakdown`]: { weight: 2, query: ['period', 'by', 'upTo', 'scale'] },
  [`GET ${ofSurvey}/experiment`]: { weight: 1 },
  [`POST ${ofSurvey}/winner`]: { weight: 1, schema: winner },
  [`GET ${ofSurvey}/verification`]: { weight: 1, query: ['from'], readsAll: true },
  [`GET ${ofSurvey}/responses.csv`]: { weight: 1, query: ['period', 'marked'], readsAll: true },
  [`GET ${ofSurvey}/responses.json`]: { weight: 1, query: ['period', 'marked'], readsAll: true },
  [`GET ${ofResponse}`]: { weight: 1 },
  [`PATCH ${ofResponse}`]: { weight: 1, schema: responseChange },
  [`DELETE ${ofResponse}`]: { weight: 1 },
  [`POST ${ofResponse}/anonymise`]: { weight: 1 },
};

const nameOf = ({ method, path }: { method: string; path: string }) => `${method} ${path}`;

/** Of the application's own tables, without what stands before the routes. */
const served = [...new Set([...app.routes, ...team.routes].filter(({ method }) => method !== 'ALL').map(nameOf))];

/** Routes of the application that nothing is sent to yet, and entries for routes that it no longer has. */
export const unmatched = [
  ...served.filter((name) => !Object.hasOwn(entries, name)),
  ...Object.keys(entries).filter((name) => !served.includes(name)),
];

export const routes: Route[] = Object.entries(entries).map(([name, entry]) => {
  const [method = '', path = ''] = name.split(' ');
  return { method, path, ...entry };
});
