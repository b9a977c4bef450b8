/** The survey UI's module: what the loader imports once a survey is due. */

import { h, render } from 'preact';
import { limits, type ResponsePost, type SurveyConfig } from '../../core/contract.ts';
import type { Detail, EventName } from '../client.ts';
import { en } from '../locales/en.ts';
import { newId, type Route, sendView, startDelivery } from '../transport.ts';
import { watchAttention } from './attention.ts';
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
  /** Whether the visitor may still be asked: another tab may have asked meanwhile. */
  isDue(): boolean;
  emit(event: EventName, detail: Detail): void;
  onClose(): void;
}

/** A card counts as seen after so long, or when the visitor acts. */
const seenAfterMs = 1000;
/** Arrow keys pass over scores on their way to one: only where they rest is sent. */
const keyRestMs = 400;

/** Delivers a response that an earlier page could not. */
export function deliver(post: ResponsePost, route: Route): void {
  startDelivery(post, route).flush();
}

/** Shows a survey until the visitor closes it. */
export function openSurvey({ survey, site, isDue, emit, onClose, base, memory }: Options): OpenSurvey {
  const ended = new AbortController();
  const host = createHost();
  const view = { site, survey: survey.id, id: newId(Date.now()), ...pageOfVisit() };
  const delivery = startDelivery({ ...view, rev: 0, score: 0 }, { base, memory }, (state, reason) =>
    act({ did: 'deliver', state, reason }),
  );
  let step = firstStep;
  let savedComment = '';
  let isSeen = false;

  const tell = (event: EventName, reason?: string) => emit(event, { survey: survey.id, score: step.score, reason });
  const isAnswered = () => step.score !== undefined;

  function act(done: Act): void {
    const before = step;
    step = nextStep(step, done);
    if (done.did === 'select') onSelect();
    if (done.did === 'send') onSend();
    if (done.did === 'deliver' && done.state === 'refused') tell('error', done.reason);
    if (ended.signal.aborted) return;
    const hadFocus = host.root.activeElement;
    draw();
    if (isThanked(step) && !isThanked(before)) onThank(!!hadFocus);
  }

  function see(): void {
    if (!isSeen) sendView(base, view);
    isSeen = true;
  }

  function save(afterMs = 0): void {
    savedComment = step.comment;
    delivery.change({ score: step.score ?? 0, comment: savedComment }, afterMs);
  }

  function onSelect(): void {
    see();
    memory.remember(survey.id, { did: 'response', at: Date.now() });
    save(attention.isByKey() ? keyRestMs : 0);
    tell('score');
  }

  function onSend(): void {
    if (step.comment !== savedComment || step.delivery === 'refused') save();
    else delivery.flush();
  }

  /** The field that had the focus is gone: what took its place gets it. */
  function onThank(hadFocus: boolean): void {
    tell('submit');
    if (hadFocus) host.root.querySelector<HTMLElement>('.thanks')?.focus();
  }

  /** The page may never come back: what was chosen and written is sent as it is. */
  function onHide(): void {
    if (isAnswered() && step.comment !== savedComment) save();
    delivery.flush();
  }

  /** By the visitor: without a score that is a dismissal. */
  function dismiss(): void {
    if (!isAnswered()) {
      isSeen = true;
      sendView(base, { ...view, dismissed: true });
      memory.remember(survey.id, { did: 'dismissal', at: Date.now() });
      tell('dismiss');
    }
    close();
  }

  function close(): void {
    if (ended.signal.aborted) return;
    onHide();
    ended.abort();
    attention.giveBack();
    render(null, host.root);
    host.remove();
    onClose();
  }

  const draw = () => render(<Card {...{ survey, words: en, step }} onAct={act} onClose={dismiss} />, host.root);
  const attention = watchAttention(host.root, dismiss);
  const onPage = { signal: ended.signal };
  document.addEventListener('visibilitychange', () => document.hidden && onHide(), onPage);
  addEventListener('pagehide', onHide, onPage);
  addEventListener('storage', () => !isAnswered() && !isDue() && close(), onPage);
  const timer = setTimeout(see, seenAfterMs);
  ended.signal.onabort = () => clearTimeout(timer);

  draw();
  host.raise();
  tell('show');
  return { close };
}

/** The path alone. A document without an address of its own, such as that of `srcdoc`, has none. */
function pageOfVisit(): { page?: string } {
  const { pathname } = location;
  return pathname.startsWith('/') ? { page: pathname.slice(0, limits.page) } : {};
}
