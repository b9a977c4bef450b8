/** `INGEST` of wrangler.toml; throws where it is neither. */
export function modeOf(ingest: string): 'direct' | 'grouped' {
  if (ingest === 'direct' || ingest === 'grouped') return ingest;
  throw new Error(`INGEST is "${ingest}": set it to "direct" or "grouped" in wrangler.toml.`);
}
