import { useState } from 'preact/hooks';
import type { VariantResult, Verdict } from '../../../core/experiments.ts';
import type { Estimate } from '../../../core/metrics.ts';
import type { ExperimentResults } from '../../../core/results.ts';
import { declareWinner, getExperiment } from '../api.ts';
import { numbers, strings } from '../language.ts';
import { scaleText } from '../scale-text.ts';

interface ExperimentProps {
  path: { site: string; survey: string; key: string | undefined };
  mayDeclare: boolean;
}

/** The variants of a survey side by side: only when that is asked for, since who looks every day sees winners in chance. */
export function Experiment({ path, mayDeclare }: ExperimentProps) {
  const [experiment, setExperiment] = useState<ExperimentResults>();
  const [isFailed, setFailed] = useState(false);
  const look = async () => {
    const answer = await getExperiment(path);
    if (answer.kind === 'data') setExperiment(answer.data);
    setFailed(answer.kind !== 'data');
  };
  /** The results that follow say that there are no variants any more, which takes this away. */
  const declare = async (variant: string) => {
    if (!experiment || !confirm(questionOf(experiment, variant))) return;
    setFailed((await declareWinner(path, variant)).kind !== 'data');
  };
  return (
    <section class="card experiment" aria-labelledby="experiment">
      <h2 id="experiment">{strings.experiment}</h2>
      <p class="muted">{strings.oneLook}</p>
      {experiment ? (
        <Comparison experiment={experiment} declare={mayDeclare ? declare : undefined} />
      ) : (
        <button type="button" class="primary" onClick={look}>
          {strings.compare}
        </button>
      )}
      <p role="status">{isFailed && strings.notDone}</p>
    </section>
  );
}

interface ComparisonProps {
  experiment: ExperimentResults;
  /** For whoever may. */
  declare: ((variant: string) => void) | undefined;
}

function Comparison({ experiment: { variants, verdict }, declare }: ComparisonProps) {
  const hasScales = new Set(variants.map(({ scale }) => scale)).size > 1;
  const columns = [strings.responses, strings.responseRate, strings.score, strings.commentRate];
  return (
    <>
      <p>
        <strong>{sayVerdict(verdict)}</strong>
      </p>
      <table>
        <thead>
          <tr>
            <th scope="col">{strings.variant}</th>
            {columns.map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
            {declare && (
              <th scope="col">
                <span class="hidden">{strings.declare}</span>
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {variants.map(({ id, scale, n, responseRate, score, commentRate }) => (
            <tr key={id}>
              <th scope="row">{id}</th>
              <td>{numbers.count(n)}</td>
              <td>{sayEstimate(responseRate, 'share')}</td>
              <td>
                {sayEstimate(score, score?.unit)}
                {hasScales && <span class="muted"> {scaleText(scale)}</span>}
              </td>
              <td>{sayEstimate(commentRate, 'share')}</td>
              {declare && (
                <td>
                  <button type="button" class="quiet" aria-label={strings.declareOf(id)} onClick={() => declare(id)}>
                    {strings.declare}
                  </button>
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
      {hasScales && <p class="muted">{notCompared(variants)}</p>}
    </>
  );
}

function notCompared([control, ...others]: VariantResult[]): string {
  const isAny = others.some(({ scale }) => scale === control?.scale);
  return isAny ? strings.scalesPartlyCompared : strings.scalesNotCompared;
}

/** What the team is asked before it declares a winner. */
function questionOf({ survey, variants }: ExperimentResults, winner: string): string {
  const { scale = survey.scale } = variants.find(({ id }) => id === winner) ?? {};
  const question = strings.winnerQuestion(winner);
  return scale === survey.scale ? question : `${question} ${strings.scaleQuestion(scaleText(scale))}`;
}

/** "41, 35 to 47". */
function sayEstimate(estimate: Estimate | undefined, unit: Parameters<typeof numbers.estimate>[1] = 'share'): string {
  if (!estimate) return strings.noRate;
  const { value, interval } = numbers.estimate(estimate, unit);
  return interval ? `${value}, ${strings.to(interval.low, interval.high)}` : value;
}

function sayVerdict(verdict: Verdict): string {
  if (verdict.reason === 'winner') return strings.winner(verdict.winner);
  return verdict.reason === 'several' ? strings.several(verdict.better.join(', ')) : strings.verdicts[verdict.reason];
}
