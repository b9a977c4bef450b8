import { useEffect, useId, useRef } from 'preact/hooks';
import { focusSection } from '../focus-section.ts';
import { strings } from '../language.ts';
import { Copyable } from './copyable.tsx';

interface MadeOnceProps {
  title: string;
  /** The secret itself. */
  text: string;
  /** What it does, and for how long. */
  children: string;
  onDone: () => void;
  done?: string;
}

/** A secret that was just made and is shown here alone. It takes the focus, and gives it to the heading of its section. */
export function MadeOnce({ title, text, children, onDone, done = strings.done }: MadeOnceProps) {
  const box = useRef<HTMLFieldSetElement>(null);
  const id = useId();
  useEffect(() => box.current?.focus(), [text]);
  const close = () => {
    focusSection(box.current);
    onDone();
  };
  return (
    <fieldset class="made" aria-describedby={id} tabIndex={-1} ref={box}>
      <legend>{title}</legend>
      <p id={id}>{children}</p>
      <Copyable text={text} />
      <button type="button" class="quiet" onClick={close}>
        {done}
      </button>
    </fieldset>
  );
}
