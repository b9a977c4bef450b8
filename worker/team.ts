/** What the team does: every route, and whom it is for. It is loaded when it is first asked for. */

import { secureHeaders } from 'hono/secure-headers';
import { Hono } from 'hono/tiny';
import type { App } from './env.ts';
import { guard } from './middleware/access.ts';
import { requireAccess } from './middleware/cloudflare-access.ts';
import { requireSameOrigin } from './middleware/same-origin.ts';
import { deleteAdministrator, getAdministrators, postAdministrator } from './routes/administrators.ts';
import { getAudit, getAuditCsv } from './routes/audit.ts';
import { getBreakdown } from './routes/breakdown.ts';
import { getExperiment, postWinner } from './routes/experiment.ts';
import { getCsv, getJson } from './routes/export.ts';
import { postIdentitySecret, postSecretRotation } from './routes/identity-secret.ts';
import { deleteKey, deleteShare, getKeys, getShares, postKey, postKeyRotation, postShare } from './routes/keys.ts';
import { getResponse, getResponses } from './routes/lists.ts';
import {
  deleteMember,
  deleteMembership,
  getMembers,
  patchMember,
  postMember,
  postMemberLink,
} from './routes/members.ts';
import { postMove } from './routes/move.ts';
import { postPasskeySession, postSessionChallenge } from './routes/passkey-session.ts';
import { deletePasskey, getPasskeys, patchPasskey, postPasskey, postPasskeyChallenge } from './routes/passkeys.ts';
import { getRefusals } from './routes/refusals.ts';
import { deleteResponse, patchResponse, postAnonymisation } from './routes/response.ts';
import { getResults } from './routes/results.ts';
import {
  deleteOtherSessions,
  deleteOwnSession,
  deleteSession,
  getSession,
  getSessions,
  patchPerson,
  postSession,
} from './routes/session.ts';
import { getSite, getSites, getSurvey, replaceSite, replaceSurvey } from './routes/sites.ts';
import { deleteTurnstile, getTurnstile, replaceTurnstile } from './routes/turnstile.ts';
import { getVerification, postErasure } from './routes/upkeep.ts';
import { addRoutes, answerProblems, type Route } from './routing.ts';

const survey = '/api/sites/:site/surveys/:survey';

export const teamRoutes: readonly Route[] = [
  // People, about themselves.
  ['POST', '/api/session', 'anyone', postSession, 'session.begin'],
  ['POST', '/api/session/challenge', 'anyone', postSessionChallenge],
  ['POST', '/api/session/passkey', 'anyone', postPasskeySession, 'session.begin'],
  ['GET', '/api/session', 'person', getSession],
  ['PATCH', '/api/session', 'person', patchPerson, 'person.change'],
  ['DELETE', '/api/session', 'person', deleteOwnSession, 'session.end'],
  ['GET', '/api/sessions', 'person', getSessions],
  ['DELETE', '/api/sessions', 'person', deleteOtherSessions, 'session.end'],
  ['DELETE', '/api/sessions/:session', 'person', deleteSession, 'session.end'],
  ['GET', '/api/passkeys', 'person', getPasskeys],
  ['POST', '/api/passkeys', 'person', postPasskey, 'passkey.make'],
  ['POST', '/api/passkey-challenge', 'person', postPasskeyChallenge, null],
  ['PATCH', '/api/passkeys/:passkey', 'person', patchPasskey, 'passkey.change'],
  ['DELETE', '/api/passkeys/:passkey', 'person', deletePasskey, 'passkey.remove'],

  // What is of no site.
  ['GET', '/api/administrators', 'admin', getAdministrators],
  ['POST', '/api/administrators', 'admin', postAdministrator, 'member.invite'],
  ['DELETE', '/api/administrators/:person', 'admin', deleteAdministrator, 'member.remove'],
  ['GET', '/api/audit', 'admin', getAudit],
  ['GET', '/api/audit.csv', 'admin', getAuditCsv, 'audit.export'],

  ['GET', '/api/sites', 'person', getSites],
  ['GET', '/api/sites/:site', 'read', getSite],
  ['PUT', '/api/sites/:site', 'manage', replaceSite, 'site.change'],
  ['POST', '/api/sites/:site/move', 'admin', postMove, 'site.move'],

  // What a site keeps to itself, and who may do what with it.
  ['POST', '/api/sites/:site/identity-secret', 'own', postIdentitySecret, 'secret.read'],
  ['POST', '/api/sites/:site/identity-secret/rotation', 'own', postSecretRotation, 'secret.rotate'],
  ['GET', '/api/sites/:site/turnstile', 'manage', getTurnstile],
  ['PUT', '/api/sites/:site/turnstile', 'manage', replaceTurnstile, 'challenge.change'],
  ['DELETE', '/api/sites/:site/turnstile', 'manage', deleteTurnstile, 'challenge.change'],
  ['GET', '/api/sites/:site/members', 'own', getMembers],
  ['POST', '/api/sites/:site/members', 'own', postMember, 'member.invite'],
  ['PATCH', '/api/sites/:site/members/:person', 'own', patchMember, 'member.change'],
  ['POST', '/api/sites/:site/members/:person/link', 'admin', postMemberLink, 'member.link'],
  ['DELETE', '/api/sites/:site/members/:person', 'own', deleteMember, 'member.remove'],
  ['DELETE', '/api/sites/:site/membership', 'leave', deleteMembership, 'member.leave'],
  ['GET', '/api/sites/:site/keys', 'own', getKeys],
  ['POST', '/api/sites/:site/keys', 'own', postKey, 'key.make'],
  ['POST', '/api/sites/:site/keys/:key/rotation', 'own', postKeyRotation, 'key.rotate'],
  ['DELETE', '/api/sites/:site/keys/:key', 'own', deleteKey, 'key.revoke'],
  ['GET', '/api/sites/:site/shares', 'own', getShares],
  ['POST', '/api/sites/:site/shares', 'own', postShare, 'share.make'],
  ['DELETE', '/api/sites/:site/shares/:key', 'own', deleteShare, 'share.revoke'],
  ['GET', '/api/sites/:site/audit', 'own', getAudit],
  ['GET', '/api/sites/:site/audit.csv', 'own', getAuditCsv, 'audit.export'],

  // What visitors answered.
  ['GET', '/api/sites/:site/refusals', 'read', getRefusals],
  ['POST', '/api/sites/:site/erasures', 'write', postErasure, 'person.erase'],
  ['GET', '/api/sites/:site/responses', 'comments', getResponses],
  ['GET', `${survey}`, 'view', getSurvey],
  ['PUT', `${survey}`, 'edit', replaceSurvey, 'survey.change'],
  ['GET', `${survey}/results`, 'view', getResults],
  ['GET', `${survey}/breakdown`, 'view', getBreakdown],
  ['GET', `${survey}/experiment`, 'view', getExperiment],
  ['POST', `${survey}/winner`, 'edit', postWinner, 'survey.winner'],
  ['GET', `${survey}/verification`, 'read', getVerification],
  ['GET', `${survey}/responses.csv`, 'export', getCsv, 'responses.export'],
  ['GET', `${survey}/responses.json`, 'export', getJson, 'responses.export'],
  ['GET', `${survey}/responses/:response`, 'comments', getResponse],
  ['PATCH', `${survey}/responses/:response`, 'write', patchResponse, 'response.change'],
  ['DELETE', `${survey}/responses/:response`, 'write', deleteResponse, 'response.delete'],
  ['POST', `${survey}/responses/:response/anonymise`, 'write', postAnonymisation, 'response.anonymise'],
];

export const team = new Hono<App>();

answerProblems(team);
team.use('/api/*', secureHeaders(), requireAccess, requireSameOrigin);
addRoutes(team, teamRoutes, { guard });
