import { readFileSync } from 'node:fs';

const runtime = 'cloudflare:workers';

/**
 * A Vite plugin that lets tests read in Node what the Worker is made of, its routes above all: texts, as Wrangler makes
 * modules of them, and the runtime's own module, which nothing calls there.
 */
export const workerModules = {
  name: 'worker-modules',
  enforce: 'pre' as const,
  resolveId: (id: string) => (id === runtime ? `\0${runtime}` : undefined),
  load(id: string) {
    if (id === `\0${runtime}`) return 'export const waitUntil = undefined;';
    return id.endsWith('.txt') ? `export default ${JSON.stringify(readFileSync(id, 'utf8'))}` : undefined;
  },
};
