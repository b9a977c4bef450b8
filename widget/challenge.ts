/** How responses are posted where the site has Turnstile: loaded only there, once there may be something to post. */

import type { ResponsePost } from '../core/contract.ts';
import type { Problem } from '../core/problems.ts';
import { type Post, post } from './transport.ts';
import { challenge } from './turnstile.ts';
import { boxIn, boxOffScreen } from './ui/challenge-box.ts';
import type { Context, Session } from './ui/parts.ts';

export type Prove = typeof prove;

/** The response is kept meanwhile. Who is asked to do something may take longer: the token serves the next try. */
const tokenWithinMs = 15_000;

/** A challenge, and its token, which is good without it. */
interface Asked {
  token: Promise<string>;
  /** The response that the token was sent with. */
  id?: string;
  /** Cloudflare wants to see something done where nobody can. */
  isUseless: boolean;
  /** Takes the challenge out of the page. */
  close(): void;
}

/** The last session of each survey, or of the element that it stands in: opened again, it goes on with the response. */
const sessions = new WeakMap<object, Session>();

/**
 * The first post of each response waits for a token, and is sent with the same one until it is acknowledged; what comes
 * after that needs none. Throws where there is no token, so that the response stays kept and is tried again. In the card
 * of a session the visitor can do what Cloudflare wants; elsewhere that ends it for this page.
 */
function prove(context: Context, session?: Session): Post {
  const stored = new Set<string>();
  let asked: Asked | undefined;
  let told: string | undefined;

  const key = session && (session.place ?? session.survey);

  /** The card that is open now, if one is. */
  function cardNow(): Session | undefined {
    const last = key && sessions.get(key);
    return last?.signal.aborted ? undefined : last;
  }

  function tell(survey: string, reason: string): void {
    if (reason !== told) context._emit('error', { survey, reason });
    told = reason;
  }

  function ask(): Asked {
    const mine = askIn(context, cardNow(), () => end(mine));
    mine.token.then(
      () => flush(session),
      // What is useless is remembered, so that it is not asked again.
      () => (mine.isUseless ? mine.close() : end(mine)),
    );
    return mine;
  }

  function end(mine: Asked): void {
    mine.close();
    if (asked === mine) asked = undefined;
  }

  async function tokenOf(mine: Asked, survey: string): Promise<string> {
    try {
      return await inTime(mine.token);
    } catch (error) {
      // Closed is not failed.
      if (!(error instanceof DOMException)) tell(survey, String(error));
      throw error;
    }
  }

  if (key) {
    const isFirst = !sessions.has(key);
    sessions.set(key, session);
    if (isFirst) asked = ask();
    // In this card the visitor can do what was wanted of nobody.
    else flush(session);
  }

  return async (base, path, body) => {
    const { id, survey } = body as ResponsePost;
    if (stored.has(id)) return post(base, path, body);
    if (asked && (asked.isUseless ? cardNow() : asked.id && asked.id !== id)) end(asked);
    asked ??= ask();
    const mine = asked;
    mine.id = id;
    const answer = await post(base, path, { ...body, turnstile: await tokenOf(mine, survey) });
    if (answer.ok) stored.add(id);
    const refusal = await refusalOf(answer);
    if (answer.ok || refusal) end(mine);
    if (!refusal) return answer;
    tell(survey, refusal);
    throw new Error(refusal);
  };
}

/** In a card, or where nobody sees it. */
function askIn({ turnstile: sitekey = '' }: Context, card: Session | undefined, onExpire: () => void): Asked {
  const { element, look, show } = card ? boxIn(card) : boxOffScreen();
  const ended = new AbortController();
  const onInteraction = (isWanted: boolean) => {
    asked.isUseless = !show(isWanted);
    return !asked.isUseless;
  };
  const asked: Asked = {
    token: challenge({ ...look, element, sitekey, onInteraction, onExpire }, ended.signal),
    isUseless: false,
    close() {
      show(false);
      ended.abort();
      element.remove();
    },
  };
  card?.signal.addEventListener('abort', asked.close, { signal: ended.signal });
  return asked;
}

/** What waits to be tried again needs to wait no longer. */
function flush(session?: Session): void {
  const draft = session?.context._drafts?.get(session.place ?? session.survey);
  void draft?.delivery.flush();
}

function inTime<T>(promise: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('Turnstile: no token yet')), tokenWithinMs);
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

/** Why a token was not good, where that is what the answer says. */
async function refusalOf(answer: Response): Promise<string | undefined> {
  if (answer.status !== 403) return undefined;
  const { code, title = '' }: Partial<Problem> = await answer
    .clone()
    .json()
    .catch(() => ({}));
  return code === 'challenge-failed' ? `Turnstile: ${title}` : undefined;
}

export { prove as start };
