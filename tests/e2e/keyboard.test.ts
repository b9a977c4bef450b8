import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { idOf, kindOf, lead, openStage, type Stage, type State, setStage, stagePage, states } from './stage.ts';
import { openWorld, type World } from './world.ts';

let world: World;
let stage: Stage;
let page: Page;

beforeAll(async () => {
  world = await openWorld();
  await setStage(world, ['card', 'dialog', 'inline'], ['nps', 'thumbs']);
  const buttons = '<p><button id="before">Before</button> <button id="last">Last</button></p>';
  world.pages.set('/buttons', { html: stagePage(world, 'ltr', buttons) });
  const inline = `<opina-survey survey="${idOf('thumbs', 'inline')}"></opina-survey>`;
  const between = `<p><button id="before">Before</button></p>${inline}<p><button id="last">Last</button></p>`;
  world.pages.set('/between', { html: stagePage(world, 'ltr', between) });
});
afterAll(() => world.close());
afterEach(() => stage.close());

async function visit(path = '/buttons'): Promise<void> {
  stage = await openStage(world, path);
  page = stage.page;
}

/** What has the focus, also within a shadow root, by the name or else the text it has. */
const focused = (): Promise<string> =>
  page.evaluate(() => {
    let element = document.activeElement;
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
    if (!(element instanceof HTMLElement) || element === document.body) return 'the page';
    const [label] = (element as HTMLInputElement).labels ?? [];
    return element.id || element.ariaLabel || (label ?? element).textContent.trim().split('\n')[0] || element.localName;
  });

/** Where the focus comes to, key by key. */
async function press(key: string, times: number): Promise<string[]> {
  const places: string[] = [];
  for (let time = 0; time < times; time++) {
    await page.keyboard.press(key);
    places.push(await focused());
  }
  return places;
}

const reasons = ['Whether it worked', 'Ease of use', 'Speed', 'Clarity', 'The people', 'Something else'];
const fields = [
  'What should we have done differently?',
  'May we contact you about this? Your e-mail address, if you like:',
];
const answering = ['0', ...reasons, ...fields, 'Privacy', 'Send', 'Close'];
const stops: Record<State, string[]> = {
  asked: ['0', 'Close'],
  scored: answering,
  'bad e-mail': answering,
  kept: answering,
  refused: answering,
  thanks: ['Visit our help centre', 'Close'],
};

describe('Tab', () => {
  it.each(states)('comes to a card after the page, goes through it in order and leaves it: %s', async (state) => {
    await visit();
    await lead(stage, await stage.open('nps', 'card'), { kind: 'nps', to: state });
    await page.locator('#last').focus();
    const order = stops[state];
    expect(await press('Tab', order.length)).toEqual(order);
    expect(await press('Shift+Tab', order.length)).toEqual([...order.toReversed().slice(1), 'last']);
    await page.locator('#last').focus();
    await press('Tab', order.length);
    expect(['the page', 'before']).toContain((await press('Tab', 1))[0]);
  });

  it('finds a survey in the page where it stands, and leaves it on both sides', async () => {
    await visit('/between');
    await page.getByRole('radio', { name: 'Yes' }).waitFor();
    await page.locator('#before').focus();
    expect(await press('Tab', 2)).toEqual(['Yes', 'last']);
    expect(await press('Shift+Tab', 2)).toEqual(['Yes', 'before']);
  });
});

describe('a card', () => {
  it('takes no focus when it opens, nor when it grows', async () => {
    await visit();
    await page.locator('#before').focus();
    const card = await stage.open('nps', 'card');
    expect(await focused()).toBe('before');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    await card.getByRole('textbox').first().waitFor();
    expect(await focused()).toBe('0');
    await page.keyboard.press('ArrowRight');
    expect(await focused()).toBe('1');
  });

  it('covers nothing of the ring around the field that has the focus', async () => {
    await visit();
    const card = await stage.open('nps', 'card');
    await lead(stage, card, { kind: 'nps', to: 'scored' });
    const field = card.getByRole('textbox').last();
    await field.focus();
    const ring = await field.evaluate((element) => {
      const { outlineOffset, outlineWidth } = getComputedStyle(element);
      return (
        element.getBoundingClientRect().bottom + Number.parseFloat(outlineOffset) + Number.parseFloat(outlineWidth)
      );
    });
    expect(ring).toBeLessThanOrEqual(await card.locator('.actions').evaluate((it) => it.getBoundingClientRect().top));
  });

  it('is closed by Escape only when it has the focus, which goes back to where it was', async () => {
    await visit();
    const card = await stage.open('nps', 'card');
    await page.locator('#before').focus();
    await page.keyboard.press('Escape');
    expect(await card.isVisible()).toBe(true);
    await page.locator('#last').focus();
    await press('Tab', 1);
    await page.keyboard.press('Escape');
    await card.waitFor({ state: 'detached' });
    expect(await focused()).toBe('last');
  });

  it('gives the focus back into a shadow root of the page’s own', async () => {
    const own = `<own-part></own-part><script>customElements.define('own-part', class extends HTMLElement {
      constructor() { super().attachShadow({ mode: 'open' }).innerHTML = '<button id="own">Own</button>' } })</script>`;
    world.pages.set('/own', { html: stagePage(world, 'ltr', own) });
    await visit('/own');
    for (const display of ['card', 'dialog'] as const) {
      await page.locator('#own').focus();
      const card = await stage.open('nps', display);
      if (display === 'card') await press('Tab', 1);
      expect(await focused()).toBe('0');
      await page.keyboard.press('Escape');
      await card.waitFor({ state: 'detached' });
      expect(await focused(), display).toBe('own');
    }
  });

  it.each(['card', 'dialog'] as const)('is not closed by the Escape that ends a composition: %s', async (display) => {
    await visit();
    const card = await stage.open('nps', display);
    await lead(stage, card, { kind: 'nps', to: 'scored' });
    await card.getByRole('textbox').first().focus();
    const devtools = await stage.context.newCDPSession(page);
    await devtools.send('Input.imeSetComposition', { text: 'にほ', selectionStart: 2, selectionEnd: 2 });
    const keys = await page.evaluateHandle(() => {
      const pressed: [key: string, isComposing: boolean][] = [];
      addEventListener('keydown', ({ key, isComposing }) => pressed.push([key, isComposing]), true);
      return pressed;
    });
    // Browsers give a key that an input method takes this code.
    const key = { key: 'Escape', code: 'Escape', windowsVirtualKeyCode: 229 };
    await devtools.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', ...key });
    expect(await keys.jsonValue()).toEqual([['Escape', true]]);
    expect(await card.isVisible()).toBe(true);
    await devtools.send('Input.insertText', { text: '日本' });
    await page.keyboard.press('Escape');
    await card.waitFor({ state: 'detached' });
  });

  it.each(['card', 'dialog'] as const)('sent by keyboard has the focus on its thanks: %s', async (display) => {
    await visit();
    const card = await stage.open('nps', display);
    await lead(stage, card, { kind: 'nps', to: 'scored' });
    await card.getByRole('button', { name: 'Send' }).focus();
    await page.keyboard.press('Enter');
    await card.locator('.thanks').waitFor();
    expect(await focused()).toBe('status');
    expect(await press('Tab', 2)).toEqual(['Visit our help centre', 'Close']);
    await page.keyboard.press('Enter');
    await card.waitFor({ state: 'detached' });
  });

  it('with a bad e-mail address has the focus on it', async () => {
    await visit();
    const card = await stage.open('nps', 'card');
    await lead(stage, card, { kind: 'nps', to: 'scored' });
    await card.getByRole('textbox').last().fill('nobody');
    await card.getByRole('button', { name: 'Send' }).focus();
    await page.keyboard.press('Enter');
    expect(await focused()).toBe(fields[1]);
  });
});

describe('a key typed in a comment', () => {
  it('is heard by no shortcut of the page, wherever that listens', async () => {
    await visit();
    await page.evaluate(() => {
      const heard: string[] = [];
      Object.assign(window, { heard });
      for (const type of ['keydown', 'keypress', 'keyup']) {
        for (const capture of [true, false]) {
          document.addEventListener(type, (event) => heard.push((event as KeyboardEvent).key), capture);
          addEventListener(type, () => heard.push(type), capture);
        }
      }
    });
    const card = await stage.open('nps', 'card');
    await lead(stage, card, { kind: 'nps', to: 'scored' });
    await page.evaluate('heard.length = 0');
    await card.getByRole('textbox').first().pressSequentially('jk?');
    expect(await card.getByRole('textbox').first().inputValue()).toBe('jk?');
    // Those of the window that were there before can only be heard before.
    expect(new Set((await page.evaluate('heard')) as string[])).toEqual(new Set(['keydown', 'keypress', 'keyup']));
  });

  it('in the page is kept from its shortcuts too, but for those that leave a dialog around it', async () => {
    await visit('/between');
    await page.evaluate(() => {
      const heard: string[] = [];
      Object.assign(window, { heard });
      document.addEventListener('keydown', ({ key }) => heard.push(key));
    });
    await page.getByRole('radio', { name: 'Yes' }).focus();
    for (const key of ['j', 'Escape', 'Tab']) await page.keyboard.press(key);
    expect(await page.evaluate('heard')).toEqual(['Escape', 'Tab']);
  });
});

describe('a dialog', () => {
  it('takes the focus, keeps it, and gives it back on Escape', async () => {
    await visit();
    await page.locator('#before').focus();
    const card = await stage.open('nps', 'dialog');
    expect(await focused()).toBe('0');
    await lead(stage, card, { kind: 'nps', to: 'scored' });
    const places = [...(await press('Tab', 2 * answering.length)), ...(await press('Shift+Tab', 2 * answering.length))];
    expect(new Set(places).difference(new Set(['the page']))).toEqual(new Set(answering));
    await card.getByRole('textbox').first().focus();
    await page.keyboard.press('Escape');
    await card.waitFor({ state: 'detached' });
    expect(await focused()).toBe('before');
  });

  it('that the browser closes, as on a gesture that goes back, is dismissed like any other', async () => {
    await visit();
    await page.locator('#before').focus();
    const card = await stage.open('nps', 'dialog');
    const [dismissal] = await Promise.all([
      page.waitForRequest('**/v1/v'),
      card.evaluate((dialog: HTMLDialogElement) => dialog.requestClose()),
    ]);
    expect(dismissal.postDataJSON()).toMatchObject({ dismissed: true });
    await card.waitFor({ state: 'detached' });
    expect(await focused()).toBe('before');
    await stage.open('nps', 'card');
  });
});

describe('a tab', () => {
  beforeAll(() => world.put('tab', { ...kindOf('nps'), display: 'tab' }));
  afterAll(() => world.put('tab', { ...kindOf('nps'), display: 'tab', status: 'paused' }));

  it.each(['Enter', 'Space'])('opens its card by %s with the focus in it, and has it back afterwards', async (key) => {
    await visit();
    const tab = page.getByRole('button', { name: 'Feedback' });
    await tab.waitFor();
    await page.locator('#last').focus();
    expect(await press('Tab', 1)).toEqual(['Feedback']);
    await page.keyboard.press(key);
    const card = page.getByRole('dialog');
    await expect.poll(focused).toBe('0');
    await page.keyboard.press('Escape');
    await card.waitFor({ state: 'detached' });
    expect(await focused()).toBe('Feedback');
    await page.keyboard.press(key);
    await expect.poll(focused).toBe('0');
    await press('Tab', 1);
    await page.keyboard.press('Enter');
    await card.waitFor({ state: 'detached' });
    expect(await focused()).toBe('Feedback');
  });
});
