import { strings } from '../../language.ts';
import { TextField } from '../text-field.tsx';

/** For so many hours what is rotated works on, at the most. */
const mostHours = 720;

/** The hours that a text says, if it can be so many. */
export function hoursIn(text: string): number | undefined {
  const hours = Number(text);
  return /^\d+$/u.test(text) && hours <= mostHours ? hours : undefined;
}

/** How long what is rotated works on. */
export function HoursField({ name, value, onText }: { name: string; value: string; onText: (text: string) => void }) {
  return (
    <TextField
      {...{ name, value, onText, type: 'number', min: 0, max: mostHours }}
      label={strings.overlap}
      hint={strings.overlapHint}
      wrong={hoursIn(value) === undefined ? strings.overlapHint : undefined}
    />
  );
}
