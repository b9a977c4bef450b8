import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';

interface FoldProps {
  name: string;
  /** What is inside comes to. */
  says: string;
  /** Whether it is open when it is first seen. */
  isOpen: boolean;
  children: ComponentChildren;
}

/** Fields that belong together, behind what they come to. */
export function Fold({ name, says, isOpen, children }: FoldProps) {
  // What is typed inside must not close it.
  const [wasOpen] = useState(isOpen);
  return (
    <details class="fold" open={wasOpen}>
      <summary>
        {name} <span class="muted">{says}</span>
      </summary>
      <div class="fields">{children}</div>
    </details>
  );
}
