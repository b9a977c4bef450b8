import type { Context, Next } from 'hono';
import { verifyWithJwks } from 'hono/utils/jwt/jwt';
import type { App } from '../env.ts';
import { HttpError } from '../problem.ts';

/**
 * Where Cloudflare Access stands in front, lets only through what it has let through: its signed header is verified by
 * the team's public keys, for this application. Whoever passes still signs in here.
 */
export async function requireAccess(c: Context<App>, next: Next): Promise<void> {
  const { ACCESS_TEAM: team, ACCESS_AUDIENCE: audience } = c.env;
  // One of the two alone is a mistake that must not open the door.
  const isInFront = Boolean(team || audience);
  if (isInFront && !(await isPassed(c.req.header('Cf-Access-Jwt-Assertion'), { team, audience })))
    throw new HttpError('signed-out', { detail: 'Come through Cloudflare Access.', reason: 'access' });
  await next();
}

/** The keys change every six weeks, and the earlier are told with the new ones for a week. */
const kept = { cf: { cacheTtl: 3600, cacheEverything: true } };

interface Application {
  /** The name before `.cloudflareaccess.com`. */
  team: string | undefined;
  audience: string | undefined;
}

async function isPassed(token: string | undefined, { team, audience }: Application): Promise<boolean> {
  // Without an audience whoever may use another application of the team's would be let through.
  if (!token || !team || !audience) return false;
  const issuer = `https://${team}.cloudflareaccess.com`;
  const verification = { iss: issuer, aud: audience };
  const keys = { jwks_uri: `${issuer}/cdn-cgi/access/certs`, allowedAlgorithms: ['RS256'] as const };
  return verifyWithJwks(token, { ...keys, verification }, kept).then(
    () => true,
    () => false,
  );
}
