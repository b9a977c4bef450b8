import { h } from 'preact';

/** A link that leaves the page where it is, and does not tell where it was. */
export function Away({ url, children }: { url: string; children?: string }) {
  return (
    <a href={url} target="_blank" rel="noopener noreferrer">
      {children}
    </a>
  );
}
