import { build } from 'esbuild';
import type { BrowserContext, CDPSession, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import { kinds } from '../e2e/kinds.ts';
import { openWorld, type World } from '../e2e/world.ts';
import { linesOf, recipePlugin, recipesOf } from './recipes.ts';
import { servePage } from './serve.ts';

declare global {
  /** The recipes of a page, each in a place of its own. */
  var recipes: Record<'client' | 'element', { mount(): void; unmount(): void }>;
}

/** As the frameworks' own tools set it while somebody develops, when frameworks complain. */
const define = {
  'process.env.NODE_ENV': '"development"',
  __VUE_OPTIONS_API__: 'true',
  __VUE_PROD_DEVTOOLS__: 'false',
  __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: 'false',
};
const frameworks = ['React', 'Vue', 'Svelte'];

let world: World;
let context: BrowserContext;
let page: Page;
let session: CDPSession;
let complaints: string[];

beforeAll(async () => {
  world = await openWorld();
  await world.put('helpful', { ...kinds.thumbs, display: 'inline' });
  world.pages.set('/favicon.ico', { html: '' });
  for (const framework of frameworks) await serve(framework);
});
afterAll(() => world.close());

/** A page with both recipes of a framework, none of them mounted. */
async function serve(framework: string): Promise<void> {
  const name = framework.toLowerCase();
  const application = `
    import { shell } from './tests/package/shells/${name}.js';
    import * as client from 'recipe:client';
    import * as element from 'recipe:element';
    const [component, other] = [client, element].map((recipe) => recipe.default ?? Object.values(recipe)[0]);
    globalThis.recipes = {
      client: shell(component, document.getElementById('client')),
      element: shell(other, document.getElementById('element')),
    };
  `;
  const { outputFiles } = await build({
    stdin: { contents: application, resolveDir: process.cwd() },
    ...{ bundle: true, splitting: true, write: false, format: 'esm', outdir: '/', entryNames: 'main' },
    define,
    plugins: [recipePlugin(framework, world.opina, inject('consumer'))],
  });
  const files = outputFiles.map(({ path, text }) => [path.slice(1), text] as [string, string]);
  servePage(world, `/${name}`, files, '<div id="client"></div><div id="element"></div>');
}

async function visit(framework: string): Promise<void> {
  context = await world.browser.newContext();
  page = await context.newPage();
  session = await context.newCDPSession(page);
  complaints = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => message.type() !== 'info' && complaints.push(message.text()));
  await page.goto(`${world.shop}/${framework.toLowerCase()}`);
  await page.waitForFunction('globalThis.recipes');
}

const mount = (recipe: 'client' | 'element') => page.evaluate((recipe) => recipes[recipe].mount(), recipe);
const unmount = (recipe: 'client' | 'element') => page.evaluate((recipe) => recipes[recipe].unmount(), recipe);
const card = () => page.getByRole('dialog');
const element = () => page.locator('opina-survey');

/** What listens where a survey may leave something behind. */
async function listeners(): Promise<string[]> {
  const all = ['window', 'document', 'document.documentElement', 'document.body', 'visualViewport'].map(
    async (target) => {
      const { result } = await session.send('Runtime.evaluate', { expression: target });
      const objectId = result.objectId ?? '';
      const found = await session.send('DOMDebugger.getEventListeners', { objectId });
      return found.listeners.map(({ type }) => `${target} ${type}`);
    },
  );
  return (await Promise.all(all)).flat().toSorted();
}

const leftovers = () => page.locator('opina-card, opina-survey').count();

it.each(frameworks)('the recipes for %s have at most five lines', (framework) => {
  for (const recipe of Object.values(recipesOf(framework))) expect(linesOf(recipe).length).toBeLessThanOrEqual(5);
});

describe.each(frameworks)('in %s', (framework) => {
  afterEach(async () => {
    await context.close();
    expect(complaints).toEqual([]);
  });

  it('a survey shows once the component is mounted, and nothing is left of it when that is unmounted', async () => {
    await world.ask({});
    await visit(framework);
    const before = await listeners();
    await mount('client');
    const answer = page.waitForResponse(`${world.opina}/v1/r`);
    await card().getByRole('radio', { name: '7', exact: true }).click();
    expect((await answer).status()).toBe(201);
    expect(await page.locator('opina-card').count()).toBe(1);
    expect((await listeners()).length).toBeGreaterThan(before.length);
    await unmount('client');
    await card().waitFor({ state: 'detached' });
    expect(await leftovers()).toBe(0);
    await expect.poll(listeners).toEqual(before);
  });

  it('a survey in the page waits for the client, and nothing is left of it either', async () => {
    await world.ask({ display: 'dialog' });
    await visit(framework);
    const before = await listeners();
    await mount('element');
    await element().waitFor({ state: 'attached' });
    await mount('client');
    const answer = page.waitForResponse(`${world.opina}/v1/r`);
    await element().getByRole('radio', { name: 'No', exact: true }).click();
    expect((await answer).status()).toBe(201);
    await unmount('element');
    await element().waitFor({ state: 'detached' });
    await unmount('client');
    expect(await leftovers()).toBe(0);
    await expect.poll(listeners).toEqual(before);
  });
});
