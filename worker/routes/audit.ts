/** Who did what to a site, or to none. */

import type { Context } from 'hono';
import { type Action, actions } from '../../core/access.ts';
import type { App } from '../env.ts';
import { requireSite } from '../middleware/site.ts';
import { HttpError } from '../problem.ts';
import { auditCsvHead, readAudit, readAuditCsv } from '../store/audit.ts';
import { streamOf } from '../stream.ts';

/** `GET …/audit?action=&actor=&before=`: a page, the newest first. */
export async function getAudit(c: Context<App>): Promise<Response> {
  return c.json(await readAudit(c.env.DB, await siteOf(c), filterOf(c)));
}

/** The site in the path; without one it is what is of no site. */
async function siteOf(c: Context<App>): Promise<string> {
  return c.req.param('site') === undefined ? '' : (await requireSite(c)).id;
}

/** `GET …/audit.csv`: all of it, streamed, the oldest first. */
export async function getAuditCsv(c: Context<App>): Promise<Response> {
  const id = await siteOf(c);
  const lines = readAuditCsv(c.env.DB, id);
  const { value: first = '' } = await lines.next();
  return c.body(streamOf(auditCsvHead + first, lines), 200, {
    'Content-Type': 'text/csv; charset=utf-8',
    'Content-Disposition': `attachment; filename="${id || 'opina'}-audit.csv"`,
  });
}

function filterOf(c: Context<App>) {
  const { action, actor, before } = c.req.query();
  if (action !== undefined && !isAction(action)) {
    const reason = `must be one of ${actions.join(', ')}`;
    throw new HttpError('invalid', { detail: `action ${reason}.`, errors: [{ field: 'action', reason }] });
  }
  return { ...(action !== undefined && { action }), ...(actor !== undefined && { actor }), ...(before && { before }) };
}

function isAction(text: string): text is Action {
  return (actions as readonly string[]).includes(text);
}
