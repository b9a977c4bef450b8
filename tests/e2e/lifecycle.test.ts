import { build } from 'esbuild';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { kinds } from './kinds.ts';
import { launchWindowed, openWorld, ordinaryPage, type World } from './world.ts';

let world: World;
let context: BrowserContext;
let page: Page;

beforeAll(async () => {
  world = await openWorld();
  world.pages.set('/', { html: ordinaryPage(world.snippet) });
  world.pages.set('/bare', { html: ordinaryPage('') });
  await world.put('helpful', { ...kinds.thumbs, display: 'inline' });
});
afterAll(() => world.close());
afterEach(() => context.close());

async function visit(path = '/'): Promise<Page> {
  context = await world.browser.newContext();
  page = await context.newPage();
  await page.goto(world.shop + path);
  return page;
}

const card = () => page.getByRole('dialog');

/** How many listeners and nodes the page has, once what is garbage has been collected. */
async function weigh() {
  const devtools = await context.newCDPSession(page);
  await devtools.send('Performance.enable');
  for (const _ of [1, 2, 3]) await devtools.send('HeapProfiler.collectGarbage');
  const { metrics } = await devtools.send('Performance.getMetrics');
  await devtools.detach();
  const of = (name: string) => metrics.find((metric) => metric.name === name)?.value;
  return { listeners: of('JSEventListeners'), nodes: of('Nodes') };
}

describe('a page that changes under a survey', () => {
  it.each([
    ['sets another body', 'document.body = document.createElement("body")'],
    ['swaps its body as htmx does', 'document.body.outerHTML = "<body><main>New</main></body>"'],
    [
      'takes over the body of another document as Turbo does',
      `(() => {
      const next = new DOMParser().parseFromString('<body><main>Next</main></body>', 'text/html');
      document.documentElement.replaceChild(document.adoptNode(next.body), document.body);
    })()`,
    ],
    [
      'replaces its whole root element',
      `(() => {
      const root = document.createElement('html');
      root.append(document.createElement('head'), document.createElement('body'));
      document.replaceChild(root, document.documentElement);
    })()`,
    ],
    ['opens a route of its own', 'history.pushState({}, "", "/products/fern")'],
  ])('%s: what was begun is still there and can be sent', async (_, change) => {
    await visit();
    await card().getByRole('radio', { name: '3', exact: true }).click();
    await card().getByRole('textbox').fill('Half a word');
    await page.evaluate(change);
    expect(await card().getByRole('textbox').inputValue()).toBe('Half a word');
    await card().getByRole('button', { name: 'Send' }).click();
    await card().getByText('Thank you').waitFor();
    expect(await page.evaluate(() => document.querySelectorAll('opina-card').length)).toBe(1);
  });

  it('keeps its history to itself: no method is replaced and no entry is made', async () => {
    context = await world.browser.newContext();
    page = await context.newPage();
    await page.addInitScript(() => {
      const own = ['pushState', 'replaceState', 'back', 'forward', 'go'] as const;
      const before = own.map((name) => history[name]);
      Object.assign(document, { isHistoryWhole: () => own.every((name, index) => history[name] === before[index]) });
    });
    await page.goto(world.shop);
    const length = await page.evaluate(() => history.length);
    await card().getByRole('radio', { name: '9', exact: true }).click();
    await card().getByRole('button', { name: 'Send' }).click();
    await card().getByText('Thank you').waitFor();
    expect(await page.evaluate('document.isHistoryWhole()')).toBe(true);
    expect(await page.evaluate(() => history.length)).toBe(length);
    expect(page.url()).toBe(`${world.shop}/`);
  });

  it('hydrates what a server rendered, without a complaint', async () => {
    const app = `import { h, hydrate } from 'preact';
      const App = () => h('main', null, h('h1', null, 'Shop'), h('opina-survey', { survey: 'helpful' }), h('p', null, 'End'));
      addEventListener('load', () => setTimeout(() => { hydrate(h(App), document.body); document.title = 'hydrated'; }));`;
    const { outputFiles } = await build({ stdin: { contents: app, resolveDir: '.' }, bundle: true, write: false });
    const rendered = '<main><h1>Shop</h1><opina-survey survey="helpful"></opina-survey><p>End</p></main>';
    const script = `<script>${outputFiles[0]?.text}</script>`;
    const head = `<!doctype html><html lang="en"><head><title>Shop</title>${world.snippet}${script}</head>`;
    world.pages.set('/hydrated', { html: `${head}<body>${rendered}</body></html>` });
    context = await world.browser.newContext();
    page = await context.newPage();
    const messages: string[] = [];
    page.on('console', (message) => messages.push(message.text()));
    page.on('pageerror', (error) => messages.push(String(error)));
    await page.goto(`${world.shop}/hydrated`);
    await page.waitForFunction(() => document.title === 'hydrated');
    await card().waitFor();
    await page.locator('opina-survey').getByText('Yes').waitFor();
    expect(await page.evaluate(() => document.body.innerHTML.replace(/ style="[^"]*"/, ''))).toBe(rendered);
    expect(messages).toEqual([]);
  });

  it('moves an element with a survey in it: the survey moves along, with what was begun', async () => {
    const html = ordinaryPage(`<opina-survey survey="helpful"></opina-survey><footer></footer>${world.snippet}`);
    world.pages.set('/moved', { html });
    await visit('/moved');
    const inline = page.locator('opina-survey');
    await inline.getByText('No', { exact: true }).click();
    await inline.getByRole('textbox').first().fill('Half a word');
    await page.evaluate('document.querySelector("footer").append(document.querySelector("opina-survey"))');
    await inline.getByRole('radio', { name: 'No', checked: true }).waitFor();
    expect(await inline.getByRole('textbox').first().inputValue()).toBe('Half a word');
  });

  it('comes back from the cache as it was left', async () => {
    const browser = await launchWindowed(['--disable-back-forward-cache']);
    context = await browser.newContext();
    page = await context.newPage();
    await page.addInitScript(() =>
      addEventListener('pageshow', ({ persisted }) => {
        document.title = persisted ? 'restored' : 'loaded';
      }),
    );
    await page.goto(world.shop);
    await card().getByRole('radio', { name: '4', exact: true }).click();
    await card().getByRole('textbox').fill('Half a word');
    await page.goto(`${world.shop}/bare`);
    await page.goBack({ waitUntil: 'commit' });
    await page.waitForFunction(() => document.title === 'restored');
    expect(await card().getByRole('textbox').inputValue()).toBe('Half a word');
    await card().getByRole('textbox').fill('Half a word, and the rest');
    await card().getByRole('button', { name: 'Send' }).click();
    await card().getByText('Thank you').waitFor();
    const sql = "SELECT score, comment FROM response WHERE comment LIKE '%and the rest'";
    expect((await world.worker.db.prepare(sql).run()).results).toEqual([
      { score: 4, comment: 'Half a word, and the rest' },
    ]);
    await browser.close();
  });
});

describe('destroy', () => {
  /** Waits in the page itself, where Playwright would leave listeners of its own. */
  const until = (expression: string) =>
    page.evaluate(`new Promise((resolve) => {
      const look = () => (${expression} ? resolve(true) : requestAnimationFrame(look));
      look();
    })`);
  const inCard = (selector: string) => `document.querySelector('opina-card')?.shadowRoot.querySelector('${selector}')`;
  const click = async (selector: string) => {
    await until(inCard(selector));
    await page.evaluate(`${inCard(selector)}.click()`);
  };

  async function answer(times: number): Promise<void> {
    for (let round = 0; round < times; round++) {
      await page.evaluate('opina.show("nps", { test: true })');
      await click('[value="9"]');
      await click('.send');
      await until(inCard('.thanks'));
      await click('.close');
      await until('!document.querySelector("opina-card")');
    }
  }

  it('leaves no listener and no node behind, and neither does a survey that was answered', async () => {
    const inline = '<opina-survey survey="helpful"></opina-survey>';
    world.pages.set('/weighed', {
      html: ordinaryPage(inline + world.snippet.replace('<script', '<script data-auto="false"')),
    });
    await visit('/weighed');
    const inPage = (selector: string) =>
      `document.querySelector('opina-survey').shadowRoot?.querySelector('${selector}')`;
    await until(inPage('input'));
    await page.evaluate(`${inPage('input')}.click()`);
    await until(inPage('.follow-up'));
    await answer(2);
    const before = await weigh();
    await answer(5);
    expect(await weigh()).toEqual(before);

    await page.evaluate('document.querySelector("opina-survey").remove()');
    const without = await weigh();
    for (let round = 0; round < 3; round++) {
      await page.evaluate(`document.body.insertAdjacentHTML('beforeend', '<opina-survey survey="helpful">')`);
      await until(inPage('input'));
      await page.evaluate('document.querySelector("opina-survey").remove()');
    }
    await expect.poll(weigh).toEqual(without);
    await page.evaluate('opina.destroy()');
    expect(await page.evaluate(() => document.querySelectorAll('opina-card').length)).toBe(0);
    // What is on its way when the page destroys the client is delivered first.
    await expect.poll(async () => (await weigh()).listeners).toBe(0);
    const { nodes } = await weigh();
    world.pages.set('/unweighed', { html: ordinaryPage('<script>0</script>') });
    await visit('/unweighed');
    expect(nodes).toBeLessThanOrEqual((await weigh()).nodes ?? 0);
  });
});
