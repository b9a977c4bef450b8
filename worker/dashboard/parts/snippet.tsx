import { Copyable } from './copyable.tsx';

/** The line that puts a site's surveys on a page. */
export function snippetOf(origin: string, site: string): string {
  return `<script async src="${origin}/o/${site}.js"></script>`;
}

/** That line, ready to be copied. */
export function Snippet({ site }: { site: string }) {
  return <Copyable text={snippetOf(location.origin, site)} />;
}
