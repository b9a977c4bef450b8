/** Everything that a client asks: one card at a time, and whatever stands in the page. */

import type { SurveyConfig } from '../../core/contract.ts';
import type { How } from '../api.ts';
import { untilCalm } from './calm.ts';
import { openSurvey } from './open.tsx';
import type { Asking, Context, Desk, OpenSurvey, Parts } from './parts.ts';
import { wordsFor } from './texts.ts';

export function openDesk(parts: Parts, context: Context): Desk {
  const { surveys, signal, memory, traceless, options } = context;
  const due = new Set<SurveyConfig>();
  let open: OpenSurvey | undefined;
  /** What is being opened, unless the page has it closed before. */
  let opening: object | undefined;

  const spokenFor = (survey: SurveyConfig) => wordsFor(survey, options(), parts);

  async function openIt(asking: Asking, route: Partial<Context> = {}): Promise<OpenSurvey | undefined> {
    const spoken = await spokenFor(asking.survey);
    const open = (now = asking) =>
      now.until.aborted || now.isDue?.() === false
        ? undefined
        : openSurvey(parts, spoken, { ...context, ...route }, now);
    const { isDue } = asking;
    const isExact = isDue && options().storage === 'always';
    return isExact ? (await parts.exact()).alone(`opina:${context.site}:asking`, asking, open) : open();
  }

  async function show(wanted: SurveyConfig | string, { test, focus }: How = {}, isDue?: () => boolean): Promise<void> {
    const survey = context.asked(surveys.find((known) => known === wanted || known.id === wanted));
    if (!survey) throw `There is no live survey ${wanted}.`;
    if (open || opening) return;
    const mine = {};
    opening = mine;
    try {
      const onClose = () => {
        open = undefined;
        context.onClose();
      };
      const asking = { survey, until: signal, isDue, focus, onClose };
      const opened = await openIt(asking, test ? { memory: traceless, base: undefined } : {});
      if (opening === mine) open = opened;
      else opened?.close();
    } finally {
      if (opening === mine) opening = undefined;
    }
  }

  function close(): void {
    opening = undefined;
    open?.close();
  }

  signal.addEventListener('abort', close, { once: true });
  return {
    show,
    close,
    async ask(survey, isDue, until) {
      const leave = () => due.delete(survey);
      due.add(survey);
      until.addEventListener('abort', leave, { once: true });
      try {
        await spokenFor(survey);
        if (context.person().hash) await (await parts.exact()).recall(context);
        await untilCalm(until);
        // Others that are due by now come in before it.
        await new Promise((resolve) => setTimeout(resolve));
        const isChosen = due.size < 2 || (await parts.exact()).chosenOf(due, memory.acts()) === survey;
        if (isChosen && !until.aborted) await show(survey, {}, isDue);
      } finally {
        leave();
      }
    },
    ...parts.stand?.({ context, openIt, show, spokenFor }),
  };
}
