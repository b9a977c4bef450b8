import type { Context, Next } from 'hono';

/**
 * Lets a page of any origin read the answer, refusals too: a refusal that a browser hides looks like a broken network to
 * the widget, which would send the same again for ever. Who may post is decided by the site's origins.
 */
export function crossOrigin(c: Context, next: Next): Promise<void> {
  // Before there is an answer: each header that is set on one copies it.
  c.header('Access-Control-Allow-Origin', c.req.header('Origin') ?? '*');
  c.header('Access-Control-Expose-Headers', 'Retry-After');
  c.header('Vary', 'Origin', { append: true });
  return next();
}

/** Lets a page of any origin load what is public, without asking which page it is: one answer can be kept for all. */
export async function openToAll(c: Context, next: Next): Promise<void> {
  c.header('Access-Control-Allow-Origin', '*');
  c.header('Cross-Origin-Resource-Policy', 'cross-origin');
  c.header('X-Content-Type-Options', 'nosniff');
  await next();
}

/** Answers the preflight of clients that do not post `text/plain`. */
export function answerPreflight(c: Context): Response {
  return c.body(null, 204, {
    'Access-Control-Allow-Methods': 'POST',
    'Access-Control-Allow-Headers': '*, Authorization',
    'Access-Control-Max-Age': '86400',
  });
}
