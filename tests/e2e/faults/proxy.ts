/** What stands between visitors and the Worker: networks that break, servers that fail, and answers that get lost. */

import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ResponsePost } from '../../../core/contract.ts';

/** What is done to one request. */
export type Deed =
  | 'pass'
  /** The connection breaks before anything arrives. */
  | 'break'
  /** Nothing arrives, and nobody says so. */
  | 'hang'
  /** It arrives and is stored; the connection breaks before the answer. */
  | 'lose'
  /** It arrives and is stored; the answer never comes. */
  | 'mute'
  /** Somebody else answers. */
  | Answer;

export interface Answer {
  status: number;
  headers?: Record<string, string>;
  body?: string;
}

/** A `POST /v1/r` as it was seen here. */
export interface SeenPost {
  response: ResponsePost;
  /** What the Worker answered, if it was asked and did. */
  status?: number;
}

export interface FaultyProxy {
  origin: string;
  /** Every `POST /v1/r`, in the order of arrival. */
  posts: SeenPost[];
  /** How many of them there were at most at the same time. */
  mostAtOnce: number;
  /** The paths of all other requests. */
  requests: string[];
  /** Whether every connection breaks. */
  isDown: boolean;
  /** Whether every `POST /v1/r` is answered by 500. A connection that breaks would be tried again by the browser itself. */
  isFailing: boolean;
  /** What is done to the next `POST /v1/r`s, the first first, and when; those after them pass. */
  next: (Deed | Promise<Deed>)[];
  /** What is done to a file, unless it passes. */
  onFile(path: string): Deed | Promise<Deed>;
  close(): Promise<void>;
}

interface Target {
  origin: string;
  /** Done once the Worker can be asked, as far as is known. */
  isUp(): Promise<unknown>;
}

const agent = new Agent({ keepAlive: true });

export async function openProxy({ origin, isUp }: Target): Promise<FaultyProxy> {
  const { hostname, port } = new URL(origin);
  let atOnce = 0;

  /** Asks the Worker; `undefined` when it did not answer to the end. */
  function ask({ method, url, headers }: IncomingMessage, body: Buffer): Promise<Answered | undefined> {
    return new Promise((resolve) => {
      const asking = request({ hostname, port, method, path: url, headers, agent });
      asking.once('error', () => resolve(undefined));
      asking.once('response', async (answer) => {
        const text = Buffer.concat(await answer.toArray().catch(() => []));
        const { statusCode: status = 500, headers } = answer;
        resolve(answer.complete ? { status, headers, text } : undefined);
      });
      asking.end(body);
    });
  }

  /** A file is waited for: without it there would be nobody to answer. */
  async function askForFile(incoming: IncomingMessage): Promise<Answered | undefined> {
    for (let tries = 0; tries < 10; tries++) {
      await isUp();
      const answer = await ask(incoming, Buffer.alloc(0));
      if (answer) return answer;
    }
    return undefined;
  }

  async function serve(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const body = Buffer.concat(await incoming.toArray());
    const path = incoming.url ?? '/';
    if (path !== '/v1/r') proxy.requests.push(path);
    if (incoming.method === 'GET') {
      const deed = proxy.isDown ? 'break' : await proxy.onFile(path);
      if (deed === 'pass') return answerWith(outgoing, await askForFile(incoming));
      return act(deed, outgoing, async () => undefined);
    }
    if (path !== '/v1/r') return answerWith(outgoing, proxy.isDown ? undefined : await ask(incoming, body));
    const next = proxy.isFailing ? { status: 500 } : (proxy.next.shift() ?? 'pass');
    const deed = proxy.isDown ? 'break' : next;
    const seen: SeenPost = { response: JSON.parse(body.toString()) };
    proxy.posts.push(seen);
    proxy.mostAtOnce = Math.max(proxy.mostAtOnce, ++atOnce);
    outgoing.once('close', () => atOnce--);
    await act(await deed, outgoing, async () => {
      const answer = await ask(incoming, body);
      if (answer) seen.status = answer.status;
      return answer;
    });
  }

  const server = createServer((incoming, outgoing) => {
    serve(incoming, outgoing).catch(() => outgoing.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const proxy: FaultyProxy = {
    origin: `http://localhost:${(server.address() as AddressInfo).port}`,
    ...{ posts: [], mostAtOnce: 0, requests: [], isDown: false, isFailing: false, next: [], onFile: () => 'pass' },
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
  return proxy;
}

interface Answered {
  status: number;
  headers: IncomingMessage['headers'];
  text: Buffer;
}

async function act(deed: Deed, outgoing: ServerResponse, ask: () => Promise<Answered | undefined>): Promise<void> {
  if (typeof deed === 'object') {
    const headers = { 'Access-Control-Allow-Origin': '*', 'Access-Control-Expose-Headers': 'Retry-After' };
    outgoing.writeHead(deed.status, { ...headers, ...deed.headers }).end(deed.body);
    return;
  }
  const answer = ['pass', 'lose', 'mute'].includes(deed) ? await ask() : undefined;
  if (deed === 'pass') answerWith(outgoing, answer);
  else if (deed === 'break' || deed === 'lose') outgoing.destroy();
}

function answerWith(outgoing: ServerResponse, answer: Answered | undefined): void {
  if (answer) outgoing.writeHead(answer.status, answer.headers).end(answer.text);
  else outgoing.destroy();
}
