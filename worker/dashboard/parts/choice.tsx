interface ChoiceProps {
  name: string;
  label: string;
  value: string;
  options: readonly { value: string; text: string }[];
  onText: (text: string) => void;
}

/** One of a few, all of them to be seen. */
export function Choice({ name, label, value, options, onText }: ChoiceProps) {
  return (
    <fieldset class="field choice">
      <legend>{label}</legend>
      <div>
        {options.map((option) => (
          <label key={option.value}>
            <input type="radio" name={name} checked={option.value === value} onChange={() => onText(option.value)} />
            {option.text}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
