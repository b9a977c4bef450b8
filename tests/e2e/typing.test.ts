import type { BrowserContext, Page, Route } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { kindOf } from './stage.ts';
import { openWorld, ordinaryPage, type World } from './world.ts';

const words = 'The quick brown fox jumps over the lazy dog, 0123456789 times. '.repeat(4).slice(0, 200);

let world: World;
let context: BrowserContext;
let page: Page;

beforeAll(async () => {
  world = await openWorld({ when: [{ on: 'event', event: 'bought' }] });
});
afterAll(() => world.close());
afterEach(() => context.close());

/** Fields of a page by name: what makes one with the focus in it, and what reads it. */
const inShadow = (
  mode: string,
) => `<own-part></own-part><script>customElements.define('own-part', class extends HTMLElement {
  constructor() { super(); this.own = this.attachShadow({ mode: '${mode}' }); this.own.innerHTML = '<input>' }
  get field() { return this.own.querySelector('input') } })
  document.querySelector('own-part').field.focus()</script>`;
const fields: Record<string, [html: string, read: string]> = {
  'a field': ['<input id="field" autofocus>', 'field.value'],
  'a text area': ['<textarea id="field" autofocus></textarea>', 'field.value'],
  'what can be edited': ['<div id="field" contenteditable autofocus></div>', 'field.textContent'],
  'a field in a shadow root': [inShadow('open'), 'document.querySelector("own-part").field.value'],
  'a field in a closed shadow root': [inShadow('closed'), 'document.querySelector("own-part").field.value'],
  'a field in a frame': [
    '<iframe id="frame" srcdoc="<input autofocus>" onload="frame.contentDocument.querySelector(\'input\').focus()"></iframe>',
    'frame.contentDocument.querySelector("input").value',
  ],
};

async function visit(html: string, language = 'en'): Promise<void> {
  const body = ordinaryPage(world.snippet, html).replace('lang="en"', `lang="${language}"`);
  world.pages.set('/typing', { html: body });
  context = await world.browser.newContext();
  page = await context.newPage();
  await page.goto(`${world.shop}/typing`);
  await page.waitForFunction('window.opina?.show');
}

const card = () => page.getByRole('dialog');

/** Holds back what a glob matches until it is let go. */
async function hold(glob: string): Promise<() => Promise<void>> {
  const held: Route[] = [];
  let isHeld = true;
  await context.route(glob, (route) => (isHeld ? void held.push(route) : route.continue()));
  return async () => {
    isHeld = false;
    await Promise.all(held.map((route) => route.continue()));
  };
}

describe('of 200 keys that a visitor types while a survey becomes due none is lost', () => {
  it.each(Object.keys(fields))('in %s, whether its UI is there or comes late', async (name) => {
    const [html, read] = fields[name] ?? ['', ''];
    await visit(html);
    const letGo = await hold('**/o/ui/**');
    await page.keyboard.type(words.slice(0, 50));
    await page.evaluate('opina.track("bought")');
    await page.keyboard.type(words.slice(50, 100));
    const arrived = page.waitForResponse('**/basic.js');
    await letGo();
    await page.keyboard.type(words.slice(100, 150));
    await arrived;
    await page.evaluate('opina.track("bought")');
    await page.keyboard.type(words.slice(150));
    expect(await page.evaluate(read)).toBe(words);
    if (!name.includes('closed')) expect(await page.locator('opina-card').count()).toBe(0);
  });

  it.each(['a field', 'what can be edited', 'a field in a frame'])(
    'in %s, even when the page asks in the middle of a word',
    async (name) => {
      const [html, read] = fields[name] ?? ['', ''];
      await visit(html);
      await page.keyboard.type(words.slice(0, 50));
      await page.evaluate('opina.show("nps")');
      await page.keyboard.type(words.slice(50, 100));
      await card().waitFor();
      await page.keyboard.type(words.slice(100));
      expect(await page.evaluate(read)).toBe(words);
    },
  );
});

describe('a survey waits', () => {
  it('until the visitor has left the field', async () => {
    await visit('<input id="field" autofocus><input id="next">');
    const arrived = page.waitForResponse('**/basic.js');
    await page.evaluate('opina.track("bought")');
    await arrived;
    await page.keyboard.type('one');
    await page.keyboard.press('Tab');
    await page.keyboard.type('two');
    expect(await page.locator('opina-card').count()).toBe(0);
    await page.locator('h1').click();
    await card().waitFor();
    expect(await page.evaluate('field.value + next.value')).toBe('onetwo');
  });

  it.each([
    ['a dialog that is not modal', '<dialog open id="own">Cookies</dialog>', 'own.close()'],
    [
      'a dialog of a component',
      `<own-dialog></own-dialog><script>customElements.define('own-dialog', class extends HTMLElement {
        constructor() { super(); this.attachShadow({ mode: 'open' }).innerHTML = '<dialog><button>OK</button></dialog>' }
        get dialog() { return this.shadowRoot.querySelector('dialog') } })
        document.querySelector('own-dialog').dialog.showModal()</script>`,
      'document.querySelector("own-dialog").dialog.close()',
    ],
  ])('for %s', async (_, html, close) => {
    await visit(html);
    const arrived = page.waitForResponse('**/basic.js');
    await page.evaluate('opina.track("bought")');
    await arrived;
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
    expect(await page.locator('opina-card').count()).toBe(0);
    await page.evaluate(close);
    await page.mouse.click(5, 5);
    await page.locator('opina-card').waitFor({ state: 'attached' });
  });

  it('also when typing begins while its words are on their way', async () => {
    await world.put('words', { ...kindOf('nps'), when: [{ on: 'event', event: 'asked' }] });
    await visit('<input id="field">', 'fr');
    const letGo = await hold('**/fr.js');
    const wanted = page.waitForRequest('**/fr.js');
    await page.evaluate('opina.track("asked")');
    await wanted;
    await page.locator('#field').focus();
    await page.keyboard.type(words.slice(0, 100));
    const arrived = page.waitForResponse('**/fr.js');
    await letGo();
    await arrived;
    await page.keyboard.type(words.slice(100));
    expect(await page.locator('opina-card').count()).toBe(0);
    expect(await page.evaluate('field.value')).toBe(words);
    await page.locator('#field').blur();
    await card().waitFor();
  });
});
