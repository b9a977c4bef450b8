import { strings } from '../language.ts';
import { Fact } from './facts.tsx';

const blank = '\u00a0';

/** The results' shapes at their final height, so that nothing moves when they come. */
export function Skeleton() {
  return (
    <>
      <p class="hidden" role="status">
        {strings.loading}
      </p>
      <div class="headline card" aria-hidden="true">
        <div class="score-panel">
          <h2>{blank}</h2>
          <p class="score">
            <strong class="bone">{blank}</strong>
          </p>
          <p class="certainty">{blank}</p>
          <p class="change">{blank}</p>
        </div>
        <dl class="facts">
          {[strings.responses, strings.responseRate, strings.commentRate].map((name) => (
            <Fact key={name} name={name} value={blank} />
          ))}
        </dl>
      </div>
      <div class="charts" aria-hidden="true">
        <Chart name={strings.trend} readout={blank} />
        <Chart name={strings.distribution} />
      </div>
      <div class="card comments" aria-hidden="true">
        <h2>{strings.comments}</h2>
      </div>
    </>
  );
}

function Chart({ name, readout }: { name: string; readout?: string }) {
  return (
    <div class="card">
      <div class="card-head">
        <h2>{name}</h2>
        {readout && <p class="readout">{readout}</p>}
      </div>
      <div class="plot bone" />
      <p class="twin">{blank}</p>
    </div>
  );
}
