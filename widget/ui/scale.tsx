import { h } from 'preact';
import type { SurveyConfig } from '../../core/contract.ts';

interface Props {
  survey: SurveyConfig;
  score: number | undefined;
  onSelect(score: number): void;
}

/** One row, low to high in reading direction: native radios, so arrows move, nothing is preselected, nothing submits. */
export function Scale({ survey: { question, min, max, low, high }, score, onSelect }: Props) {
  const scores = Array.from({ length: max - min + 1 }, (_, index) => min + index);
  return (
    <fieldset>
      <legend>{question}</legend>
      <div class="scale">
        {scores.map((value) => (
          <label key={value}>
            <input
              type="radio"
              name="score"
              value={value}
              checked={value === score}
              onChange={() => onSelect(value)}
              aria-describedby={value === min ? 'low' : value === max ? 'high' : undefined}
            />
            {value}
          </label>
        ))}
      </div>
      <p class="ends">
        <span id="low">{low}</span>
        <span id="high">{high}</span>
      </p>
    </fieldset>
  );
}
