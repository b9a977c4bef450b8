import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ResponsePost } from '../../core/contract.ts';
import { dummyToken, secrets } from '../worker/siteverify.ts';
import { type Challenges, expire, openChallenges, renderedIn, siteKeys } from './challenges.ts';
import { card, choose, keptOf, keptText, nothingKept } from './faults/stage.ts';
import { openWorld, ordinaryPage, type World } from './world.ts';

let world: World;
let context: BrowserContext;
let challenges: Challenges;
let posts: ResponsePost[];
/** Every file of the widget that was loaded. */
let files: string[];

beforeAll(async () => {
  world = await openWorld();
  world.pages.set('/', { html: ordinaryPage(world.snippet) });
  world.pages.set('/quiet', { html: ordinaryPage(world.snippet.replace('<script', '<script data-auto="false"')) });
});
afterAll(() => world.close());

beforeEach(() => openDevice());
afterEach(async () => {
  await context.close();
  await world.worker.db.exec('DELETE FROM response');
});

async function openDevice(): Promise<void> {
  context = await world.browser.newContext({ reducedMotion: 'reduce' });
  challenges = await openChallenges(context);
  posts = [];
  files = [];
  context.on('request', (request) => {
    if (request.url().endsWith('/v1/r')) posts.push(request.postDataJSON());
    else if (request.url().startsWith(world.opina)) files.push(request.url().replace(/.*\//, ''));
  });
  await context.addInitScript(() => {
    document.addEventListener('opina:error', (event) => {
      sessionStorage.errors = (sessionStorage.errors ?? '') + (event as CustomEvent).detail.reason;
    });
  });
}

const use = (key: keyof typeof siteKeys, secret: keyof typeof secrets = 'passes') =>
  world.call('PUT', 'sites/shop/turnstile', { siteKey: siteKeys[key], secret: secrets[secret] });

async function open(path = '/'): Promise<Page> {
  const page = await context.newPage();
  await page.goto(world.shop + path);
  await page.waitForFunction('window.opina?.show');
  return page;
}

async function openCard(): Promise<Page> {
  const page = await open();
  await card(page).waitFor();
  return page;
}

const rows = async () =>
  (await world.worker.db.prepare('SELECT score, comment FROM response').run<{ score: number }>()).results;
const tokens = () => posts.map(({ turnstile }) => turnstile);
const told = (page: Page) => page.evaluate(() => String(sessionStorage.errors ?? ''));

/** Gives a score where Cloudflare cannot be reached, and goes away: the device keeps it. */
async function giveInVain(score: number): Promise<void> {
  challenges.isBlocked = true;
  const page = await openCard();
  await choose(page, score);
  await card(page).getByText(keptText).waitFor();
  await page.close();
  challenges.isBlocked = false;
}

describe('where a site has Turnstile and Cloudflare lets the visitor pass', () => {
  beforeAll(() => use('passes'));

  it('a score is stored with a token that the page was given, and what follows it needs none', async () => {
    const page = await openCard();
    await choose(page, 9);
    await expect.poll(rows).toMatchObject([{ score: 9 }]);
    await card(page).getByRole('textbox').fill('Fine');
    await card(page).getByRole('button', { name: 'Send' }).click();
    await card(page).getByText('Thank you').waitFor();
    expect(await rows()).toMatchObject([{ score: 9, comment: 'Fine' }]);
    expect([tokens()[0], tokens().at(-1)]).toEqual([dummyToken, undefined]);
    const usual = { sitekey: siteKeys.passes, language: 'en', theme: 'auto', size: 'flexible', isInCard: true };
    expect(await renderedIn(page)).toEqual([usual]);
    expect(await page.locator('iframe').count()).toBe(0);
  });

  it('nothing of it is asked for on a page that asks nobody, and in a test', async () => {
    const page = await open('/quiet');
    await page.evaluate('opina.show("nps", { test: true })');
    await choose(page, 9);
    await card(page).getByRole('textbox').fill('Only a test');
    await card(page).getByRole('button', { name: 'Send' }).click();
    await card(page).getByText('Thank you').waitFor();
    expect(challenges.requests).toEqual([]);
    expect(files).not.toContain('challenge.js');
  });

  it('it is asked once the visitor takes notice, and adds one global', async () => {
    const page = await open('/quiet');
    const globals = () => page.evaluate(() => Object.getOwnPropertyNames(window));
    const before = new Set(await globals());
    await page.evaluate('opina.show("nps")');
    await card(page).hover();
    await expect.poll(() => renderedIn(page)).toHaveLength(1);
    expect((await globals()).filter((name) => !before.has(name) && !/^\d+$/.test(name))).toEqual(['turnstile']);
    expect(posts).toEqual([]);
  });

  it('a response is kept and told as kept while there is no token, and sent when there is one', async () => {
    challenges.isBlocked = true;
    const page = await openCard();
    await choose(page, 4);
    await card(page).getByText(keptText).waitFor();
    expect(await keptOf(page)).toHaveLength(1);
    expect(await told(page)).toContain('api.js?render=explicit could not be loaded');
    expect(posts).toEqual([]);
    challenges.isBlocked = false;
    await nothingKept(page);
    expect(await rows()).toMatchObject([{ score: 4 }]);
    expect(new Set(tokens())).toEqual(new Set([dummyToken]));
  });

  it('what an earlier visit kept is sent with a token, each with its own, and nothing of it is seen', async () => {
    await giveInVain(3);
    posts = [];
    const page = await open('/quiet');
    await nothingKept(page);
    expect(await rows()).toMatchObject([{ score: 3 }]);
    expect(tokens()).toEqual([dummyToken]);
    expect(await renderedIn(page)).toMatchObject([{ isInCard: false, language: 'auto' }]);
    expect(await page.locator('iframe').count()).toBe(0);
  });

  it('a score is stored though the card is closed before there is a token', async () => {
    let answer = () => {};
    challenges.ready = new Promise<void>((resolve) => {
      answer = resolve;
    });
    const page = await openCard();
    await choose(page, 5);
    await card(page).getByRole('textbox').waitFor();
    await card(page).getByRole('button', { name: 'Close' }).click();
    answer();
    await expect.poll(rows).toMatchObject([{ score: 5 }]);
    await nothingKept(page);
    expect(await told(page)).toBe('');
  });

  it('a response that is tried again has the token of its first try, though the card is closed by then', async () => {
    let isUp = false;
    await context.route('**/v1/r', (route) => (isUp ? route.continue() : route.fulfill({ status: 503 })));
    const page = await openCard();
    await choose(page, 5);
    await card(page).getByText(keptText).waitFor();
    await card(page).getByRole('button', { name: 'Close' }).click();
    isUp = true;
    await nothingKept(page);
    expect(await rows()).toMatchObject([{ score: 5 }]);
    expect(await renderedIn(page)).toHaveLength(1);
    expect(await page.locator('iframe').count()).toBe(0);
  });

  it('words are sent as the page is left', async () => {
    const page = await openCard();
    await choose(page, 5);
    await expect.poll(rows).toHaveLength(1);
    await card(page).getByRole('textbox').fill('Half a word');
    await page.goto('about:blank');
    await expect.poll(rows).toMatchObject([{ comment: 'Half a word' }]);
  });

  it('a token that has expired is replaced when there is something to send', async () => {
    const page = await openCard();
    await card(page).hover();
    await expect.poll(() => renderedIn(page)).toHaveLength(1);
    await page.frameLocator('iframe').locator('form').waitFor({ state: 'attached' });
    await expire(page);
    expect(await page.locator('iframe').count()).toBe(0);
    await choose(page, 7);
    await expect.poll(rows).toMatchObject([{ score: 7 }]);
    expect(await renderedIn(page)).toHaveLength(2);
  });
});

describe('where Cloudflare wants to see somebody do something', () => {
  beforeAll(() => use('interacts'));

  it('that is done by key in the card, below what it asks, and the score is stored', async () => {
    const page = await openCard();
    await choose(page, 6);
    const frame = page.locator('opina-card iframe');
    await expect.poll(async () => (await frame.boundingBox())?.height).toBe(65);
    const send = card(page).getByRole('button', { name: 'Send' });
    const [box, button, whole] = await Promise.all([frame, send, card(page)].map((each) => each.boundingBox()));
    if (!box || !button || !whole) throw new Error('nothing is to be seen');
    expect(box.y).toBeGreaterThanOrEqual(button.y + button.height);
    expect(box.y + box.height).toBeLessThanOrEqual(whole.y + whole.height);
    expect(posts).toEqual([]);
    await send.focus();
    const isThere = () => page.evaluate(() => document.activeElement?.shadowRoot === null);
    for (let tabs = 0; tabs < 3 && !(await isThere()); tabs++) await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    await expect.poll(rows).toMatchObject([{ score: 6 }]);
    await expect.poll(() => frame.count()).toBe(0);
    expect(await send.evaluate((button: HTMLElement) => button.matches(':focus'))).toBe(true);
  });

  it('it can be done when the survey is opened again, too', async () => {
    const page = await openCard();
    await choose(page, 6);
    await page.frameLocator('opina-card iframe').getByRole('checkbox').waitFor();
    await card(page).getByRole('button', { name: 'Close' }).click();
    await expect.poll(() => told(page)).toContain('wants to see somebody do something');
    await page.evaluate('opina.show("nps")');
    await card(page).getByRole('button', { name: 'Send' }).click();
    await page.frameLocator('opina-card iframe').getByRole('checkbox').check();
    await card(page).getByText('Thank you').waitFor();
    expect(await rows()).toMatchObject([{ score: 6 }]);
  });

  it('what an earlier visit kept stays kept, and Cloudflare is asked no more on that page', async () => {
    await giveInVain(2);
    const page = await open('/quiet');
    await expect.poll(() => told(page)).toContain('wants to see somebody do something');
    expect(await page.locator('iframe').count()).toBe(0);
    await page.evaluate(() => dispatchEvent(new Event('online')));
    await page.evaluate('navigator.locks.request("opina:shop", () => {})');
    expect(await renderedIn(page)).toHaveLength(1);
    expect(await keptOf(page)).toHaveLength(1);
    expect(posts).toEqual([]);
  });
});

it('where Cloudflare lets nobody pass, a response is kept and nothing is sent without a token', async () => {
  await use('blocks');
  const page = await openCard();
  await choose(page, 1);
  await card(page).getByText(keptText).waitFor();
  expect(await told(page)).toContain('Turnstile: 300030');
  expect(await keptOf(page)).toHaveLength(1);
  expect(posts).toEqual([]);
});

it('where the server finds a token not good, the response is kept, and sent with another one', async () => {
  await use('passes', 'fails');
  const page = await openCard();
  await choose(page, 8);
  await card(page).getByText(keptText).waitFor();
  expect(await told(page)).toContain('The challenge was not passed');
  await use('passes');
  await nothingKept(page);
  expect(await rows()).toMatchObject([{ score: 8 }]);
});

describe.each([
  [
    'hosts',
    "script-src HOST https://challenges.cloudflare.com; frame-src https://challenges.cloudflare.com; connect-src HOST; style-src 'none'; require-trusted-types-for 'script'; trusted-types opina",
    '',
  ],
  ['a nonce', "script-src 'nonce-abc' HOST; frame-src https://challenges.cloudflare.com", ' nonce="abc"'],
])('under a policy of %s', (_, policy, nonce) => {
  it('a score is stored, and nothing is reported', async () => {
    await use('passes');
    const html = ordinaryPage(world.snippet.replace('<script', `<script${nonce}`));
    world.pages.set('/strict', {
      html,
      headers: { 'Content-Security-Policy': policy.replaceAll('HOST', world.opina) },
    });
    const page = await context.newPage();
    const reported: string[] = [];
    page.on('console', (message) => reported.push(message.text()));
    await page.goto(`${world.shop}/strict`);
    await choose(page, 9);
    await expect.poll(rows).toMatchObject([{ score: 9 }]);
    expect(reported.filter((text) => !text.includes('favicon'))).toEqual([]);
  });
});

it('a page that is older than the site has Turnstile keeps a response, which a later one sends with a token', async () => {
  await world.call('DELETE', 'sites/shop/turnstile');
  const old = await openCard();
  await use('passes');
  await choose(old, 3);
  await card(old).getByText(keptText).waitFor();
  expect(tokens()).toEqual([undefined]);
  await old.close();
  const page = await context.newPage();
  await page.addInitScript(() => {
    const now = Date.now();
    Date.now = () => now + 600_000;
  });
  await page.goto(`${world.shop}/quiet`);
  await nothingKept(page);
  expect(await rows()).toMatchObject([{ score: 3 }]);
  expect(tokens()).toEqual([undefined, dummyToken]);
});

it('a page of a site without Turnstile loads nothing of it', async () => {
  await world.call('DELETE', 'sites/shop/turnstile');
  const page = await openCard();
  await choose(page, 9);
  await expect.poll(rows).toMatchObject([{ score: 9 }]);
  expect(tokens()[0]).toBeUndefined();
  expect(challenges.requests).toEqual([]);
  expect(files).not.toContain('challenge.js');
});
