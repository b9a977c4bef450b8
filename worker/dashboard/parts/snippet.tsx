import { useRef, useState } from 'preact/hooks';
import { strings } from '../language.ts';

/** The line that puts a site's surveys on a page. */
export function snippetOf(origin: string, site: string): string {
  return `<script async src="${origin}/o/${site}.js"></script>`;
}

/** That line, ready to be copied. */
export function Snippet({ site }: { site: string }) {
  const code = useRef<HTMLElement>(null);
  const [said, setSaid] = useState('');
  const text = snippetOf(location.origin, site);
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
