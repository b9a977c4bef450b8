import { useEffect, useRef } from 'preact/hooks';
import { strings } from '../language.ts';
import { hasMoved } from '../location.ts';

/** The heading of a page. It names the tab, and takes the focus when a link led here. */
export function Title({ text, of }: { text: string; of?: string | undefined }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = [text, of, strings.product].filter(Boolean).join(' · ');
  }, [text, of]);
  useEffect(() => {
    if (hasMoved()) heading.current?.focus({ preventScroll: true });
  }, [text, of]);
  return (
    <h1 ref={heading} tabIndex={-1}>
      {text}
    </h1>
  );
}
