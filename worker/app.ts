/** The whole app: every route, and who may call it. */

import { secureHeaders } from 'hono/secure-headers';
import { Hono } from 'hono/tiny';
import type { App } from './env.ts';
import { answerPreflight, crossOrigin, openToAll } from './middleware/cross-origin.ts';
import { logRequest } from './middleware/log.ts';
import { countRefusals } from './middleware/refusals.ts';
import { requireSameOrigin, requireSession } from './middleware/session.ts';
import { answerProblem, HttpError } from './problem.ts';
import { getBreakdown } from './routes/breakdown.ts';
import { getConfiguration, getScript, redirectToUi } from './routes/configuration.ts';
import { getDashboard } from './routes/dashboard.ts';
import { getExperiment, postWinner } from './routes/experiment.ts';
import { getCsv, getJson } from './routes/export.ts';
import { getHealth } from './routes/health.ts';
import { getResponse, getResponses } from './routes/lists.ts';
import { postMove } from './routes/move.ts';
import { postPerson } from './routes/people.ts';
import { getRefusals } from './routes/refusals.ts';
import { deleteResponse, patchResponse, postAnonymisation } from './routes/response.ts';
import { postResponse, postView } from './routes/responses.ts';
import { getResults } from './routes/results.ts';
import { deleteSession, getSession, postSession } from './routes/session.ts';
import { getSite, getSites, getSurvey, postIdentitySecret, replaceSite, replaceSurvey } from './routes/sites.ts';
import { deleteTurnstile, getTurnstile, replaceTurnstile } from './routes/turnstile.ts';
import { getVerification, postErasure } from './routes/upkeep.ts';

export const app = new Hono<App>();

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

app.onError(answerProblem);
app.use(logRequest);
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
app.use('/v1/*', crossOrigin, countRefusals);
app.options('/v1/*', answerPreflight);
app.post('/v1/r', postResponse);
app.post('/v1/v', postView);
app.post('/v1/p', postPerson);

// Anyone: whoever watches the deployment.
app.get('/healthz', getHealth);

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
app.get('/api/sites/:site/turnstile', getTurnstile);
app.put('/api/sites/:site/turnstile', replaceTurnstile);
app.delete('/api/sites/:site/turnstile', deleteTurnstile);
app.get('/api/sites/:site/refusals', getRefusals);
app.post('/api/sites/:site/erasures', postErasure);
app.post('/api/sites/:site/move', postMove);
app.get('/api/sites/:site/responses', getResponses);
app.get('/api/sites/:site/surveys/:survey', getSurvey);
app.put('/api/sites/:site/surveys/:survey', replaceSurvey);
app.get('/api/sites/:site/surveys/:survey/results', getResults);
app.get('/api/sites/:site/surveys/:survey/breakdown', getBreakdown);
app.get('/api/sites/:site/surveys/:survey/experiment', getExperiment);
app.post('/api/sites/:site/surveys/:survey/winner', postWinner);
app.get('/api/sites/:site/surveys/:survey/verification', getVerification);
app.get('/api/sites/:site/surveys/:survey/responses.csv', getCsv);
app.get('/api/sites/:site/surveys/:survey/responses.json', getJson);
app.get('/api/sites/:site/surveys/:survey/responses/:response', getResponse);
app.patch('/api/sites/:site/surveys/:survey/responses/:response', patchResponse);
app.delete('/api/sites/:site/surveys/:survey/responses/:response', deleteResponse);
app.post('/api/sites/:site/surveys/:survey/responses/:response/anonymise', postAnonymisation);
