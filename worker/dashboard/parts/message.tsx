import type { ComponentChildren } from 'preact';
import { Title } from './title.tsx';

interface MessageProps {
  title: string;
  children?: ComponentChildren;
  after?: ComponentChildren;
  action?: { text: string; run: () => void };
  isBusy?: boolean;
}

/** A page that says one thing and the one next step. */
export function Message({ title, children, after, action, isBusy = false }: MessageProps) {
  return (
    <main class="message" aria-busy={isBusy}>
      <Mark />
      <Title text={title} />
      {children && <p>{children}</p>}
      {action && (
        <button type="button" class="primary" onClick={action.run}>
          {action.text}
        </button>
      )}
      {after}
    </main>
  );
}

function Mark() {
  return (
    <svg class="mark" viewBox="0 0 32 32" width="32" height="32" aria-hidden="true">
      <path d="M16 4A12 12 0 1 1 10.4 26.6L4 28l1.4-6.4A12 12 0 0 1 16 4Z" />
    </svg>
  );
}
