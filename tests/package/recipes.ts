/** The recipes as the documentation has them, and as each framework compiles them. */

import { readFileSync } from 'node:fs';
import { type Loader, type Plugin, transform } from 'esbuild';
import { compile } from 'svelte/compiler';
import { compileScript, parse, type SFCTemplateCompileOptions } from 'vue/compiler-sfc';

export interface Block {
  language: string;
  code: string;
}

/** Fenced blocks below a heading, in their order. */
export function blocksOf(heading: string): Block[] {
  const [, section = ''] = readFileSync('docs/recipes.md', 'utf8').split(`\n## ${heading}\n`);
  const blocks = section.split('\n## ')[0]?.matchAll(/^```(\w+)\n(.*?)^```$/gms) ?? [];
  return [...blocks].map(([, language = '', code = '']) => ({ language, code }));
}

/** The blocks in a framework's own language: the client, and the element. */
export function recipesOf(heading: string): Record<'client' | 'element', Block> {
  const [client, element] = blocksOf(heading).filter(({ language }) => language in compilers);
  if (!client || !element) throw new Error(`${heading} has not both recipes.`);
  return { client, element };
}

/** What somebody writes themselves: neither blank lines nor the tags around the script. */
export function linesOf({ code }: Block): string[] {
  return code.split('\n').filter((line) => line.trim() && !/^<\/?script\b/.test(line));
}

/** Each answers a module that exports the component. */
const compilers: Record<string, (code: string) => string | Promise<string>> = {
  jsx: async (code) => (await transform(code, { loader: 'jsx', jsx: 'automatic', jsxDev: false })).code,
  svelte: (code) => compile(code, { generate: 'client', filename: 'Recipe.svelte' }).js.code,
  vue(code) {
    const templateOptions = vuePluginOptions().template;
    const templateParseOptions = templateOptions.compilerOptions ?? {};
    const { descriptor } = parse(code, { filename: 'Recipe.vue', templateParseOptions });
    return compileScript(descriptor, { id: 'recipe', inlineTemplate: true, templateOptions }).content;
  },
};

/** What the documentation gives to Vue's plugin in `vite.config.js`. */
function vuePluginOptions(): { template: Partial<SFCTemplateCompileOptions> } {
  const [configuration] = blocksOf('Vue').filter(({ language }) => language === 'js');
  const run = new Function('vue', configuration?.code.replace('export default', 'return') ?? '');
  return run((options: unknown) => options).plugins[0];
}

/** Gives the modules `recipe:client` and `recipe:element` of a framework, for a site and a host. */
export function recipePlugin(heading: string, host: string, consumer: string): Plugin {
  return {
    name: 'recipes',
    setup(build) {
      build.onResolve({ filter: /^recipe:/ }, ({ path }) => ({ path, namespace: 'recipe' }));
      build.onLoad({ filter: /.*/, namespace: 'recipe' }, async ({ path }) => {
        const { language, code } = recipesOf(heading)[path === 'recipe:client' ? 'client' : 'element'];
        const own = code.replace('SITE', 'shop').replace('https://opina.example.com', host);
        const contents = (await compilers[language]?.(own)) ?? '';
        return { contents, loader: 'js' satisfies Loader, resolveDir: process.cwd() };
      });
      build.onResolve({ filter: /^opina(\/|$)/ }, ({ path, kind, pluginData }) =>
        pluginData ? undefined : build.resolve(path, { kind, resolveDir: consumer, pluginData: true }),
      );
    },
  };
}
