/** A score before the reply's module is here: it is sent at once, and the module had as soon as it can be. */

import type { Imports, Reply, Session } from './parts.ts';

export interface Early {
  /** The reply, once its module is here. */
  reply(): Reply | undefined;
  /** Loads the module. Where it cannot be had, that is tried again as long as there is something to do for it. */
  load(): Promise<void>;
  /** Sends the score of the session. The reply goes on from the answer. */
  send(): Promise<void>;
  /** Whether the score could not be stored yet. */
  isKept(): boolean;
  /** The survey closes, or the page does, perhaps for good. */
  leave(): void;
}

const retryMs = 10_000;

export function createEarly(session: Session, loadReply: Imports['reply']): Early {
  const { base, post, outbox, signal, tell, draw } = session;
  let reply: Reply | undefined;
  let isLoading = false;
  let tries = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isKept = false;
  let isLost = false;
  let isLeft = false;

  async function send(): Promise<void> {
    // What was begun before goes on with the reply, as the same response.
    isLeft = !!session.context._drafts?.has(session.place ?? session.survey);
    if (isLeft) return load();
    const { score = 0, shownMs } = session;
    const last = session.early?.response;
    // What is only sent again is the same revision.
    const rev = (last?.rev ?? 0) + Number(last?.score !== score);
    const response = { ...session.view, ...session.person(), rev, score, shownMs };
    outbox.keep(response);
    // Whether the server may be asked again, and when, is for the reply to find out.
    const isWaiting = isKept && !isLost;
    const answer = (isWaiting && session.early?.answer) || post(base, 'v1/r', response).catch(() => undefined);
    session.early = { response, answer };
    const got = await answer;
    if (got?.ok) outbox.release(response);
    else if (got) outbox.keep({ ...response, until: Date.now() + Number(got.headers.get('Retry-After')) * 1000 });
    if (session.early.response !== response) return;
    isKept = !got?.ok;
    isLost = !got;
    draw();
  }

  async function load(): Promise<void> {
    const isNeeded = () => !signal.aborted || session.early;
    if (reply || isLoading || !isNeeded()) return;
    isLoading = true;
    clearTimeout(timer);
    try {
      const { startReply } = await loadReply(tries++);
      if (isNeeded()) reply = startReply(session);
      if (isLeft) reply?.select(false);
      draw();
    } catch (error) {
      if (tries === 1) tell('error', String(error));
      if (isKept || !signal.aborted) timer = setTimeout(load, retryMs);
    }
    isLoading = false;
  }

  return {
    reply: () => reply,
    load,
    send,
    isKept: () => isKept,
    leave() {
      if (reply) reply.leave();
      else if (isLost) void send();
    },
  };
}
