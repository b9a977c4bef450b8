import { readFileSync } from 'node:fs';

/** A Vite plugin: texts that the Worker imports, as Wrangler makes modules of them. */
export const textModules = {
  name: 'text-modules',
  enforce: 'pre' as const,
  load: (id: string) =>
    id.endsWith('.txt') ? `export default ${JSON.stringify(readFileSync(id, 'utf8'))}` : undefined,
};
