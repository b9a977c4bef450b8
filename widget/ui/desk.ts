/** Everything that a client asks: one card at a time, and whatever stands in the page. */

import type { SurveyConfig } from '../../core/contract.ts';
import type { How } from '../api.ts';
import { untilCalm } from './calm.ts';
import { openSurvey } from './open.tsx';
import type { Asking, Context, Desk, OpenSurvey, Parts } from './parts.ts';
import { wordsFor } from './texts.ts';
import { traceless } from './traceless.ts';

export function openDesk(parts: Parts, context: Context): Desk {
  const { surveys, base, _signal: signal } = context;
  const due = new Set<SurveyConfig>();
  let open: OpenSurvey | undefined;
  /** What is being opened, unless the page has it closed before. */
  let opening: object | undefined;
  context._drafts ??= new WeakMap();

  const spokenFor = (survey: SurveyConfig) => wordsFor(survey, context._options, parts);

  const recall = async () => (await parts.exact()).recall(context);

  async function openIt(asking: Asking): Promise<OpenSurvey | undefined> {
    const spoken = await spokenFor(asking.survey);
    const open = (now = asking) =>
      now.until.aborted || now.isDue?.() === false ? undefined : openSurvey(parts, spoken, context, now);
    const { isDue } = asking;
    const isExact = isDue && context._options.storage === 'always';
    return isExact ? (await parts.exact()).alone(`opina:${context.site}:asking`, asking, open) : open();
  }

  async function show(
    wanted: SurveyConfig | string,
    { test, focus }: How = {},
    asking: Partial<Pick<Asking, 'isDue' | 'until'>> = {},
  ): Promise<void> {
    const found = surveys.find((known) => known === wanted || known.id === wanted);
    if (!found) throw `There is no live survey ${wanted}.`;
    if (open || opening) return;
    const mine = {};
    opening = mine;
    try {
      const onClose = () => {
        open = undefined;
        context._open = undefined;
        context._arm();
      };
      const survey = context._asked(found);
      const route = test ? { base: undefined, memory: traceless } : { base, memory: context };
      const opened = await openIt({ until: signal, ...asking, ...route, survey, focus, onClose });
      if (opening === mine) {
        open = opened;
        context._open = opened && survey.id;
      } else opened?.close();
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
    _show: show,
    _recall: recall,
    _close: close,
    async _ask(survey, isDue, until) {
      const leave = () => due.delete(survey);
      due.add(survey);
      until.addEventListener('abort', leave, { once: true });
      try {
        await spokenFor(survey);
        if (context._person.hash) await recall();
        await untilCalm(until);
        // Others that are due by now come in before it.
        await new Promise((resolve) => setTimeout(resolve));
        const isChosen = due.size < 2 || (await parts.exact()).chosenOf(due, context._acts()) === survey;
        if (isChosen && !until.aborted) await show(survey, {}, { isDue, until });
      } finally {
        leave();
      }
    },
    ...parts.stand?.({ context, openIt, show, spokenFor }),
  };
}
