import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';

/** Whether this is `npm run bench`, and not a share of it. */
export const isWhole = process.env.WHOLE !== undefined;

/** What a result was measured on. */
export function machine() {
  const versionOf = (name: string) =>
    (JSON.parse(readFileSync(`node_modules/${name}/package.json`, 'utf8')) as { version: string }).version;
  return {
    command: 'npm run bench',
    machine: `${cpus().length} × ${cpus()[0]?.model}`,
    versions: { node: process.versions.node, workerd: versionOf('workerd'), miniflare: versionOf('miniflare') },
  };
}
