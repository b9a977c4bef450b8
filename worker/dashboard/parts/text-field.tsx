import type { JSX } from 'preact';
import { Hint, hintOf } from './hint.tsx';

interface TextFieldProps {
  /** Also the id of its control. */
  name: string;
  label: string;
  value: string;
  onText: (text: string) => void;
  hint?: string | undefined;
  /** Says that what is there cannot be, in place of the hint. */
  wrong?: string | undefined;
  type?: 'text' | 'number' | 'email' | 'datetime-local';
  placeholder?: string;
  min?: number;
  max?: number;
  /** UTF-16 units. */
  maxLength?: number;
  /** Lines, where it may be several. */
  rows?: number;
}

/** A control with its label over it and what helps under it. */
export function TextField({ name, label, hint, wrong, onText, rows, ...rest }: TextFieldProps) {
  const control = {
    ...rest,
    id: name,
    autocomplete: 'off' as const,
    spellcheck: false,
    'aria-describedby': hintOf(name, wrong ?? hint),
    'aria-invalid': wrong !== undefined,
    onInput: ({ currentTarget }: JSX.TargetedEvent<HTMLInputElement | HTMLTextAreaElement>) =>
      onText(currentTarget.value),
  };
  return (
    <div class="field">
      <label for={name}>{label}</label>
      {rows ? <textarea rows={rows} {...control} /> : <input {...control} />}
      <Hint of={name} text={wrong ?? hint} isWrong={wrong !== undefined} />
    </div>
  );
}
