/** What anyone may reach, and the door to what the team does. */

import { Hono } from 'hono/tiny';
import type { App } from './env.ts';
import { answerPreflight, crossOrigin, openToAll } from './middleware/cross-origin.ts';
import { countRefusals } from './middleware/refusals.ts';
import { getConfiguration, getScript, redirectToUi } from './routes/configuration.ts';
import { getDashboard } from './routes/dashboard.ts';
import { getHealth } from './routes/health.ts';
import { postPerson } from './routes/people.ts';
import { postResponse, postView } from './routes/responses.ts';
import { addRoutes, answerProblems, type PublicRoute } from './routing.ts';

/** What pages, visitors and monitors ask for: nothing of the team's is loaded for it. */
export const publicRoutes: readonly PublicRoute[] = [
  // A site's pages and their visitors.
  ['GET', '/o/:file{[a-z0-9-]+\\.js}', 'anyone', getScript],
  ['GET', '/o/:file{[a-z0-9-]+\\.json}', 'anyone', getConfiguration],
  ['GET', '/o/ui/:hash/:file{[A-Za-z0-9-]+\\.js}', 'anyone', redirectToUi],
  ['OPTIONS', '/v1/*', 'anyone', answerPreflight],
  ['POST', '/v1/r', 'anyone', postResponse],
  ['POST', '/v1/v', 'anyone', postView],
  ['POST', '/v1/p', 'anyone', postPerson],

  // Whoever watches the deployment.
  ['GET', '/healthz', 'anyone', getHealth],

  // The dashboard's page, which shows nothing by itself.
  ['GET', '/sign-in', 'anyone', getDashboard],
  ['GET', '/account', 'anyone', getDashboard],
  ['GET', '/shared', 'anyone', getDashboard],
  ['GET', '/sites/*', 'anyone', getDashboard],
];

export const app = new Hono<App>();

// Before all else: the team's app logs and answers for itself.
app.all('/api/*', async (c) => {
  const { team } = await import('./team.ts');
  return team.fetch(c.req.raw, c.env);
});
answerProblems(app);
app.use('/o/*', openToAll);
app.use('/v1/*', crossOrigin, countRefusals);
addRoutes(app, publicRoutes);
