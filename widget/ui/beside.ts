import type { Imports } from './parts.ts';

/** Further modules, which the build puts beside the one that needs them. */
export const beside: Imports = {
  reply: (tries) => import(`./reply.js${tries ? `?${tries}` : ''}`),
  speech: () => importBeside('speech'),
  exact: () => importBeside('exact'),
  words: importBeside,
};

function importBeside(name: string) {
  return import(`./${name}.js`);
}
