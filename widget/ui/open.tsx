/** One survey on the screen, from the moment it shows until it is closed. */

import { h, render } from 'preact';
import type { EventName } from '../api.ts';
import { optionsOf } from '../given.ts';
import { json } from '../json.ts';
import { createOutbox } from '../outbox.ts';
import { newId, post, sendView } from '../transport.ts';
import { watchAttention } from './attention.ts';
import { Card } from './card.tsx';
import { createEarly } from './early.ts';
import { facetsOf } from './facets.ts';
import { createHost } from './host.ts';
import type { Asking, Context, OpenSurvey, Parts, Session, Spoken } from './parts.ts';
import { checkPerson } from './person.ts';
import { Scale } from './scale.tsx';
import { questionOf } from './texts.ts';

/** A card counts as seen after so long, or when the visitor acts. */
const seenAfterMs = 1000;

/** Shows a survey until it is closed. What follows the score is loaded once the visitor has taken notice. */
export function openSurvey(parts: Parts, spoken: Spoken, context: Context, asking: Asking): OpenSurvey {
  const { survey, place, base, memory } = asking;
  const outbox = createOutbox(memory);
  const shownAt = performance.now();
  const ended = new AbortController();
  const { signal } = ended;
  const host = createHost(parts.css, { place, onUnwanted: close });
  let isSeen = false;
  let isRemembered = false;

  const session: Session = {
    ...{ ...asking, context, host, h, spoken, signal, tell, draw, post, outbox },
    person: () => checkPerson(context._person),
    view: { site: context.site, survey: survey.id, id: newId(Date.now()), ...facetsOf(context, survey, spoken) },
  };
  const prove = parts.proveBy?.(session);
  const early = createEarly(session, parts.reply);
  /** One tab at a time asks then. */
  const isRemembering = () => context._options.storage === 'always';
  const isAnswered = () => session.score !== undefined;

  function tell(event: EventName, reason?: string): void {
    const { score } = session;
    const detail = { survey: survey.id, ...(score !== undefined && { score }), ...(reason && { reason }) };
    // What is told of a card that closes is heard at the document.
    queueMicrotask(() => context._emit(event, detail, host.element.isConnected ? host.element : document));
  }

  /** A survey in the page interrupts nobody. */
  function remember(did: 'response' | 'dismissal'): void {
    if (place) return;
    const act = memory._acts()[survey.id];
    const times = (act?.times ?? 0) + Number(!isRemembered);
    memory._write(`did:${survey.id}`, json({ ...act, [did]: Date.now(), times }));
    isRemembered = true;
  }

  function see(): void {
    if (!isSeen) sendView(base, session.view);
    isSeen = true;
    prove?.();
    void early.load();
  }

  function select(score: number): void {
    session.score = score;
    session.shownMs = Math.round(performance.now() - shownAt);
    see();
    remember('response');
    tell('score');
    const reply = early.reply();
    if (reply) reply.select(attention.isByKey());
    else void early.send();
    draw();
  }

  /** By the visitor: without a score that is a dismissal. */
  function dismiss(): void {
    if (!isAnswered()) {
      isSeen = true;
      const proven = session.person();
      sendView(base, { ...session.view, ...(proven.hash && proven), dismissed: true });
      remember('dismissal');
      tell('dismiss');
    }
    close();
  }

  function close(): void {
    if (signal.aborted) return;
    early.leave();
    ended.abort();
    attention.giveBack();
    render(null, host.root);
    host.remove();
    asking.onClose();
  }

  function draw(): void {
    if (signal.aborted) return;
    const { position = survey.position ?? '', theme = 'auto' } = optionsOf(context);
    const where = place ? 'inline' : survey.display === 'dialog' ? 'dialog' : position;
    const look = parts.lookOf?.(survey, spoken);
    const reply = early.reply();
    render(
      <Card
        {...{ theme, place: where, language: spoken.language, onClose: dismiss }}
        name={questionOf(survey, spoken)}
        closeLabel={spoken.words.close}
      >
        {reply?.isThanked() || <Scale {...{ survey, spoken, look }} score={session.score} onSelect={select} />}
        {reply?.render()}
        <p id="status" class={reply?.isThanked() ? 'thanks' : 'status'} role="status" tabIndex={-1}>
          {reply ? reply.status() : early.isKept() && spoken.words.kept}
        </p>
        {reply?.renderLink()}
      </Card>,
      host.root,
    );
  }

  const attention = watchAttention(host, signal, place ? undefined : dismiss);
  addEventListener('storage', () => !isAnswered() && !isRemembering() && asking.isDue?.() === false && close(), {
    signal,
  });
  addEventListener('pagehide', early.leave, { signal });
  addEventListener('online', early.load, { signal });
  document.addEventListener('visibilitychange', () => document.hidden && early.leave(), { signal });
  for (const type of ['pointerover', 'focusin'])
    host.element.addEventListener(type, early.load, { signal, once: true });
  const onVisible = () => {
    const timer = setTimeout(see, seenAfterMs);
    signal.addEventListener('abort', () => clearTimeout(timer), { once: true });
  };
  if (place) parts.whenVisible?.(place, signal, onVisible);
  else onVisible();

  draw();
  if (context._drafts?.has(place ?? survey)) void early.load();
  // In a task of its own, so that neither keeps the page busy for long.
  setTimeout(() => {
    if (signal.aborted) return;
    host.raise();
    if (asking.isDue && isRemembering()) remember('dismissal');
    if (asking.focus) host.root.querySelector('input')?.focus();
    tell('show');
  });
  return { close };
}
