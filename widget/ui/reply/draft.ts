import { type Delivery, startDelivery } from '../../transport.ts';
import type { Session } from '../parts.ts';
import { type Act, firstStep, nextStep, type Step } from './steps.ts';

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

export function begin({ view, base, memory }: Session): Draft {
  const delivery = startDelivery({ ...view, rev: 0, score: 0 }, { base, memory }, (state, reason) =>
    draft.hear({ did: 'deliver', state, reason }),
  );
  const draft: Draft = { view, delivery, score: undefined, step: firstStep, saved: firstStep, hear() {} };
  return quieten(draft);
}

/** A draft without a card keeps up with its delivery, and keeps nothing of the card alive. */
export function quieten(draft: Draft): Draft {
  draft.hear = (act) => {
    draft.step = nextStep(draft.step, act);
  };
  return draft;
}
