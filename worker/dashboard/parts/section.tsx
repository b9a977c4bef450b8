import type { ComponentChildren } from 'preact';
import { strings } from '../language.ts';
import type { Reading } from '../use-reading.ts';

interface SectionProps {
  /** Of its heading. */
  id: string;
  title: string;
  hint?: string;
  children: ComponentChildren;
}

/** A part of a page of settings. Its heading takes the focus when what had it goes. */
export function Section({ id, title, hint, children }: SectionProps) {
  return (
    <section class="card settings" aria-labelledby={id}>
      <h2 id={id} tabIndex={-1}>
        {title}
      </h2>
      {hint && <p class="muted">{hint}</p>}
      {children}
    </section>
  );
}

interface ReadSectionProps<T> {
  reading: Reading<T>;
  again: () => void;
  children: (data: T) => ComponentChildren;
}

/** What was read, or why it was not. */
export function WhatWasRead<T>({ reading: { status, data }, again, children }: ReadSectionProps<T>) {
  return (
    <>
      {data !== undefined && children(data)}
      <p role="status" class="muted">
        {status === 'loading' && data === undefined && strings.loading}
        {status === 'failed' && strings.listFailed}
      </p>
      {status === 'failed' && (
        <button type="button" class="quiet" onClick={again}>
          {strings.tryNow}
        </button>
      )}
    </>
  );
}
