import { type Delivery, type DeliveryState, startDelivery } from '../../delivery.ts';
import type { Session } from '../parts.ts';
import { type Act, firstStep, isThanked, nextStep, type Step } from './steps.ts';

/** A response in the making. Closed without Send it is there again when the survey is opened again. */
export interface Draft {
  view: Session['view'];
  delivery: Delivery;
  score: number | undefined;
  step: Step;
  /** What of it was given to the delivery. */
  saved: Step;
  hear(act: Act): void;
}

/** Goes on from what was sent before this module was here. */
export function begin(session: Session): Draft {
  const { view, early } = session;
  const onState = (state: DeliveryState, reason?: string) => draft.hear({ did: 'deliver', state, reason });
  const delivery = startDelivery({ ...view, rev: 0, score: 0 }, session, onState, early);
  const draft: Draft = { view, delivery, score: early?.response.score, step: firstStep, saved: firstStep, hear() {} };
  return quieten(draft, session);
}

/** A draft without a card keeps up with its delivery, and keeps nothing of the card alive. */
export function quieten(draft: Draft, { context, survey: { id: survey } }: Session): Draft {
  draft.hear = (act) => {
    const wasThanked = isThanked(draft.step);
    draft.step = nextStep(draft.step, act);
    if (isThanked(draft.step) && !wasThanked) context._emit('submit', { survey, score: draft.score ?? 0 }, document);
    if (draft.step.delivery === 'refused')
      context._emit('error', { survey, reason: draft.step.reason ?? '' }, document);
  };
  return draft;
}
