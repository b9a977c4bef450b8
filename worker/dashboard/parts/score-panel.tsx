import type { Score } from '../../../core/metrics.ts';
import type { PeriodName } from '../../../core/periods.ts';
import type { Results } from '../../../core/results.ts';
import { scales } from '../../../core/scales.ts';
import { numbers, strings } from '../language.ts';
import { ChangeLine } from './change-line.tsx';

interface ScorePanelProps {
  results: Results;
  score: Score;
  period: PeriodName;
}

/** The one loud number, how sure it is, and where it came from. */
export function ScorePanel({ results, score, period }: ScorePanelProps) {
  const { scale } = results;
  const { value, interval } = numbers.estimate(score, score.unit);
  return (
    <section class="score-panel" aria-labelledby="score">
      <h2 id="score">
        {strings.metrics[scales[scale].metric].name}
        {strings.scaleNotes[scale] && <span class="muted"> {strings.scaleNotes[scale]}</span>}
      </h2>
      <p class="score">
        <strong>{value}</strong>
        {interval && <span class="interval">{strings.to(interval.low, interval.high)}</span>}
      </p>
      <Certainty score={score} needed={results.needed} />
      <ChangeLine results={results} period={period} />
    </section>
  );
}

function Certainty({ score, needed }: { score: Score; needed: number | undefined }) {
  const parts = [
    score.few && strings.few,
    score.low === undefined ? strings.noInterval : strings.interval,
    needed !== undefined && needed > 0 && strings.needed(needed, numbers.count(needed)),
  ].filter((part) => part !== false);
  return <p class="certainty">{parts.join(' · ')}</p>;
}
