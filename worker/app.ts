/** The whole app: every route, and who may call it. */

import { Hono } from 'hono';
import { secureHeaders } from 'hono/secure-headers';
import type { App } from './env.ts';
import { answerPreflight, crossOrigin, openToAll } from './middleware/cross-origin.ts';
import { requireSameOrigin, requireSession } from './middleware/session.ts';
import { answerProblem, HttpError } from './problem.ts';
import { getConfiguration, getScript, redirectToUi } from './routes/configuration.ts';
import { getDashboard } from './routes/dashboard.ts';
import { getExperiment, postWinner } from './routes/experiment.ts';
import { getResponse, getResponses } from './routes/lists.ts';
import { postPerson } from './routes/people.ts';
import { postResponse, postView } from './routes/responses.ts';
import { getResults } from './routes/results.ts';
import { deleteSession, getSession, postSession } from './routes/session.ts';
import { getSite, getSites, getSurvey, postIdentitySecret, replaceSite, replaceSurvey } from './routes/sites.ts';

export const app = new Hono<App>();

const methods = ['GET', 'POST', 'PUT', 'DELETE'];

app.onError(answerProblem);
app.notFound((c) => {
  const allowed = methods.filter((method) => {
    const [handlers] = app.router.match(method, c.req.path);
    return handlers.some(([[, route]]) => route.method === method);
  });
  if (allowed.length > 0) c.header('Allow', allowed.join(', '));
  return answerProblem(new HttpError(allowed.length > 0 ? 'method-not-allowed' : 'not-found'), c);
});

// Anyone: a site's pages and their visitors.
app.use('/o/*', openToAll);
app.get('/o/:file{[a-z0-9-]+\\.js}', getScript);
app.get('/o/:file{[a-z0-9-]+\\.json}', getConfiguration);
app.get('/o/ui/:hash/:file{[A-Za-z0-9-]+\\.js}', redirectToUi);
app.use('/v1/*', crossOrigin);
app.options('/v1/*', answerPreflight);
app.post('/v1/r', postResponse);
app.post('/v1/v', postView);
app.post('/v1/p', postPerson);

// Anyone: the dashboard's page, which shows nothing by itself, and signing in.
app.get('/sign-in', getDashboard);
app.get('/sites/*', getDashboard);
app.use('/api/*', secureHeaders(), requireSameOrigin);
app.post('/api/session', postSession);

// Signed-in people.
app.use('/api/*', requireSession);
app.get('/api/session', getSession);
app.delete('/api/session', deleteSession);
app.get('/api/sites', getSites);
app.get('/api/sites/:site', getSite);
app.put('/api/sites/:site', replaceSite);
app.post('/api/sites/:site/identity-secret', postIdentitySecret);
app.get('/api/sites/:site/responses', getResponses);
app.get('/api/sites/:site/surveys/:survey', getSurvey);
app.put('/api/sites/:site/surveys/:survey', replaceSurvey);
app.get('/api/sites/:site/surveys/:survey/results', getResults);
app.get('/api/sites/:site/surveys/:survey/responses/:id', getResponse);
app.get('/api/sites/:site/surveys/:survey/experiment', getExperiment);
app.post('/api/sites/:site/surveys/:survey/winner', postWinner);
