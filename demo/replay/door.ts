import * as http from 'node:http';
import * as https from 'node:https';
import { json } from 'node:stream/consumers';

/** Where responses are posted, and from which origin's pages. */
export interface Door {
  url: string;
  origin: string;
}

/** An answer to a post; `body` is whatever JSON it carried. */
export interface Knock {
  status: number;
  retryAfter: string | undefined;
  body: unknown;
}

const silenceMs = 30_000;
const keepAlive = { keepAlive: true };
const agents = { 'http:': new http.Agent(keepAlive), 'https:': new https.Agent(keepAlive) };

/** Posts a text as a browser would, over connections that stay open. `fetch` takes twice the processor time for it. */
export async function knock({ url, origin }: Door, text: string): Promise<Knock> {
  const target = new URL('/v1/r', url);
  const isSecure = target.protocol === 'https:';
  const options = {
    agent: agents[isSecure ? 'https:' : 'http:'],
    method: 'POST',
    headers: { origin, 'content-type': 'text/plain;charset=UTF-8', 'content-length': Buffer.byteLength(text) },
    timeout: silenceMs,
  };
  const answer = await new Promise<http.IncomingMessage>((resolve, reject) => {
    const request = (isSecure ? https : http).request(target, options, resolve);
    request.once('error', reject);
    request.once('timeout', () => request.destroy(new Error('no answer')));
    request.end(text);
  });
  const body: unknown = await json(answer).catch(() => undefined);
  return { status: answer.statusCode ?? 0, retryAfter: answer.headers['retry-after'], body };
}
