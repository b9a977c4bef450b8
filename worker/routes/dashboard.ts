import type { Context } from 'hono';
import type { App } from '../env.ts';

/** Every page of the dashboard is the same document; its script reads the URL. */
export function getDashboard(c: Context<App>): Promise<Response> {
  return c.env.ASSETS.fetch(new URL('/', c.req.url));
}
