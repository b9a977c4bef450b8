/** A visitor's browser, with a proxy between it and the Worker, for tests that say what goes wrong and when. */

import type { BrowserContext, Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import type { ResponsePost, Survey } from '../../../core/contract.ts';
import { openWorld, ordinaryPage, type World } from '../world.ts';
import { setClock } from './clock.ts';
import { type FaultyProxy, openProxy } from './proxy.ts';

/** What a test may look at in the page. */
interface Watched {
  /** Every wait of more than a second that the widget asked for, in milliseconds. */
  waits: number[];
  /** Details of the error events. */
  errors: { survey?: string; reason?: string }[];
}

declare global {
  interface Window {
    watched: Watched;
  }
}

interface Device {
  /** Milliseconds ahead of ours. */
  aheadMs?: number;
  /** How many times as fast as ours timers run. */
  speed?: number;
}

export interface Row extends Partial<ResponsePost> {
  id: string;
  verified: number;
}

export interface Stage {
  world: World;
  proxy: FaultyProxy;
  /** The context of the test. */
  readonly context: BrowserContext;
  /** A page of the site with the snippet and what else is given, on the device of the test, which is made when needed. */
  open(path?: string, device?: Device): Promise<Page>;
  /** Makes a page of the site: attributes of the script, and more HTML. */
  page(path: string, attributes?: string, html?: string): void;
  /** Every stored response. */
  rows(): Promise<Row[]>;
  /** Ends what a test has begun. */
  clear(): Promise<void>;
  close(): Promise<void>;
}

export async function openStage(change: Partial<Survey> = {}): Promise<Stage> {
  const world = await openWorld(change);
  const proxy = await openProxy({ origin: world.opina, isUp: world.isUp });
  let context: BrowserContext | undefined;

  const stage: Stage = {
    world,
    proxy,
    get context() {
      if (!context) throw new Error('no page was opened');
      return context;
    },
    page(path, attributes = '', html = '') {
      const script = `<script async src="${proxy.origin}/o/shop.js" ${attributes}></script>`;
      world.pages.set(path, { html: ordinaryPage(script, html) });
    },
    async open(path = '/', { aheadMs = 0, speed = 1 } = {}) {
      if (!context) {
        context = await world.browser.newContext({ reducedMotion: 'reduce' });
        await context.addInitScript(setClock, { aheadMs, speed });
        await context.addInitScript(watch);
      }
      const page = await context.newPage();
      await page.goto(world.shop + path);
      return page;
    },
    async rows() {
      const all = 'SELECT id, rev, score, comment, email, page, person, verified FROM response ORDER BY id';
      return (await world.worker.db.prepare(all).run<Row>()).results;
    },
    async clear() {
      await context?.close();
      context = undefined;
      Object.assign(proxy, {
        posts: [],
        mostAtOnce: 0,
        requests: [],
        next: [],
        isDown: false,
        isFailing: false,
        onFile: () => 'pass',
      });
      await world.worker.db.exec('DELETE FROM response');
    },
    async close() {
      await world.close();
      await proxy.close();
    },
  };
  stage.page('/');
  return stage;
}

/** Runs in the page before anything of it does. */
function watch(): void {
  const watched: Watched = { waits: [], errors: [] };
  window.watched = watched;
  const later = window.setTimeout;
  const noting = (run: TimerHandler, ms = 0) => {
    if (ms > 1000) watched.waits.push(ms);
    return later(run, ms);
  };
  window.setTimeout = noting as typeof setTimeout;
  document.addEventListener('opina:error', (event) => watched.errors.push((event as CustomEvent).detail));
}

export const card = (page: Page): Locator => page.getByRole('dialog');

export const choose = (page: Page, score: number): Promise<void> =>
  page.getByRole('radio', { name: String(score), exact: true }).click();

/** Takes notice of the card, until what follows the score is there. */
export async function notice(page: Page): Promise<void> {
  await card(page).hover();
  await card(page).evaluate(async (element) => {
    const root = element.getRootNode() as ShadowRoot;
    while (root.adoptedStyleSheets.length < 2) await new Promise(requestAnimationFrame);
  });
}

export const keptText = 'We could not save this yet. It is kept and will be sent.';

/** Everything of Opina that is on the device. */
export const keysOf = (page: Page): Promise<string[]> =>
  page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith('opina:')));

/** Responses on the device that nobody has acknowledged. */
export const keptOf = async (page: Page): Promise<string[]> =>
  (await keysOf(page)).filter((key) => key.startsWith('opina:shop:kept:'));

export const nothingKept = (page: Page): Promise<void> => expect.poll(() => keptOf(page)).toEqual([]);

/** Shows the survey on a page that does not ask by itself. */
export async function show(page: Page): Promise<void> {
  await page.waitForFunction('window.opina?.show');
  await page.evaluate('opina.show("nps")');
  await card(page).waitFor();
}

/** Done when whatever the page has sent before has arrived: what it sends next arrives after that. */
export const sentSoFar = (page: Page, { proxy }: Stage): Promise<void> =>
  page.evaluate(async (url) => void (await fetch(url)), `${proxy.origin}/o/shop.json`);

/** Done when the page has tried to send what was kept before. */
export async function replayed(page: Page, { proxy }: Stage): Promise<void> {
  const find = () => proxy.requests.find((path) => path.endsWith('/replay.js'));
  await expect.poll(find).toBeDefined();
  // The page's own import of it was first, and so was its wait for the lock.
  await page.evaluate(`import('${proxy.origin}${find()}').then(() => navigator.locks.request('opina:shop', () => {}))`);
}

/** Gives a score and goes away while nothing arrives: the device keeps it. */
export async function giveInVain({ open, proxy }: Stage, score: number, device?: Device): Promise<void> {
  proxy.isFailing = true;
  const page = await open('/', device);
  await show(page);
  await notice(page);
  await choose(page, score);
  await page.getByText(keptText).waitFor();
  const posts = proxy.posts.length;
  await page.close();
  // It is tried once more while the page closes.
  await expect.poll(() => proxy.posts.length).toBeGreaterThan(posts);
  Object.assign(proxy, { isFailing: false, posts: [] });
}

/** A request that is held back until it is let pass. */
export function held() {
  let pass = () => {};
  const deed = new Promise<'pass'>((resolve) => {
    pass = () => resolve('pass');
  });
  return { deed, pass };
}
