import { Hint, hintOf } from './hint.tsx';

interface SwitchProps {
  name: string;
  label: string;
  isOn: boolean;
  onSwitch: (isOn: boolean) => void;
  hint?: string;
}

/** Yes or no. */
export function Switch({ name, label, isOn, onSwitch, hint }: SwitchProps) {
  return (
    <div class="field">
      <label class="switch">
        <input
          type="checkbox"
          checked={isOn}
          aria-describedby={hintOf(name, hint)}
          onChange={({ currentTarget }) => onSwitch(currentTarget.checked)}
        />
        {label}
      </label>
      <Hint of={name} text={hint} />
    </div>
  );
}
