import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ResponsePost, Site, Survey } from '../../core/contract.ts';
import { scoreOf } from '../../core/metrics.ts';
import { type ProblemCode, problems } from '../../core/problems.ts';

/** What a stand-in does with a post instead of storing it; `lost` stores it and then breaks the connection. */
type Mishap = 'dropped' | 'lost' | { code: ProblemCode; status?: number; retryAfter?: number; detail?: string };

export interface StandIn {
  url: string;
  sites: Map<string, Site>;
  surveys: Map<string, Survey>;
  /** What is stored, by id. */
  stored: Map<string, ResponsePost>;
  /** Every post that came, in order of arrival. */
  posts: { body: ResponsePost; origin: string | undefined; type: string | undefined }[];
  /** Decides about each post before it is stored. */
  onPost: (post: ResponsePost) => Mishap | undefined;
  /** Called before a survey is stored: a chance for somebody else to be faster. */
  onSurvey: () => void;
}

/** A plain HTTP server that speaks the public contract of the Worker, on any free port. */
export async function openStandIn(): Promise<StandIn & AsyncDisposable> {
  const standIn: StandIn = {
    ...{ url: '', sites: new Map(), surveys: new Map(), stored: new Map(), posts: [] },
    ...{ onPost: () => undefined, onSurvey: () => {} },
  };
  const server = createServer((request, response) => {
    answer(standIn, request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  standIn.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const close = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return Object.assign(standIn, { [Symbol.asyncDispose]: close });
}

async function answer(standIn: StandIn, request: IncomingMessage, response: ServerResponse) {
  const path = (request.url ?? '').split('?')[0] ?? '';
  const body = JSON.parse((await textOf(request)) || 'null');
  if (path === '/v1/r') return takeResponse(standIn, { request, response, body });
  if (request.headers.authorization !== 'Bearer token') return refuse(response, { code: 'signed-out' });
  if (path.endsWith('/results')) return say(response, 200, resultsOf(standIn, path));
  const shelf: Map<string, Site | Survey> = path.includes('/surveys/') ? standIn.surveys : standIn.sites;
  if (request.method === 'PUT' && shelf === standIn.surveys) standIn.onSurvey();
  const known = shelf.get(path);
  if (request.method === 'GET') return known ? say(response, 200, known) : refuse(response, { code: 'not-found' });
  if (known && 'source' in known && JSON.stringify(known.source) !== JSON.stringify(body.source)) {
    return refuse(response, { code: 'fixed' });
  }
  shelf.set(path, body);
  say(response, known ? 200 : 201, body);
}

interface Exchange {
  request: IncomingMessage;
  response: ServerResponse;
  body: ResponsePost;
}

function takeResponse(standIn: StandIn, { request, response, body }: Exchange) {
  standIn.posts.push({ body, origin: request.headers.origin, type: request.headers['content-type'] });
  const mishap = standIn.onPost(body);
  if (mishap === 'dropped') return request.socket.destroy();
  if (typeof mishap === 'object') return refuse(response, mishap);
  const isKnown = standIn.stored.has(body.id);
  if (!isKnown) standIn.stored.set(body.id, body);
  if (mishap === 'lost') return request.socket.destroy();
  say(response, isKnown ? 200 : 201, { id: body.id, rev: 1 });
}

function refuse(response: ServerResponse, { code, status, retryAfter, detail }: Exclude<Mishap, string>) {
  const [usual, title] = problems[code];
  if (retryAfter !== undefined) response.setHeader('retry-after', retryAfter);
  const problem = { type: 'about:blank', code, title, status: status ?? usual, detail: detail ?? `${title}.` };
  say(response, problem.status, problem);
}

function say(response: ServerResponse, status: number, body: unknown) {
  const type = status < 400 ? 'application/json' : 'application/problem+json';
  response.writeHead(status, { 'content-type': type }).end(JSON.stringify(body));
}

function resultsOf({ surveys, stored }: StandIn, path: string) {
  const survey = surveys.get(path.replace(/\/results$/, ''));
  const all = [...stored.values()];
  const counts = Array.from({ length: 11 }, (_, score) => all.filter((post) => post.score === score).length);
  const comments = all.filter((post) => post.comment !== undefined).length;
  return { survey, current: { n: all.length, counts, comments, score: survey && scoreOf(survey.scale, counts) } };
}

async function textOf(request: IncomingMessage) {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}
