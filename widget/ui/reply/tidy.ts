import { quietUntil } from '../../../core/targeting.ts';
import type { Session } from '../parts.ts';

/** What no survey has to know any more is not kept on the device. */
export function forgetWhatIsOver({ context: { surveys }, memory }: Session): void {
  for (const [id, act] of Object.entries(memory._acts())) {
    const isOver = surveys.every((survey) => survey.id !== id && quietUntil(survey, { [id]: act }) < Date.now());
    if (surveys[0] && isOver) memory._remove(`did:${id}`);
  }
}
