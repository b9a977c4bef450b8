import { type ScaleName, scales, segments } from '../../../core/scales.ts';
import { strings } from '../language.ts';
import { chipsOf, type ListFilters, withFilter } from '../listing/filters.ts';
import { useText } from '../use-text.ts';
import { Choice } from './choice.tsx';
import { Switch } from './switch.tsx';

interface FilterBarProps {
  filters: ListFilters;
  scale: ScaleName;
  change: (name: string, value: string | undefined) => void;
  hrefWith: (filters: ListFilters) => string;
}

/** What of the responses is wanted: words, a group of scores, only those with words, and what a value was clicked for. */
export function FilterBar({ filters, scale, change, hrefWith }: FilterBarProps) {
  const [text, setText] = useText(filters.text ?? '', (said) => change('text', said.trim() === '' ? undefined : said));
  return (
    <search class="filters">
      <div class="field words">
        <label for="text">{strings.words}</label>
        <input
          {...{ id: 'text', type: 'search', value: text, maxLength: 200, autocomplete: 'off' }}
          aria-describedby="text-hint"
          onInput={({ currentTarget }) => setText(currentTarget.value)}
        />
        <p class="hint" id="text-hint">
          {strings.wordsHint}
        </p>
      </div>
      <Choice
        name="group"
        label={strings.score}
        value={filters.group ?? ''}
        options={groupsOf(scale)}
        onText={(group) => change('group', group === '' ? undefined : group)}
      />
      <Switch
        name="comment"
        label={strings.withComment}
        isOn={filters.comment === 'true'}
        onSwitch={(isOn) => change('comment', isOn ? 'true' : undefined)}
      />
      <Chips filters={filters} hrefWith={hrefWith} />
    </search>
  );
}

function groupsOf(scale: ScaleName) {
  const names = strings.metrics[scales[scale].metric];
  const named = segments.filter((segment) => names[segment] !== '');
  return [{ value: '', text: strings.allScores }, ...named.map((value) => ({ value, text: names[value] }))];
}

/** Each leads to the list without it. */
function Chips({ filters, hrefWith }: Pick<FilterBarProps, 'filters' | 'hrefWith'>) {
  const chips = chipsOf(filters);
  if (chips.length === 0) return null;
  return (
    <ul class="chips" aria-label={strings.filteredBy}>
      {chips.map(({ name, value }) => (
        <li key={name}>
          <a href={hrefWith(withFilter(filters, name, undefined))} aria-label={strings.without(name, value)}>
            <span class="muted">{name.replace(/^property\./u, '')}</span> {value || strings.noValue}{' '}
            <span aria-hidden="true">×</span>
          </a>
        </li>
      ))}
    </ul>
  );
}
