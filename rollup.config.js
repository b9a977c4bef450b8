import { readFileSync } from 'node:fs';
import { nodeResolve } from '@rollup/plugin-node-resolve';
import terser from '@rollup/plugin-terser';
import { transform } from 'esbuild';
import esbuild from 'rollup-plugin-esbuild';

/** In the widget bytes decide: the automatic JSX runtime costs 0.3 kB. */
const lightJsx = { jsx: 'transform', jsxFactory: 'h' };
const automaticJsx = { jsx: 'automatic', jsxImportSource: 'preact' };
const plugins = (jsx) => [
  nodeResolve(),
  stylesheetText(),
  esbuild({ target: 'es2022', ...jsx, define: { 'process.env.NODE_ENV': '"production"' } }),
  terser({
    module: true,
    mangle: { properties: { regex: /^_/ } },
    ecma: 2020,
    compress: { passes: 4, unsafe: true, pure_getters: true, unsafe_arrows: true },
    format: { comments: false },
  }),
];
const inAssets = 'assets/[name]-[hash]';
const names = {
  entryFileNames: `${inAssets}.js`,
  chunkFileNames: `${inAssets}.js`,
  assetFileNames: `${inAssets}[extname]`,
  hashCharacters: 'base36',
};

/** The UI's name has its hash, and the loader has the UI's name: what is cached for ever can never be stale. */
let uiFile = '';
const rememberUi = {
  name: 'remember-ui',
  writeBundle(_, bundle) {
    [uiFile] = Object.keys(bundle);
  },
};
const nameUi = {
  name: 'name-ui',
  transform: (code) => code.replace('OPINA_UI', () => JSON.stringify(uiFile)),
};

export default [
  {
    input: { ui: 'widget/ui/open.tsx' },
    plugins: [...plugins(lightJsx), rememberUi],
    output: { dir: 'dist/public/o/ui', format: 'es', entryFileNames: '[hash].js', hashCharacters: 'base36' },
  },
  {
    input: 'widget/script.ts',
    plugins: [...plugins(lightJsx), nameUi],
    output: { file: 'dist/widget/loader.txt', format: 'iife' },
  },
  {
    input: { dashboard: 'worker/dashboard/main.tsx' },
    plugins: [...plugins(automaticJsx), dashboardPage()],
    output: { dir: 'dist/public', format: 'es', ...names },
  },
];

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
