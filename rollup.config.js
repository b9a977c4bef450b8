import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { nodeResolve } from '@rollup/plugin-node-resolve';
import terser from '@rollup/plugin-terser';
import { transform } from 'esbuild';
import esbuild from 'rollup-plugin-esbuild';
import { knowsNames, nameOf, shortNames } from './widget/build/names.js';
import { npmPackage } from './widget/build/npm-package.js';
import { onlyLet } from './widget/build/only-let.js';
import { slimPreact } from './widget/build/slim-preact.js';

/** In the widget bytes decide: the automatic JSX runtime costs 0.3 kB. */
const lightJsx = { jsx: 'transform', jsxFactory: 'h' };
const automaticJsx = { jsx: 'automatic', jsxImportSource: 'preact' };
const smallest = {
  module: true,
  mangle: { properties: { regex: /^_/ } },
  ecma: 2020,
  // A function put into its only caller would keep alive all that the caller's closures see.
  compress: { passes: 4, reduce_funcs: false, unsafe: true, pure_getters: true, unsafe_arrows: true },
  format: { comments: false },
};
/** For those whose bundler makes it small: with its names, and without the comments of the source. */
const readable = { module: true, mangle: false, compress: false, format: { comments: false, beautify: true } };
const plugins = (jsx, shape = smallest) => [
  nodeResolve(),
  stylesheetText(),
  esbuild({ target: 'es2022', ...jsx, define: { 'process.env.NODE_ENV': '"production"' } }),
  terser(shape),
];
/** Of what the script tag loads. */
const scriptPlugins = (shape) => [knowsNames(), onlyLet(), ...plugins({ ...lightJsx, ...shortNames }, shape)];
/** What a client keeps alive it keeps as long as the page does. */
const onceOnly = {
  ...smallest,
  mangle: { ...smallest.mangle, nth_identifier: { get: nameOf } },
  compress: { ...smallest.compress, reduce_funcs: true },
};

const inAssets = 'assets/[name]-[hash]';
const names = {
  entryFileNames: `${inAssets}.js`,
  chunkFileNames: `${inAssets}.js`,
  assetFileNames: `${inAssets}[extname]`,
  hashCharacters: 'base36',
};

/** The Worker is read whole before its first answer, and no faster for what is unsafe. */
const server = { module: true, ecma: 2020, compress: { passes: 3 }, format: { comments: false } };

/** The modules of each bundle of the widget, for the test that lets in no other. */
const modules = {};
const remember = {
  name: 'remember',
  generateBundle(_, bundle) {
    for (const { fileName, modules: all } of Object.values(bundle)) modules[fileName] = renderedOf(all);
  },
};

/** Those of which something is left. */
function renderedOf(modules) {
  const ids = Object.entries(modules).filter(([, { renderedLength }]) => renderedLength > 0);
  return ids.map(([id]) => relative('.', id)).sort();
}

const ui = 'dist/public/o/ui';
const uiNext = `${ui}/next`;
/** One module of the widget by itself: a second request for what two of them share would cost more than it saves. */
const alone = (input, file, hyperscript) => ({
  input,
  plugins: [slimPreact(hyperscript), ...scriptPlugins(), remember],
  output: { file: `${uiNext}/${file}.js`, format: 'es' },
});
const locales = readdirSync('widget/locales').filter((name) => !['words.ts', 'en.ts'].includes(name));

export default [
  alone('widget/ui/basic.ts', 'basic'),
  alone('widget/ui/full-script.ts', 'full'),
  alone('widget/ui/reply/reply.tsx', 'reply', resolve('widget/ui/reply/hyperscript.ts')),
  alone('widget/speech.ts', 'speech'),
  alone('widget/explain.ts', 'explain'),
  alone('widget/replay.ts', 'replay'),
  alone('widget/challenge.ts', 'challenge'),
  alone('widget/ui/exact.ts', 'exact'),
  {
    input: locales.map((name) => `widget/locales/${name}`),
    plugins: plugins(lightJsx),
    output: { dir: uiNext, format: 'es' },
  },
  ...readdirSync('widget/scripts')
    .filter((name) => name !== 'start.ts')
    .map((name, index, { length }) => ({
      input: `widget/scripts/${name}`,
      plugins: [...scriptPlugins(onceOnly), remember, index === length - 1 && nameUi()],
      output: { file: `dist/widget/${name.replace('.ts', '.txt')}`, format: 'iife' },
    })),
  {
    input: { index: 'widget/npm/index.ts', element: 'widget/npm/element.ts' },
    plugins: [
      slimPreact(),
      ...plugins(lightJsx, readable),
      npmPackage('widget/npm/index.d.ts', 'widget/npm/element.d.ts'),
    ],
    output: { dir: 'dist/npm', format: 'es', chunkFileNames: 'chunks/[name].js', minifyInternalExports: false },
  },
  {
    input: { dashboard: 'worker/dashboard/main.tsx' },
    plugins: [...plugins(automaticJsx), dashboardPage()],
    output: { dir: 'dist/public', format: 'es', ...names },
  },
  {
    // Its main module exports what Cloudflare calls and nothing else; what parts have in common is a part too. Not .js,
    // in which TypeScript would look for the types of the bindings before it looks in worker/.
    input: { index: 'worker/index.ts' },
    external: ['cloudflare:workers'],
    plugins: [withoutCertificates(), nodeResolve(), text(), esbuild({ target: 'es2024' }), terser(server), partsList()],
    output: { dir: 'dist/worker', format: 'es', entryFileNames: '[name].mjs', chunkFileNames: 'parts/[name].mjs' },
  },
];

/** The widget's modules stand in a folder with the hash of them all: what is cached for ever can never be stale. */
function nameUi() {
  return {
    name: 'name-ui',
    writeBundle() {
      const hash = createHash('sha256');
      for (const name of readdirSync(uiNext).sort()) hash.update(readFileSync(`${uiNext}/${name}`));
      const version = hash.digest('hex').slice(0, 8);
      renameSync(uiNext, `${ui}/${version}`);
      mkdirSync('dist/widget', { recursive: true });
      writeFileSync('dist/widget/ui.txt', version);
      writeFileSync('dist/migrations.txt', JSON.stringify(readdirSync('worker/migrations').sort()));
      writeFileSync('dist/widget/modules.json', JSON.stringify(modules, null, 2));
    },
  };
}

/** What reads certificates is left out of @simplewebauthn/server: worker/asn1.ts says why. */
function withoutCertificates() {
  return {
    name: 'without-certificates',
    resolveId: (id) => (/^(?:@peculiar\/(?:asn1-|x509)|reflect-metadata$)/.test(id) ? resolve('worker/asn1.ts') : null),
  };
}

/** `import text from './x.txt'` gives the text of the file. */
function text() {
  return {
    name: 'text',
    transform: (code, id) =>
      id.endsWith('.txt') ? { code: `export default ${JSON.stringify(code)};`, map: null } : null,
  };
}

/** Of each part of the Worker what it loads with itself, and its modules, for the test of what visitors reach. */
function partsList() {
  return {
    name: 'parts-list',
    generateBundle(_, bundle) {
      const parts = Object.values(bundle).map(({ fileName, imports, modules }) => [
        fileName,
        { imports: imports.filter((name) => name in bundle), modules: renderedOf(modules) },
      ]);
      this.emitFile({
        type: 'asset',
        fileName: 'parts.json',
        source: JSON.stringify(Object.fromEntries(parts), null, 2),
      });
    },
  };
}

/** `import css from './x.css'` gives the minified text of the file. */
function stylesheetText() {
  return {
    name: 'stylesheet-text',
    async transform(code, id) {
      if (!id.endsWith('.css')) return null;
      const { code: css } = await transform(code, { loader: 'css', minify: true, target: 'es2022' });
      return { code: `export default ${JSON.stringify(css.trim())};`, map: null };
    },
  };
}

/** The dashboard's document, with the names of its script and stylesheet, and what else is public. */
function dashboardPage() {
  const source = 'worker/public';
  return {
    name: 'dashboard-page',
    async generateBundle(_, bundle) {
      const [script] = Object.values(bundle).filter(({ isEntry }) => isEntry);
      const css = await transform(readFileSync('worker/dashboard/styles.css', 'utf8'), { loader: 'css', minify: true });
      const sheet = this.emitFile({ type: 'asset', name: 'dashboard.css', source: css.code });
      const page = readFileSync(`${source}/index.html`, 'utf8')
        .replace('%DASHBOARD_JS%', `/${script.fileName}`)
        .replace('%DASHBOARD_CSS%', `/${this.getFileName(sheet)}`);
      this.emitFile({ type: 'asset', fileName: 'index.html', source: page });
      for (const name of ['_headers', 'favicon.svg', 'robots.txt']) {
        this.emitFile({ type: 'asset', fileName: name, source: readFileSync(`${source}/${name}`) });
      }
    },
  };
}
