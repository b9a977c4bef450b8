import { numbers, strings } from '../language.ts';
import type { Verdicts } from '../simulator/verdicts.ts';

/** The answer in a sentence or two, which stays in sight and is said whenever it changes. */
export function VerdictLine({ verdicts, nameOf }: { verdicts: Verdicts; nameOf: (survey: string) => string }) {
  const { all, first } = verdicts;
  return (
    <p class="verdict-line" role="status">
      <strong>{lineOf(all.length, all.filter(({ asks }) => asks).length)}</strong>
      {first !== undefined && <span class="muted"> {strings.first(nameOf(first))}</span>}
    </p>
  );
}

function lineOf(all: number, asking: number): string {
  if (all === 0) return strings.noLiveSurveys;
  if (asking === 0) return strings.noneAsks(all, numbers.count(all));
  return all === 1 ? strings.theOneAsks : strings.someAsk(asking, numbers.count(asking), numbers.count(all));
}
