import { createHmac } from 'node:crypto';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Explanation } from '../../core/explanation.ts';
import { dayMs } from '../../core/periods.ts';
import { openWorld, ordinaryPage, survey, type World } from './world.ts';

let world: World;
let context: BrowserContext;
const others: BrowserContext[] = [];

beforeAll(async () => {
  world = await openWorld();
  world.pages.set('/', { html: ordinaryPage(world.snippet) });
  world.pages.set('/always', { html: ordinaryPage(world.snippet.replace('<script', '<script data-storage="always"')) });
  world.pages.set('/quiet', { html: ordinaryPage(world.snippet.replace('<script', '<script data-auto="false"')) });
});
afterAll(() => world.close());
beforeEach(async () => {
  context = await world.browser.newContext({ reducedMotion: 'reduce' });
});
afterEach(async () => {
  await world.ask({});
  for (const each of [context, ...others.splice(0)]) await each.close();
});

async function open(path = '/', on = context): Promise<Page> {
  const page = await on.newPage();
  await page.goto(world.shop + path);
  await page.waitForFunction('window.opina?.show');
  return page;
}

const card = (page: Page) => page.getByRole('dialog');
const close = async (page: Page) => {
  await card(page).getByRole('button', { name: 'Close' }).click();
  await card(page).waitFor({ state: 'detached' });
};
const explained = (page: Page) => page.evaluate('opina.explain()') as Promise<Explanation[]>;

const gateOf = (said: Explanation | undefined, name: string) => said?.gates.find(({ gate }) => gate === name);

/** Whether a survey asks, once everything that is due by now is done. */
async function isAsked(page: Page): Promise<boolean> {
  await page.evaluate(
    () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(resolve, 50)))),
  );
  return (await card(page).count()) > 0;
}

/** The visitor did something with a survey, so many days ago. */
const did = (page: Page, id: string, act: 'response' | 'dismissal', days: number) =>
  page.evaluate(([key, value]) => localStorage.setItem(key, value), [
    `opina:shop:did:${id}`,
    JSON.stringify({ [act]: Date.now() - days * dayMs, times: 1 }),
  ] as const);

describe('of two surveys that are due at once', () => {
  beforeEach(() => world.put('other', { ...survey, question: 'And the other?', priority: 5 }));
  afterEach(() => world.put('other', { ...survey, status: 'paused' }));

  it('the one of the greater priority asks, and after it is closed no other', async () => {
    const page = await open();
    await page.getByRole('dialog', { name: 'And the other?' }).waitFor();
    await close(page);
    expect(await isAsked(page)).toBe(false);
  });

  it('the explanation says which, before it shows', async () => {
    const page = await context.newPage();
    let showIt = () => {};
    const isExplained = new Promise<void>((resolve) => {
      showIt = resolve;
    });
    await page.route(/\/(?:basic|full)\.js$/, (route) => isExplained.then(() => route.continue()));
    await page.goto(`${world.shop}/`);
    await page.waitForFunction('window.opina?.show');
    const said = await explained(page);
    expect(said.map(({ survey, asks }) => [survey, asks])).toEqual([
      ['nps', false],
      ['other', true],
    ]);
    expect(gateOf(said[0], 'first')).toEqual({
      ...{ gate: 'first', passes: false, saw: 'other is due too, and goes first' },
    });
    showIt();
    await page.getByRole('dialog', { name: 'And the other?' }).waitFor();
  });

  it('the one asked longest ago asks, whatever its priority', async () => {
    const page = await open('/quiet');
    await did(page, 'other', 'dismissal', 100);
    await did(page, 'nps', 'dismissal', 200);
    await page.goto(`${world.shop}/`);
    await page.getByRole('dialog', { name: survey.question ?? '' }).waitFor();
  });

  it('none asks while the periods of both last', async () => {
    const page = await open('/quiet');
    await did(page, 'other', 'dismissal', 10);
    await page.goto(`${world.shop}/`);
    await page.waitForFunction('window.opina?.show');
    expect(await isAsked(page)).toBe(false);
    expect((await explained(page)).map(({ asks }) => asks)).toEqual([false, false]);
  });
});

it('an explanation says what keeps the page busy, as long as it does', async () => {
  world.pages.set('/form', { html: ordinaryPage(world.snippet, '<input autofocus><dialog>Sure?</dialog>') });
  const page = await open('/form');
  const calm = async () => gateOf((await explained(page))[0], 'calm');
  const shut = (saw: string) => ({ gate: 'calm', passes: false, saw });
  await page.getByRole('textbox').focus();
  expect(await calm()).toEqual(shut('the visitor is typing'));
  await page.evaluate(() => document.querySelector('dialog')?.showModal());
  expect(await calm()).toEqual(shut('a dialog is open'));
  const asked = page.getByRole('dialog', { name: survey.question ?? '' });
  expect(await asked.count()).toBe(0);
  await page.evaluate(() => {
    document.querySelector('dialog')?.close();
    (document.activeElement as HTMLElement | null)?.blur();
  });
  await asked.waitFor();
  expect(await calm()).toEqual(shut('nps is open'));
  await close(page);
  expect(await calm()).toEqual({ gate: 'calm', passes: true, saw: 'nothing is in the way' });
});

describe('a visitor who agreed to be remembered', () => {
  it('is asked in one tab at a time', async () => {
    const one = await open('/always');
    await card(one).waitFor();
    const two = await open('/always');
    expect(await isAsked(two)).toBe(false);
  });

  it('is asked where the page is no secure context, which has no locks', async () => {
    await context.addInitScript(() => {
      Object.defineProperty(Navigator.prototype, 'locks', { value: undefined });
    });
    await card(await open('/always')).waitFor();
  });

  it('is not asked once an event has called that off, however late the modules for it come', async () => {
    await world.ask({ when: [{ on: 'event', event: 'paid' }], cancelOn: ['refunded'] });
    const page = await open('/always');
    await page.route('**/exact.js', async (route) => {
      await page.evaluate('opina.track("refunded")');
      await route.continue();
    });
    const loaded = page.waitForEvent('requestfinished', (request) => request.url().endsWith('/exact.js'));
    await page.evaluate('opina.track("paid")');
    await loaded;
    expect(await isAsked(page)).toBe(false);
  });

  it('is asked although something else wrote where they are counted', async () => {
    await context.addInitScript(() => localStorage.setItem('opina:shop:visitor', '5'));
    await world.ask({ where: { fact: 'visits', is: 1 } });
    await card(await open('/always')).waitFor();
  });

  it('is not asked again after a card that was left alone', async () => {
    const page = await open('/always');
    await card(page).waitFor();
    await page.reload();
    await page.waitForFunction('window.opina?.show');
    expect(await isAsked(page)).toBe(false);
    const [explanation] = await explained(page);
    expect(explanation?.gates.find(({ gate }) => gate === 'quiet')?.saw).toMatch(/0 days ago, 14 of 14 to go$/);
  });

  it('is counted on the device under a random number, until they agree no more', async () => {
    await world.ask({ where: { fact: 'visits', above: 1 } });
    const page = await open('/always');
    const keys = () => page.evaluate(() => Object.keys(localStorage));
    expect(await keys()).toEqual(['opina:shop:visitor']);
    await page.evaluate('opina.consent(false)');
    expect(await keys()).toEqual([]);
    await page.evaluate('opina.consent(true)');
    expect(await keys()).toEqual(['opina:shop:visitor']);
    await page.evaluate('opina.reset()');
    expect(await keys()).toEqual([]);
  });

  it('stays among those who are asked, or among the others', async () => {
    await world.ask({ share: 0.5, when: [{ on: 'event', event: 'never' }] });
    const placeOf = async (page: Page) => (await explained(page))[0]?.gates.find(({ gate }) => gate === 'share')?.saw;
    const page = await open('/always');
    const place = await placeOf(page);
    await page.reload();
    await page.waitForFunction('window.opina?.show');
    expect(await placeOf(page)).toBe(place);
    const another = await world.browser.newContext();
    others.push(another);
    expect(await placeOf(await open('/always', another))).not.toBe(place);
  });
});

it('who is identified stays among those who are asked on every device', async () => {
  await world.ask({ share: 0.5, when: [{ on: 'event', event: 'never' }] });
  const places = [];
  for (const _ of [1, 2]) {
    const device = await world.browser.newContext();
    others.push(device);
    const page = await open('/', device);
    await page.evaluate('opina.identify("marta")');
    places.push((await explained(page))[0]?.gates.find(({ gate }) => gate === 'share')?.saw);
  }
  expect(places[0]).toBe(places[1]);
});

it('who is identified as nobody is drawn for like everybody who is not known', async () => {
  await world.ask({ share: 0.5, when: [{ on: 'event', event: 'never' }] });
  const places = new Set();
  for (const _ of [1, 2]) {
    const page = await open();
    await page.evaluate('opina.identify("")');
    places.add((await explained(page))[0]?.gates.find(({ gate }) => gate === 'share')?.saw);
  }
  expect(places.size).toBe(2);
});

it('who is verified and was asked on one device is not asked on another', async () => {
  const { secret } = (await world.call('POST', 'sites/shop/identity-secret')) as { secret: string };
  const hash = createHmac('sha256', secret).update('marta').digest('hex');
  await world.ask({ when: [{ on: 'event', event: 'bought' }] });
  const asDevice = async (event = 'bought') => {
    const device = await world.browser.newContext({ reducedMotion: 'reduce' });
    others.push(device);
    const page = await open('/', device);
    await page.evaluate(`opina.identify("marta", { hash: "${hash}" })`);
    await page.evaluate(`opina.track("${event}")`);
    return page;
  };
  const first = await asDevice();
  await card(first).waitFor();
  const stored = first.waitForResponse((answer) => answer.url().endsWith('/v1/v'));
  await close(first);
  await stored;
  const second = await asDevice();
  await second.waitForResponse((answer) => answer.url().endsWith('/v1/p'));
  expect(await isAsked(second)).toBe(false);
  expect((await explained(second))[0]?.asks).toBe(false);
  const third = await asDevice('never');
  expect((await explained(third))[0]?.asks).toBe(false);
});

it('any page with ?opina-debug prints every gate of every survey', async () => {
  const page = await context.newPage();
  const printed: string[] = [];
  page.on('console', (message) => printed.push(message.type()));
  await page.goto(`${world.shop}/?a=1&opina-debug`);
  await expect.poll(() => printed).toContain('table');
});

it('a rule that needs a memory says so where there is none', async () => {
  await world.ask({ where: { fact: 'visits', above: 1 } });
  const page = await context.newPage();
  const warnings: string[] = [];
  page.on('console', (message) => message.type() === 'warning' && warnings.push(message.text()));
  await page.goto(`${world.shop}/?opina-debug`);
  await expect
    .poll(() => warnings)
    .toEqual(['opina: nps: visits needs the storage mode always, and this page has after-action']);
});
