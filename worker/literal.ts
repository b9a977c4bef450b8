/** A value of JSON as JavaScript has it, where names need no quotes: fewer bytes than JSON once it is compressed. */
export function literalOf(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(literalOf)}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const known = Object.entries(value).filter(([, part]) => part !== undefined);
  return `{${known.map(([name, part]) => `${nameOf(name)}:${literalOf(part)}`)}}`;
}

function nameOf(name: string): string {
  return /^[a-z]\w*$/i.test(name) ? name : JSON.stringify(name);
}
