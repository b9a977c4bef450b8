/** Everything after the score, loaded once the score can be given: what else is asked, the delivery, and thanks. */

import { h } from 'preact';
import { emailPattern } from '../../../core/contract.ts';
import { replyWords } from '../../locales/en.ts';
import type { Reply, Session } from '../parts.ts';
import { Away } from './away.tsx';
import { begin, quieten } from './draft.ts';
import { FollowUp } from './follow-up.tsx';
import { renderBy } from './hyperscript.ts';
import css from './reply.css';
import { type Act, givenKeys, isThanked, nextStep } from './steps.ts';
import { statusOf, textsOf } from './texts.ts';
import { forgetWhatIsOver } from './tidy.ts';

/** Takes back who the visitor was said to be. */
const nobody = { person: undefined, hash: undefined };

/** Arrow keys pass over scores on their way to one: only where they rest is sent. */
const keyRestMs = 400;

export function startReply(session: Session): Reply {
  renderBy(session.h);
  forgetWhatIsOver(session);
  const { host, survey, tell, base, place } = session;
  const key = base === undefined ? session : (place ?? survey);
  const drafts = draftsOf(session.context);
  const known = drafts.get(key);
  // What was said in an element of this page stays said when the element moves.
  const isOver = known && isThanked(known.step) && known.view.page !== session.view.page;
  const draft = known && !isOver ? known : begin(session);
  drafts.set(key, draft);
  session.view = draft.view;
  session.score ??= draft.score;
  host.addStyle(css);
  keepAboveKeyboard(session);
  const words = { ...replyWords, ...session.spoken.words };
  const said = (score: number) => textsOf(survey, session.spoken, words, score);

  function act(done: Act): void {
    const before = draft.step;
    draft.step = nextStep(before, done);
    if (done.did === 'send') onSend();
    if (done.did === 'deliver' && done.state === 'refused') tell('error', done.reason);
    const hadFocus = host.root.activeElement;
    session.draw();
    if (isThanked(draft.step) && !isThanked(before)) onThank(!!hadFocus);
  }

  function save(afterMs = 0): void {
    const { score = 0, shownMs } = session;
    const { comment, email } = draft.step;
    draft.saved = draft.step;
    // After another score, those alone that it is still asked for.
    const asked = said(score).reasons.map(([reason]) => reason);
    const reasons = draft.step.reasons.filter((reason) => asked.includes(reason));
    const given = { comment, reasons, email: emailPattern.test(email) ? email : undefined };
    draft.delivery.change({ score, shownMs, ...given, ...nobody, ...session.person() }, afterMs);
  }

  const isChanged = () => givenKeys.some((name) => draft.step[name] !== draft.saved[name]);

  function onSend(): void {
    const { email, delivery } = draft.step;
    if (email && !emailPattern.test(email)) {
      draft.step = nextStep(draft.step, { did: 'fail' });
      host.root.querySelector<HTMLElement>('[type=email]')?.focus();
    } else if (isChanged() || delivery === 'refused') save();
    else void draft.delivery.flush();
  }

  /** The field that had the focus is gone: what took its place gets it. */
  function onThank(hadFocus: boolean): void {
    if (!place) drafts.delete(key);
    tell('submit');
    if (hadFocus) host.root.querySelector<HTMLElement>('.thanks')?.focus();
  }

  function leave(): void {
    draft.score = session.score;
    if (draft.score !== undefined && isChanged()) save();
    void draft.delivery.flush();
  }

  function onClose(): void {
    quieten(draft, session);
    if (draft.score === undefined) drafts.delete(key);
  }

  draft.hear = act;
  const { signal } = session;
  signal.addEventListener('abort', onClose, { once: true });
  void draft.delivery.flush();

  return {
    leave,
    isThanked: () => isThanked(draft.step),
    select(isByKey) {
      save(isByKey ? keyRestMs : 0);
    },
    render() {
      if (session.score === undefined || isThanked(draft.step)) return false;
      return <FollowUp {...{ survey, words, texts: said(session.score), step: draft.step, onAct: act }} />;
    },
    status() {
      return isThanked(draft.step) ? said(session.score ?? 0).thanks : statusOf(draft.step, words);
    },
    renderLink() {
      const link = isThanked(draft.step) && said(session.score ?? 0).link;
      return link && <Away url={link.url}>{link.text}</Away>;
    },
  };
}

/** `reset` puts others in their place. */
const draftsOf = (context: Session['context']) => {
  context._drafts ??= new WeakMap();
  return context._drafts;
};

/** A keyboard on the screen covers the page's end and tells only this viewport, as fingers that magnify it do. */
function keepAboveKeyboard({ host, signal }: Session): void {
  const viewport = visualViewport;
  viewport?.addEventListener(
    'resize',
    () => {
      const covered = Math.max(0, innerHeight - viewport.height * viewport.scale - viewport.offsetTop);
      host.element.style.setProperty('--_keyboard', `${covered}px`);
    },
    { signal },
  );
}
