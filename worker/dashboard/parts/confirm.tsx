import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { focusSection } from '../focus-section.ts';
import { strings } from '../language.ts';

interface ConfirmProps {
  /** On the button. */
  text: string;
  /** The same with what it is about, for whoever hears the button alone. */
  label: string;
  question: string;
  /** On the button that does it, where it is not `text`. */
  runText?: string;
  run: () => void;
  /** Whether all is known that has to be. */
  isWhole?: boolean;
  /** What has to be known for it. */
  children?: ComponentChildren;
}

/** A button that asks back in its own place. */
export function Confirm({ text, label, question, runText = text, run, isWhole = true, children }: ConfirmProps) {
  const [isOpen, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const group = useRef<HTMLFormElement>(null);
  const wasOpen = useRef(false);
  useEffect(() => {
    if (isOpen) group.current?.focus();
    else if (wasOpen.current && document.activeElement === document.body) button.current?.focus();
    wasOpen.current = isOpen;
  }, [isOpen]);

  if (!isOpen)
    return (
      <button type="button" class="quiet" aria-label={label} ref={button} onClick={() => setOpen(true)}>
        {text}
      </button>
    );
  return (
    <form
      class="confirm"
      aria-label={question}
      tabIndex={-1}
      ref={group}
      onKeyDown={({ key }) => key === 'Escape' && setOpen(false)}
      onSubmit={(event) => {
        event.preventDefault();
        if (!isWhole) return;
        focusSection(event.currentTarget);
        setOpen(false);
        run();
      }}
    >
      <p>{question}</p>
      {children}
      <div class="buttons">
        <button type="submit" class="primary">
          {runText}
        </button>
        <button type="button" class="quiet" onClick={() => setOpen(false)}>
          {strings.cancel}
        </button>
      </div>
    </form>
  );
}
