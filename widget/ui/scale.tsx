import { h } from 'preact';
import type { SurveyConfig } from '../../core/contract.ts';
import type { Look, Spoken } from './parts.ts';
import { fullOf, ownTexts, questionOf, standardWord } from './texts.ts';

interface Props {
  survey: SurveyConfig;
  spoken: Spoken;
  score: number | undefined;
  look: Look | undefined;
  onSelect(score: number): void;
}

/** One row, low to high in reading direction: native radios, so arrows move, nothing is preselected, nothing submits. */
export function Scale({ survey, spoken, score: selected, onSelect, look = numbers(survey) }: Props) {
  const own = ownTexts(survey, spoken);
  const [low, high] = look.ends ?? [standardWord(survey, spoken, 'Low'), standardWord(survey, spoken, 'High')];
  return (
    <fieldset class={look.name}>
      <legend>{questionOf(survey, spoken)}</legend>
      <div class="scale">
        {look.scores.map((score, index, { length }) => (
          <label key={score}>
            <input
              type="radio"
              name="score"
              value={score}
              checked={score === selected}
              onChange={() => onSelect(score)}
              aria-label={look.nameOf?.(score)}
              aria-describedby={low && (index === 0 ? 'low' : index === length - 1 ? 'high' : undefined)}
            />
            {look.cell(score)}
          </label>
        ))}
      </div>
      {low && (
        <p class="ends">
          <span id="low">{own.low ?? low}</span>
          <span id="high">{own.high ?? high}</span>
        </p>
      )}
    </fieldset>
  );
}

function numbers(survey: SurveyConfig): Look {
  const { min, segments } = fullOf(survey);
  const scores = [...segments].map((_, index) => min + index);
  return { name: 'numbers', scores, cell: (score) => score };
}
