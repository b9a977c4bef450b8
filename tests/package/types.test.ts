import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { consumerOf } from './bundlers.ts';
import { blocksOf, recipesOf } from './recipes.ts';

/** The strictest a consumer can be; the package's own declarations are checked too. */
const strictest = {
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  verbatimModuleSyntax: true,
  skipLibCheck: false,
  noEmit: true,
  target: 'ES2022',
  lib: ['ES2022', 'DOM'],
  types: [],
};

const code = `
import 'opina/element';
import { type Detail, init, type Opina, type Setup } from 'opina';

const setup: Setup = { site: 'shop', host: 'https://opina.example.com', theme: 'dark', auto: false };
const opina: Opina = init(setup);
const stop: () => void = opina.on('score', ({ survey, score }: Detail) => [survey?.trim(), score?.toFixed()]);
stop();
opina.show('nps', { test: true });
opina.explain().then(([first]) => first?.gates.map(({ gate, passes, saw }) => [gate, passes, saw]));
const tag: keyof HTMLElementTagNameMap = 'opina-survey';
document.body.append(document.createElement(tag));

// @ts-expect-error: a site without a host is nowhere
init({ site: 'shop' });
// @ts-expect-error: no such colours
init({ ...setup, theme: 'purple' });
// @ts-expect-error: no such event
opina.on('scored', () => {});
// @ts-expect-error: no such method
opina.ask('nps');
// @ts-expect-error: a survey is more than its id
init({ ...setup, surveys: [{ id: 'nps' }] });
`;

/** Compiles a project and expects that there is nothing to say of it. */
function expectClean(files: Record<string, string>, options: object): void {
  const compilerOptions = { ...strictest, ...options };
  const cwd = consumerOf({ ...files, 'tsconfig.json': JSON.stringify({ compilerOptions }) });
  const { status, stdout } = spawnSync(resolve('node_modules/.bin/tsc'), { cwd, encoding: 'utf8' });
  expect(stdout).toBe('');
  expect(status).toBe(0);
}

it.each([
  { module: 'nodenext', moduleResolution: 'nodenext' },
  { module: 'esnext', moduleResolution: 'bundler' },
])('a strict consumer compiles, and is told of mistakes, under %o', (resolution) => {
  expectClean({ 'main.ts': code }, resolution);
});

it('the recipes for React compile with the declaration that the documentation gives', () => {
  const [declaration] = blocksOf('React').filter(({ language }) => language === 'ts');
  const { client, element } = recipesOf('React');
  const files = { 'client.tsx': client.code, 'element.tsx': `${element.code}${declaration?.code}` };
  const paths = { react: [resolve('node_modules/@types/react')], 'react/*': [resolve('node_modules/@types/react/*')] };
  expectClean(files, { module: 'esnext', moduleResolution: 'bundler', jsx: 'react-jsx', skipLibCheck: true, paths });
});
