import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Survey } from '../../core/contract.ts';
import type { Rule } from '../../core/rules.ts';
import { serveShop } from '../../demo/shop.ts';
import { setClock } from './faults/clock.ts';
import { openWorld, survey, type World } from './world.ts';

let world: World;
let server: Server;
let shop: string;
let context: BrowserContext;
let page: Page;

beforeAll(async () => {
  world = await openWorld();
  server = await serveShop({ port: 0, host: '127.0.0.1', opina: world.opina });
  shop = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await world.call('PUT', 'sites/shop', { name: 'Folha & Filho', origins: [shop] });
});
afterAll(async () => {
  server.close();
  await world.close();
});
afterEach(() => context?.close());

const touch: BrowserContextOptions = { hasTouch: true, isMobile: true, viewport: { width: 390, height: 700 } };

/** What the page holds that may still run: timers that were not cleared or done, listeners and observers. */
function watch(): void {
  const open = new Set<unknown>();
  Object.assign(window, { open_: open });
  const { setTimeout: later, clearTimeout: clear } = window;
  window.setTimeout = ((run: () => void, ms?: number) => {
    const timer = later(() => {
      open.delete(timer);
      run();
    }, ms);
    open.add(timer);
    return timer;
  }) as typeof setTimeout;
  window.clearTimeout = (timer) => {
    open.delete(timer);
    clear(timer);
  };
  const { addEventListener: add, removeEventListener: remove } = EventTarget.prototype;
  const listeners = new Map<unknown, string>();
  EventTarget.prototype.addEventListener = function (type, run, options) {
    const { signal, once } = Object(options) as AddEventListenerOptions;
    const isOfPage =
      this === window ||
      this === document ||
      this === document.documentElement ||
      !(this instanceof AbortSignal || this instanceof Node);
    if (run && isOfPage && !signal?.aborted) {
      listeners.set(run, type);
      const entry = `${type} ${listeners.size} ${Math.random()}`;
      open.add(entry);
      const end = () => open.delete(entry);
      if (signal) add.call(signal, 'abort', end);
      if (once) add.call(this, type, end, { once });
      (run as { end?: () => void }).end = end;
    }
    add.call(this, type, run, options);
  };
  EventTarget.prototype.removeEventListener = function (type, run, options) {
    (run as { end?: () => void } | null)?.end?.();
    remove.call(this, type, run, options);
  };
  for (const name of ['MutationObserver', 'IntersectionObserver'] as const) {
    const Observer = window[name] as new (...rest: unknown[]) => MutationObserver;
    Object.assign(window, {
      [name]: class extends Observer {
        override observe(...rest: unknown[]) {
          open.add(this);
          return (super.observe as (...rest: unknown[]) => void)(...rest);
        }
        override disconnect() {
          open.delete(this);
          super.disconnect();
        }
      },
    });
  }
}

const ofPage = () => page.evaluate(() => [...(window as unknown as { open_: Set<unknown> }).open_].map(String));

/** Opens a page of the shop once the survey is set. */
async function visit(change: Partial<Survey>, path = '/plant.html', options: BrowserContextOptions = {}, speed = 1) {
  await world.ask(change);
  context = await world.browser.newContext({ reducedMotion: 'reduce', ...options });
  await context.addInitScript(watch);
  if (speed !== 1) await context.addInitScript(setClock, { aheadMs: 0, speed });
  page = await context.newPage();
  await page.goto(shop + path);
  await page.waitForFunction('window.opina?.show');
  await page.waitForLoadState('load');
}

const card = () => page.getByRole('dialog', { name: survey.question ?? '' });

/** Whether a card is there after everything that is due by now is done. */
async function isAsked(): Promise<boolean> {
  await page.evaluate(
    () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(resolve, 50)))),
  );
  return (await card().count()) > 0;
}

const asked = () => card().waitFor();

describe('a card comes', () => {
  it('on load, where that is what it waits for', async () => {
    await visit({ when: [{ on: 'load' }] });
    await asked();
  });

  it('after time on the page', async () => {
    await visit({ when: [{ on: 'time', seconds: 30 }] }, '/plant.html', {}, 60);
    await asked();
    expect(await page.evaluate(() => performance.now())).toBeGreaterThan(500);
  });

  it('at a scroll depth, and not before', async () => {
    await visit({ when: [{ on: 'scroll', percent: 80 }] });
    await page.mouse.wheel(0, 100);
    expect(await isAsked()).toBe(false);
    await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
    await asked();
  });

  it('at a scroll depth of the page, whatever else scrolls in it', async () => {
    await visit({ when: [{ on: 'scroll', percent: 80 }] });
    const isHeard = page.evaluate(
      () => new Promise((resolve) => document.addEventListener('scroll', resolve, { capture: true, once: true })),
    );
    await page.evaluate(() => {
      const box = Object.assign(document.createElement('div'), { innerHTML: '<p>Much<p>more<p>to<p>read' });
      box.style.cssText = 'height: 50px; overflow: auto';
      document.body.replaceChildren(box);
      box.scrollTop = 20;
    });
    await isHeard.catch(() => {});
    expect(await isAsked()).toBe(false);
  });

  it('when the pointer leaves through the top of the window', async () => {
    await visit({ when: [{ on: 'leave' }] });
    await page.mouse.move(300, 200);
    expect(await isAsked()).toBe(false);
    await page.evaluate(() => {
      const leave = (clientY: number) =>
        document.documentElement.dispatchEvent(new MouseEvent('mouseleave', { clientY }));
      leave(400);
    });
    expect(await isAsked()).toBe(false);
    await page.evaluate(() => document.documentElement.dispatchEvent(new MouseEvent('mouseleave', { clientY: -1 })));
    await asked();
  });

  it('on touch, when the page is flicked back up, and not when it is read', async () => {
    await visit({ when: [{ on: 'leave' }] }, '/plant.html', touch);
    /** By so many pixels a frame. */
    const glide = (step: number, frames: number) =>
      page.evaluate(
        async ({ step, frames }) => {
          for (let frame = 0; frame < frames; frame++) {
            await new Promise(requestAnimationFrame);
            scrollBy(0, step);
          }
        },
        { step, frames },
      );
    await glide(100, 10);
    await glide(-10, 20);
    expect(await isAsked()).toBe(false);
    await glide(-400, 3);
    await asked();
  });

  it('on a click on what a selector names, also where the page stops the event', async () => {
    await visit({ when: [{ on: 'click', selector: '.price' }] });
    await page.evaluate(() =>
      document.querySelector('.price')?.addEventListener('click', (event) => event.stopPropagation()),
    );
    await page.getByRole('heading', { level: 1 }).click();
    expect(await isAsked()).toBe(false);
    await page.locator('.price').first().click();
    await asked();
  });

  it('when what a selector names comes into view', async () => {
    await visit({ when: [{ on: 'see', selector: '.foot' }] });
    expect(await isAsked()).toBe(false);
    await page.locator('.foot').scrollIntoViewIfNeeded();
    await asked();
  });

  it('when what a selector names is only put into the page later', async () => {
    await visit({ when: [{ on: 'see', selector: '.receipt' }] });
    expect(await isAsked()).toBe(false);
    await page.evaluate(() => {
      const receipt = Object.assign(document.createElement('p'), { className: 'receipt', textContent: 'Thank you' });
      document.querySelector('h1')?.after(receipt);
    });
    await asked();
  });

  it('after an event whose properties fit', async () => {
    await visit({ when: [{ on: 'event', event: 'paid', where: { fact: 'event.total', above: 50 } }] });
    await page.evaluate('opina.track("paid", { total: 20 })');
    await page.evaluate('opina.track("other", { total: 70 })');
    await page.evaluate('opina.track("paid")');
    expect(await isAsked()).toBe(false);
    await page.evaluate('opina.track("paid", { total: 70 })');
    await asked();
  });

  it('after so many page views, where they may be counted', async () => {
    await visit({ where: { fact: 'views', above: 2 } });
    await page.evaluate('opina.consent(true)');
    for (const path of ['/index.html', '/checkout.html']) {
      expect(await isAsked()).toBe(false);
      await page.goto(`${shop}${path}?a`);
      await page.waitForFunction('window.opina?.show');
      await page.evaluate('opina.consent(true)');
    }
    await asked();
  });

  it.each([
    ['exactly', { fact: 'query.bench', is: 'hoya' }],
    ['by its start', { fact: 'url', starts: 'http://127.0.0.1' }],
    ['by a glob', { fact: 'url', glob: '*/greenhouse.html?bench=h*' }],
    ['by a regular expression', { fact: 'url', matches: 'bench=(hoya|fern)$' }],
    ['by what it is not', { not: { fact: 'url', matches: 'bench=(pilea|snake)|html$' } }],
  ] as const)('on an address that is told %s, also when it changes without a load', async (how, rule) => {
    const where = { all: [rule, { fact: 'query.bench', known: true }] } as unknown as Survey['where'];
    await visit({ ...(where && { where }) }, '/greenhouse.html');
    expect(await isAsked()).toBe(false);
    if (how !== 'by its start') {
      await page.getByRole('link', { name: 'Snake plant' }).click();
      expect(await isAsked()).toBe(false);
    }
    await page.getByRole('link', { name: 'Hoya' }).click();
    await asked();
    expect(await page.evaluate(() => history.pushState.toString())).toContain('[native code]');
  });

  it.each(['#/basket', '#!/basket'])('on a route in the fragment, and on no other fragment: %s', async (route) => {
    await visit({ where: { fact: 'url', glob: '*/greenhouse.html#*/basket' } }, '/greenhouse.html');
    await page.evaluate("location.hash = 'top'");
    expect(await isAsked()).toBe(false);
    await page.evaluate((hash) => Object.assign(location, { hash }), route);
    await asked();
  });
});

describe('what a browser cannot read, or a rule look at, breaks neither the page nor what else there is', () => {
  const thrown: string[] = [];
  const watchErrors = () => {
    thrown.length = 0;
    page.on('pageerror', ({ message }) => thrown.push(message));
  };

  it.each(['see', 'click'] as const)('where a selector to %s is of no browser', async (on) => {
    const when: Survey['when'] = [
      { on, selector: ':not-yet' },
      { on: 'event', event: 'paid' },
    ];
    await world.put('strange', { ...survey, when });
    await visit({});
    watchErrors();
    await asked();
    await page.evaluate(() => document.body.append(document.createElement('p')));
    await page.locator('h1').click();
    expect(thrown).toEqual([]);
    await world.put('strange', { ...survey, status: 'paused' });
  });

  it.each([
    ['nothing', 'null'],
    ['an object without a text', 'Object.create(null)'],
    ['a symbol', 'Symbol()'],
    ['a list', '[1]'],
  ])('where a trait is %s', async (_, value) => {
    const where: Rule = { all: [{ fact: 'trait.plan', known: false }, { not: { fact: 'trait.plan', below: 9 } }] };
    await visit({ where, when: [{ on: 'event', event: 'paid' }] });
    watchErrors();
    await page.evaluate(`opina.identify('marta', { traits: { plan: ${value} } })`);
    await page.evaluate(() => history.replaceState(null, '', '?again'));
    await page.evaluate('opina.track("paid")');
    await asked();
    expect(thrown).toEqual([]);
  });

  it('where a fact has the name of what every object has', async () => {
    await visit({
      where: {
        any: [
          { fact: 'query.constructor', known: true },
          { fact: 'trait.toString', known: true },
        ],
      },
    });
    await page.evaluate(`opina.identify('marta', { traits: {} })`);
    expect(await isAsked()).toBe(false);
  });
});

describe('a delayed card', () => {
  it('is called off by an event', async () => {
    await visit({ when: [{ on: 'event', event: 'paid' }], delay: 5, cancelOn: ['refunded'] }, '/plant.html', {}, 20);
    // By the page's own clock: a test may be slower than the delay.
    await page.evaluate('opina.track("paid"); setTimeout(() => opina.track("refunded"), 1000)');
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 10_000)));
    expect(await isAsked()).toBe(false);
  });

  it('does not come on another page than it is for', async () => {
    const change = { where: { fact: 'query.bench', is: 'hoya' }, delay: 5 } as const;
    await visit(change, '/greenhouse.html', {}, 20);
    // By the page's own clock: a test may be slower than the delay.
    await page.evaluate(async () => {
      for (const [name, ms] of [
        ['hoya', 1000],
        ['fern', 10_000],
      ] as const) {
        document.querySelector<HTMLAnchorElement>(`a[href$="${name}"]`)?.click();
        await new Promise((resolve) => setTimeout(resolve, ms));
      }
    });
    expect(await isAsked()).toBe(false);
    expect(page.url()).toContain('fern');
  });

  it('that follows an event comes on the page that follows too', async () => {
    await visit({ when: [{ on: 'event', event: 'paid' }], delay: 5 }, '/greenhouse.html', {}, 20);
    await page.evaluate('opina.track("paid")');
    await page.getByRole('link', { name: 'Fern' }).click();
    await asked();
  });
});

describe('a page where nothing can trigger any more', () => {
  const all: Survey['when'] = [
    { on: 'time', seconds: 3600 },
    { on: 'scroll', percent: 100 },
    { on: 'leave' },
    { on: 'click', selector: 'main' },
    { on: 'see', selector: '.never' },
  ];

  it.each([
    ['with a mouse', {}],
    ['on touch', touch],
  ])('%s has no timer, no listener and no observer left', async (_, options) => {
    await visit({ status: 'paused' }, '/plant.html', options);
    const without = await ofPage();
    await context.close();
    await visit({ when: all, where: { fact: 'path', is: '/plant.html' } }, '/plant.html', options);
    expect((await ofPage()).length).toBeGreaterThan(without.length + 4);
    await page.getByRole('heading', { level: 1 }).click();
    await asked();
    await card().getByRole('button', { name: 'Close' }).click();
    await card().waitFor({ state: 'detached' });
    await expect.poll(async () => (await ofPage()).length).toBe(without.length);
  });

  it('because the visitor was asked before never has any', async () => {
    await visit({ status: 'paused' });
    const without = await ofPage();
    await context.close();
    await visit({ when: all });
    await page.evaluate(() =>
      localStorage.setItem('opina:shop:did:nps', JSON.stringify({ dismissal: Date.now(), times: 1 })),
    );
    await page.goto('about:blank');
    await page.goto(`${shop}/plant.html`);
    await page.waitForFunction('window.opina?.show');
    expect((await ofPage()).length).toBe(without.length);
  });
});
