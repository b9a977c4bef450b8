/** The survey UI's module: what the loader imports once a survey is due. */

import { render } from 'preact';
import type { ResponsePost, SurveyConfig } from '../../core/contract.ts';
import { quietUntil } from '../../core/targeting.ts';
import type { Detail, EventName } from '../client.ts';
import { en } from '../locales/en.ts';
import { newId, type Route, sendView, startDelivery } from '../transport.ts';
import { Card } from './card.tsx';
import { createHost } from './host.ts';
import { type Act, firstStep, isThanked, nextStep } from './steps.ts';

export interface UserInterface {
  openSurvey: typeof openSurvey;
  deliver: typeof deliver;
}

export interface OpenSurvey {
  close(): void;
}

interface Options extends Route {
  survey: SurveyConfig;
  site: string;
  emit(event: EventName, detail: Detail): void;
  onClose(): void;
}

/** A card counts as seen after so long. */
const seenAfterMs = 1000;
/** Arrow keys pass over scores on their way to one: only where they rest is sent. */
const keyRestMs = 400;

/** Delivers a response that an earlier page could not. */
export function deliver(post: ResponsePost, route: Route): void {
  startDelivery(post, route).flush();
}

/** Shows a survey until the visitor closes it. */
export function openSurvey({ survey, site, emit, onClose, ...route }: Options): OpenSurvey {
  const host = createHost();
  const ended = new AbortController();
  const { signal } = ended;
  const view = { site, survey: survey.id, id: newId(Date.now()), page: location.pathname.slice(0, 300) };
  const delivery = startDelivery({ ...view, rev: 0, score: 0 }, route, (state, reason) =>
    act({ did: 'deliver', state, ...(reason && { reason }) }),
  );
  let step = firstStep;
  let isSeen = false;
  let isByKey = false;
  let focusedBefore: HTMLElement | undefined;

  const see = (dismissed?: true) => {
    if (isSeen && !dismissed) return;
    isSeen = true;
    sendView(route.base, { ...view, ...(dismissed && { dismissed }) });
  };
  const answered = () => step.score !== undefined;
  const remember = (did: 'response' | 'dismissal') => route.memory.write(survey.id, { act: { did, at: Date.now() } });

  function act(done: Act): void {
    const before = step;
    step = nextStep(step, done);
    if (done.did === 'select') onSelect(done.score);
    if (done.did === 'send' && answered()) saveComment();
    if (done.did === 'deliver' && done.state === 'refused')
      emit('error', { survey: survey.id, reason: done.reason ?? '' });
    if (!signal.aborted) draw();
    if (isThanked(step) && !isThanked(before)) thank();
  }

  function onSelect(score: number): void {
    see();
    remember('response');
    delivery.change({ score, ...commentOf() }, isByKey ? keyRestMs : 0);
    emit('score', { survey: survey.id, score });
  }

  const commentOf = (): { comment?: string } => (step.comment.trim() ? { comment: step.comment } : {});
  let saved = '';
  function saveComment(): void {
    saved = step.comment;
    delivery.change({ score: step.score ?? 0, ...commentOf() });
  }

  function thank(): void {
    emit('submit', { survey: survey.id, ...(step.score !== undefined && { score: step.score }) });
    if (host.root.activeElement) host.root.querySelector<HTMLElement>('.thanks')?.focus();
  }

  /** The page may never come back: what was chosen and written is sent as it is. */
  function onHide(): void {
    if (answered() && step.comment !== saved) saveComment();
    delivery.flush();
  }

  function close(): void {
    if (signal.aborted) return;
    onHide();
    if (!answered()) {
      see(true);
      remember('dismissal');
      emit('dismiss', { survey: survey.id });
    }
    leave();
  }

  function leave(): void {
    const hadFocus = host.root.activeElement;
    ended.abort();
    render(null, host.root);
    host.remove();
    if (hadFocus) focusedBefore?.focus();
    onClose();
  }

  const draw = () => render(<Card {...{ survey, words: en, step }} onAct={act} onClose={close} />, host.root);

  const listen = (target: EventTarget, type: string, listener: (event: never) => void) =>
    target.addEventListener(type, listener as EventListener, { signal });
  listen(host.root, 'keydown', ({ key }: KeyboardEvent) => {
    isByKey = true;
    if (key === 'Escape') close();
  });
  listen(host.root, 'pointerdown', () => (isByKey = false));
  listen(host.root.host, 'focusin', ({ relatedTarget }: FocusEvent) => {
    if (relatedTarget instanceof HTMLElement) focusedBefore = relatedTarget;
  });
  listen(document, 'visibilitychange', () => document.hidden && onHide());
  listen(window, 'pagehide', onHide);
  listen(window, 'storage', (event: StorageEvent) => {
    if (!answered() && route.memory.concerns(event) && quietUntil(survey, route.memory.acts()) > Date.now()) leave();
  });
  const timer = setTimeout(see, seenAfterMs);
  signal.addEventListener('abort', () => clearTimeout(timer));

  draw();
  host.raise();
  emit('show', { survey: survey.id });
  return { close };
}
