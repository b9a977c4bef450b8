/** The bundlers that sites use, each with an application that has the package from its tarball. */

import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { nodeResolve } from '@rollup/plugin-node-resolve';
import terser from '@rollup/plugin-terser';
import { build as buildByEsbuild } from 'esbuild';
import { rollup } from 'rollup';
import { build as buildByVite, type Rolldown } from 'vite';
import { inject } from 'vitest';

/** Code by file name; the application starts with `main.js`. */
export type Bundle = Map<string, string>;

/** A folder of a consumer of the package with these files. */
export function consumerOf(files: Record<string, string>): string {
  const folder = mkdtempSync(join(inject('consumer'), 'app-'));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(folder, name, '..'), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

/** Each builds an application of one module as for production, split where it may be split. */
export const bundlers: Record<string, (code: string) => Promise<Bundle>> = {
  async esbuild(code) {
    const folder = consumerOf({ 'main.js': code });
    const options = { bundle: true, splitting: true, minify: true, write: false, format: 'esm' } as const;
    const outdir = join(folder, 'out');
    const { outputFiles } = await buildByEsbuild({ entryPoints: [join(folder, 'main.js')], outdir, ...options });
    return new Map(outputFiles.map(({ path, text }) => [relative(outdir, path), text]));
  },

  async rollup(code) {
    const input = join(consumerOf({ 'main.js': code }), 'main.js');
    const bundle = await rollup({ input, plugins: [nodeResolve(), terser({ module: true })], onLog() {} });
    return codeOf((await bundle.generate({ format: 'es' })).output);
  },

  async vite(code) {
    const root = consumerOf({ 'main.js': code });
    const output = { entryFileNames: 'main.js', chunkFileNames: '[name]-[hash].js' };
    const rolldownOptions = { input: join(root, 'main.js'), output };
    const build = { write: false, modulePreload: { polyfill: false }, rolldownOptions } as const;
    const made = await buildByVite({ root, base: './', configFile: false, logLevel: 'silent', build });
    return codeOf((made as Rolldown.RolldownOutput).output);
  },
};

const codeOf = (output: readonly { fileName: string; code?: string }[]): Bundle =>
  new Map(output.map(({ fileName, code = '' }) => [fileName, code]));
