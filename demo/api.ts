import type { Problem } from '../core/problems.ts';
import { codeOf, Failure } from './failure.ts';

/** The team's side of a Worker's HTTP API, as one session sees it. */
export interface Api {
  /** `undefined` where there is nothing yet. */
  get<T>(path: string): Promise<T | undefined>;
  /** False when what is there is fixed and says something else. */
  put(path: string, body: object): Promise<boolean>;
}

/** Every method throws a `Failure` that says what to do when the Worker is away, refuses the token or refuses the call. */
export function openApi({ opina, token }: { opina: string; token: string }): Api {
  const call = async (path: string, init: RequestInit) => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    return fetch(new URL(path, opina), { ...init, headers, signal: AbortSignal.timeout(60_000) }).catch((error) => {
      throw new Failure(`No Opina answers at ${opina} (${codeOf(error) ?? 'no connection'}): start it with npm start.`);
    });
  };
  return {
    async get<T>(path: string) {
      const answer = await call(path, { method: 'GET' });
      if (answer.status === 404) return undefined;
      if (!answer.ok) throw failureFrom(path, answer, await problemOf(answer));
      return trusted<T>(await jsonOf(path, answer));
    },
    async put(path, body) {
      const answer = await call(path, { method: 'PUT', body: JSON.stringify(body) });
      if (answer.ok) return true;
      const problem = await problemOf(answer);
      if (problem.code === 'fixed') return false;
      throw failureFrom(path, answer, problem);
    },
  };
}

/** The problem a body carries; empty when it is not a problem document. */
export function problemIn(body: unknown): Partial<Problem> {
  return typeof body === 'object' && body !== null ? body : {};
}

async function problemOf(answer: Response) {
  return problemIn(await answer.json().catch(() => undefined));
}

function failureFrom(path: string, { status, statusText }: Response, problem: Partial<Problem>) {
  if (status === 401) return new Failure('The token is not accepted: take a new one from npm start, or give --token.');
  const fields = problem.errors?.map(({ field, reason }) => `${field} ${reason}`).join(', ');
  const why = fields || problem.detail || problem.title || statusText;
  return new Failure(`The server answered ${status} to ${path}: ${why}.`.replace(/\.\.$/, '.'));
}

async function jsonOf(path: string, answer: Response): Promise<unknown> {
  return answer.json().catch(() => {
    throw new Failure(`What answers at ${new URL(path, answer.url).origin} is not Opina: ${path} is not JSON there.`);
  });
}

/** The contract of the path is the guarantee: both sides are released together. */
function trusted<T>(body: unknown) {
  return body as T;
}
