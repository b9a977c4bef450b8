import { env, exports } from 'cloudflare:workers';
import { expect } from 'vitest';
import type { Survey } from '../../core/contract.ts';
import { makeId } from '../../core/id.ts';
import { type Problem, problems } from '../../core/problems.ts';
import { Gatherer } from '../../worker/gatherer.ts';
import { createAdminLink, redeemLink } from '../../worker/store/people.ts';
import { type Post, putPost } from '../../worker/store/posts.ts';
import type { CheckedPost, Stored } from '../../worker/store/responses.ts';
import type { CheckedView } from '../../worker/store/views.ts';

export const origin = 'https://shop.example';

export const npsSurvey: Survey = {
  name: 'After the visit',
  scale: 'nps',
  status: 'live',
  language: 'en',
  question: 'How likely are you to recommend Shop to a friend or colleague?',
  low: 'Not at all likely',
  high: 'Extremely likely',
  followUp: 'What is the main reason for your score?',
  thanks: 'Thank you.',
  delay: 2,
  quiet: { response: 90, dismissal: 14, others: 30 },
};

/** An id of that time, random unless a number makes it a certain one. */
export function idAt(at: number, certain?: number): string {
  const random = new Uint8Array(10);
  if (certain === undefined) crypto.getRandomValues(random);
  else new DataView(random.buffer).setUint32(6, certain);
  return makeId(at, random);
}

let sites = 0;

/** A session, and a site of its own with one NPS survey, made through the API. */
export async function openShop(survey: Partial<Survey> = {}) {
  const link = await createAdminLink(env.DB, 'owner', 'Owner', Date.now());
  const session = (await redeemLink(env.DB, link, { now: Date.now() })) ?? '';
  const site = `shop-${++sites}`;
  const call = (method: string, path: string, body?: unknown, headers = {}) =>
    exports.default.fetch(`http://localhost${path}`, {
      method,
      headers: { Authorization: `Bearer ${session}`, ...headers },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  await call('PUT', `/api/sites/${site}`, { name: 'Shop', origins: [origin] });
  await call('PUT', `/api/sites/${site}/surveys/nps`, { ...npsSurvey, ...survey });
  return { site, session, call };
}

/** Posts as a page of the shop does. */
export function post(
  path: '/v1/r' | '/v1/v' | '/v1/p',
  body: unknown,
  headers: Record<string, string> = { Origin: origin },
) {
  const text = typeof body === 'string' || body instanceof ReadableStream ? body : JSON.stringify(body);
  return exports.default.fetch(`http://localhost${path}`, { method: 'POST', headers, body: text });
}

/** As `putResponse` of the store, on the way that a post takes in the mode of this run. */
export const putResponse = (db: D1Database, post: CheckedPost, now: number) =>
  putInMode(db, { kind: 'response', post, now });

/** As `putView` of the store, on the same way. */
export const putView = (db: D1Database, post: CheckedView) => putInMode(db, { kind: 'view', post });

const gatherers = new WeakMap<D1Database, Gatherer>();

async function putInMode(db: D1Database, post: Post): Promise<Stored> {
  if (modeOfRun() === 'direct') return putPost(db, post);
  const gatherer = gatherers.get(db) ?? new Gatherer(db);
  gatherers.set(db, gatherer);
  const answer = await gatherer.put(post);
  if (answer.outcome === 'unavailable' || answer.outcome === 'broken') throw new Error(answer.outcome);
  return answer;
}

/** Bound by vitest.config.ts. */
const modeOfRun = (): string => env.INGEST;

/** What a refusal says, once it is sure to be a problem document that says nothing of our inside. */
export async function problemOf(answer: Response): Promise<Problem> {
  const text = await answer.text();
  expect(text).not.toMatch(/D1_|SQL|constraint|\b(?:SELECT|INSERT|UPDATE)\b|\.ts:\d|\n\s+at /u);
  expect(answer.headers.get('Content-Type')).toBe('application/problem+json');
  const problem = JSON.parse(text) as Problem;
  const [status, title] = problems[problem.code];
  expect(problem).toMatchObject({ type: 'about:blank', title, status, detail: expect.stringMatching(/\S/u) });
  expect(answer.status).toBe(status);
  return problem;
}

/** How many responses and views are stored. */
export async function countRows() {
  const sql = 'SELECT (SELECT count(*) FROM response) AS responses, (SELECT count(*) FROM view) AS views';
  return await env.DB.prepare(sql).first<{ responses: number; views: number }>();
}
