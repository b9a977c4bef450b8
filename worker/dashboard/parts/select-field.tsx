import { Hint, hintOf } from './hint.tsx';

interface SelectFieldProps {
  /** Also the id of its control. */
  name: string;
  label: string;
  value: string;
  options: readonly { value: string; text: string }[];
  onText: (value: string) => void;
  hint?: string | undefined;
  /** Whether the label is said and not shown. */
  isBare?: boolean;
}

/** One of many. */
export function SelectField({ name, label, value, options, onText, hint, isBare = false }: SelectFieldProps) {
  return (
    <div class="field">
      <label for={name} class={isBare ? 'hidden' : undefined}>
        {label}
      </label>
      <select
        id={name}
        value={value}
        aria-describedby={hintOf(name, hint)}
        onChange={({ currentTarget }) => onText(currentTarget.value)}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.text}
          </option>
        ))}
      </select>
      <Hint of={name} text={hint} />
    </div>
  );
}
