import type { Context } from 'hono';
import { placesOf } from '../databases.ts';
import type { App } from '../env.ts';
import { readBody } from '../middleware/body.ts';
import { requireSlug } from '../middleware/site.ts';
import { HttpError } from '../problem.ts';
import { move as moveSchema } from '../schema.ts';
import { stepMove } from '../store/move/move.ts';
import { Mismatch, Overtaken } from '../store/move/state.ts';
import { forgetSite } from '../store/site-cache.ts';

/**
 * `POST /api/sites/SITE/move` with the name of a database: one step of the move there, to be repeated until the phase is
 * `done`. With the name of the database that the site is still on, what was begun is taken back.
 */
export async function postMove(c: Context<App>): Promise<Response> {
  const site = requireSlug(c, 'site');
  const { to } = await readBody(c, moveSchema);
  if (!placesOf(c.env).includes(to)) {
    const reason = `must be one of ${placesOf(c.env).join(', ')}`;
    throw new HttpError('invalid', { detail: `to ${reason}.`, errors: [{ field: 'to', reason }] });
  }
  const progress = await stepMove(c.env, { site, to, now: Date.now() }).catch(refuse);
  forgetSite(site);
  if (progress === 'unknown-site') throw new HttpError('unknown-site', { detail: `There is no site ${site}.` });
  if (progress === 'occupied') throw new HttpError('occupied', { detail: `${to} has rows of ${site}, of no move.` });
  if (progress === 'other-move') throw new HttpError('moving', { detail: 'One site moves at a time, to one place.' });
  return c.json(progress);
}

function refuse(error: unknown): never {
  if (error instanceof Overtaken) throw new HttpError('moving', { detail: 'Another step went on with this move.' });
  if (!(error instanceof Mismatch)) throw error;
  throw new HttpError('differs', { detail: `${error.message}. The site stays where it is.` });
}
