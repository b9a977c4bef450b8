import type { RefObject } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';

/** A form that says what is wrong with it only once it was tried; each try that fails leads to the first of it. */
export interface Tries {
  form: RefObject<HTMLFormElement>;
  isTried: boolean;
  fail(): void;
  startOver(): void;
}

export function useTries(): Tries {
  const form = useRef<HTMLFormElement>(null);
  const [tries, setTries] = useState(0);
  useEffect(() => {
    if (tries > 0) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [tries]);
  return { form, isTried: tries > 0, fail: () => setTries(tries + 1), startOver: () => setTries(0) };
}
