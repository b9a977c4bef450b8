interface OptionListProps<T extends string> {
  name: string;
  label: string;
  value: T;
  options: readonly { value: T; text: string; hint: string }[];
  onChoice: (value: T) => void;
}

/** One of a few, with a sentence for each. */
export function OptionList<T extends string>({ name, label, value, options, onChoice }: OptionListProps<T>) {
  return (
    <fieldset class="field options">
      <legend>{label}</legend>
      {options.map((option) => (
        <div key={option.value} class="option">
          <input
            type="radio"
            id={`${name}-${option.value}`}
            name={name}
            checked={option.value === value}
            aria-describedby={`${name}-${option.value}-hint`}
            onChange={() => onChoice(option.value)}
          />
          <label for={`${name}-${option.value}`}>{option.text}</label>
          <span class="hint" id={`${name}-${option.value}-hint`}>
            {option.hint}
          </span>
        </div>
      ))}
    </fieldset>
  );
}
