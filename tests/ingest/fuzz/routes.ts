/** What is sent to each route, and what is then stored: one entry for each that the application has. */

import type * as v from 'valibot';
import { app } from '../../../worker/app.ts';
import { survey } from '../../../worker/schema/survey.ts';
import { personPost, responsePost, signIn, site, viewPost, winner } from '../../../worker/schema.ts';

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
}

type Entry = Omit<Route, 'method' | 'path'>;

const entries: Record<string, Entry> = {
  'GET /o/:file{[a-z0-9-]+\\.js}': { weight: 2 },
  'GET /o/:file{[a-z0-9-]+\\.json}': { weight: 2 },
  'GET /o/ui/:hash/:file{[A-Za-z0-9-]+\\.js}': { weight: 1 },
  'OPTIONS /v1/*': { weight: 1 },
  'POST /v1/r': { weight: 60, schema: responsePost },
  'POST /v1/v': { weight: 20, schema: viewPost },
  'POST /v1/p': { weight: 5, schema: personPost },
  'GET /sign-in': { weight: 1 },
  'GET /sites/*': { weight: 1 },
  'POST /api/session': { weight: 2, schema: signIn },
  'GET /api/session': { weight: 1 },
  'DELETE /api/session': { weight: 1, isSignedOut: true },
  'GET /api/sites': { weight: 1 },
  'GET /api/sites/:site': { weight: 1 },
  'PUT /api/sites/:site': { weight: 3, schema: site },
  'POST /api/sites/:site/identity-secret': { weight: 1 },
  'GET /api/sites/:site/surveys/:survey': { weight: 1 },
  'PUT /api/sites/:site/surveys/:survey': { weight: 3, schema: survey },
  'GET /api/sites/:site/surveys/:survey/results': { weight: 2, query: ['period'] },
  'GET /api/sites/:site/surveys/:survey/experiment': { weight: 1 },
  'POST /api/sites/:site/surveys/:survey/winner': { weight: 1, schema: winner },
};

const nameOf = ({ method, path }: { method: string; path: string }) => `${method} ${path}`;

/** Of the application's own table, without what stands before the routes. */
const served = [...new Set(app.routes.filter(({ method }) => method !== 'ALL').map(nameOf))];

/** Routes of the application that nothing is sent to yet, and entries for routes that it no longer has. */
export const unmatched = [
  ...served.filter((name) => !Object.hasOwn(entries, name)),
  ...Object.keys(entries).filter((name) => !served.includes(name)),
];

export const routes: Route[] = Object.entries(entries).map(([name, entry]) => {
  const [method = '', path = ''] = name.split(' ');
  return { method, path, ...entry };
});
