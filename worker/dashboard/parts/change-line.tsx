import type { Change } from '../../../core/metrics.ts';
import type { PeriodName } from '../../../core/periods.ts';
import type { Results } from '../../../core/results.ts';
import type { Unit } from '../format.ts';
import { numbers, strings } from '../language.ts';

/** The change as a word first; an arrow second, and none where there are few responses. */
export function ChangeLine({ results: { change, previous }, period }: { results: Results; period: PeriodName }) {
  const before = strings.periods[period];
  if (!change || !previous.score) return <p class="change muted">{strings.nothingBefore(before)}</p>;
  const { unit } = previous.score;
  return (
    <p class="change">
      <strong>{wordOf(change, unit)}</strong>
      <Arrow change={change} />{' '}
      <span class="muted">{strings.from(numbers.estimate(previous.score, unit).value, before)}</span>
    </p>
  );
}

function wordOf(change: Change, unit: Unit): string {
  if (change.word === 'no real change') return strings.noChange;
  return change.word === 'up' ? strings.up(numbers.amount(change, unit)) : strings.down(numbers.amount(change, unit));
}

function Arrow({ change: { word, few } }: { change: Change }) {
  if (few || word === 'no real change') return null;
  const path = word === 'up' ? 'M6 10V2M2.5 5.5 6 2l3.5 3.5' : 'M6 2v8M2.5 6.5 6 10l3.5-3.5';
  return (
    <svg class="arrow" viewBox="0 0 12 12" width="12" height="12" aria-hidden="true">
      <path d={path} />
    </svg>
  );
}
