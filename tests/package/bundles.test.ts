import { brotliCompressSync } from 'node:zlib';
import type { BrowserContext } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openWorld, type World } from '../e2e/world.ts';
import { type Bundle, bundlers } from './bundlers.ts';
import { servePage } from './serve.ts';

/** Bytes by brotli: what a page pays as long as nothing is due, and until a survey is painted; 700 of both are Vite's own. */
const mostBytes = { client: 5300, painted: 15_500, element: 400 };

let world: World;
let context: BrowserContext;

beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());
afterEach(() => context?.close());

/** The modules that a page loads until a condition holds; answers their bytes and the page. */
async function load(bundle: Bundle, until: string) {
  servePage(world, '/app', bundle);
  context = await world.browser.newContext();
  const page = await context.newPage();
  const names: string[] = [];
  page.on('request', (request) => {
    const { origin, pathname } = new URL(request.url());
    if (origin === world.shop && pathname.endsWith('.js')) names.push(pathname.replace('/app/', ''));
  });
  await page.goto(`${world.shop}/app`);
  await page.locator(until).first().waitFor({ state: 'attached' });
  const bytes = names.map((name) => brotliCompressSync(bundle.get(name) ?? '').length);
  return { page, bytes: bytes.reduce((sum, each) => sum + each, 0) };
}

describe.each(Object.entries(bundlers))('an application built by %s', (_, build) => {
  const application = () => `
    import { init } from 'opina';
    const opina = init({ site: 'shop', host: '${world.opina}' });
    opina.on('ready', () => document.body.setAttribute('data-ready', ''));
  `;

  it('does not load the survey UI as long as nothing is due', async () => {
    await world.ask({ display: 'dialog' });
    const { bytes } = await load(await build(application()), '[data-ready]');
    expect(bytes).toBeGreaterThan(1000);
    expect(bytes).toBeLessThanOrEqual(mostBytes.client);
  });

  it('shows a survey, and its response is stored', async () => {
    await world.ask({});
    const { page, bytes } = await load(await build(application()), 'opina-card input');
    expect(bytes).toBeLessThanOrEqual(mostBytes.painted);
    const card = page.getByRole('dialog');
    await card.getByRole('radio', { name: '8', exact: true }).click();
    await card.getByRole('textbox').fill('Bundled');
    await card.getByRole('button', { name: 'Send' }).click();
    await card.getByText('Thank you').waitFor();
    const { results } = await world.worker.db.prepare('SELECT score, comment FROM response ORDER BY id DESC').run();
    expect(results[0]).toEqual({ score: 8, comment: 'Bundled' });
  });

  it('that imports the package and does not use it loads nothing of it', async () => {
    expect((await build(`import { init } from 'opina';`)).get('main.js')?.trim()).toBe('');
  });

  it('keeps the element, which is there for what it does, without the client', async () => {
    const code = [...(await build(`import 'opina/element';`)).values()].join('');
    expect(code).toContain('opina-survey');
    expect(brotliCompressSync(code).length).toBeLessThanOrEqual(mostBytes.element);
  });
});
