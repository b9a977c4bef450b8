import { useRef, useState } from 'preact/hooks';
import { strings } from '../language.ts';

/** A text as it has to be, ready to be copied. */
export function Copyable({ text }: { text: string }) {
  const code = useRef<HTMLElement>(null);
  const [said, setSaid] = useState('');
  async function copy() {
    try {
      await navigator.clipboard.writeText(text);
      setSaid(strings.copied);
    } catch {
      if (code.current) getSelection()?.selectAllChildren(code.current);
      setSaid(strings.copyByHand);
    }
  }
  return (
    <div class="snippet">
      <pre>
        <code ref={code}>{text}</code>
      </pre>
      <button type="button" class="primary" onClick={() => void copy()}>
        {strings.copy}
      </button>
      <span role="status" class="muted">
        {said}
      </span>
    </div>
  );
}
