import { useState } from 'preact/hooks';
import type { Answer } from './api.ts';
import { strings } from './language.ts';

/** Does something through the API, and what is to be said of it: why it was not done, or nothing. */
export interface Deed {
  said: string;
  /** `onDone` is called where it was done. */
  run<T>(asked: Promise<Answer<T>>, onDone: (data: T) => void): Promise<void>;
}

/** `checkAccess` is called where whoever asks may not. */
export function useDeed(checkAccess: () => void): Deed {
  const [said, setSaid] = useState('');
  return {
    said,
    async run(asked, onDone) {
      const answer = await asked;
      setSaid(answer.kind === 'data' ? '' : whyNot(answer));
      if (answer.kind === 'data') onDone(answer.data);
      else if (answer.kind === 'problem' && ['signed-out', 'forbidden'].includes(answer.code)) checkAccess();
    },
  };
}

/** Why something was not done, in words. */
export function whyNot(answer: Answer<unknown>): string {
  if (answer.kind === 'unreachable') return strings.notReached;
  return (answer.kind === 'problem' && strings.refused[answer.code]) || strings.notDone;
}
