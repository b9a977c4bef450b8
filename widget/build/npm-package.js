/** What the npm package needs besides its code: types that stand by themselves, and the licence of what is in it. */

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, relative } from 'node:path';

const written = 'dist/types';
const specifier = /(?<=\bfrom '|\bimport\(["'])\.[^"']+(?=["'])/g;

/** Reads what `tsc -b` wrote for these declaration files and for all that they import. */
export function npmPackage(...declarations) {
  return {
    name: 'npm-package',
    generateBundle() {
      for (const path of withImports(declarations.map((name) => join(written, name)))) {
        // TypeScript resolves `.js` to the declaration beside it everywhere, and `.ts` only where no code is emitted.
        const source = readFileSync(path, 'utf8').replace(specifier, (from) => from.replace(/\.tsx?$/, '.js'));
        this.emitFile({ type: 'asset', fileName: join('types', relative(written, path)), source });
      }
      const preact = createRequire(import.meta.url).resolve('preact/package.json');
      const source = readFileSync(join(preact, '../LICENSE'));
      this.emitFile({ type: 'asset', fileName: 'LICENSE-preact', source });
    },
  };
}

function withImports(entries) {
  const all = new Set(entries);
  for (const path of all) {
    const specifiers = readFileSync(path, 'utf8').match(specifier) ?? [];
    for (const from of specifiers) all.add(join(path, '..', from.replace(/\.tsx?$/, '.d.ts')));
  }
  return all;
}
