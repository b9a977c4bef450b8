import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { kinds } from './kinds.ts';
import { lead, openStage, type Stage, setStage, stagePage, walk } from './stage.ts';
import { openWorld, type World } from './world.ts';

let world: World;

beforeAll(async () => {
  world = await openWorld();
  await setStage(world, ['card', 'dialog']);
  world.pages.set('/de', { html: stagePage(world, 'ltr', '').replace('lang="en"', 'lang="de"') });
});
afterAll(() => world.close());

/** What cannot be read or pressed: it sticks out of the window, of the card or of itself, or something lies over it. */
const unreachable = (card: Locator) =>
  card.evaluate((top) => {
    const root = top.getRootNode() as ShadowRoot;
    const frame = top.getBoundingClientRect();
    const faults: string[] = [];
    const say = (what: string, element: Element) => faults.push(`${what}: ${element.outerHTML.slice(0, 80)}`);
    if (frame.left < 0 || frame.top < 0 || frame.right > innerWidth || frame.bottom > innerHeight) say('window', top);
    for (const element of top.querySelectorAll<HTMLElement>('*')) {
      const isInput = element.matches('[type=radio], [type=checkbox]');
      const isBroad = !isInput && element.clientWidth > 0 && element.scrollWidth > element.clientWidth + 1;
      if (isBroad) say('broad', element);
      if (!element.matches('input, textarea, button, a, legend, span, p')) continue;
      element.scrollIntoView({ block: 'nearest' });
      const { left, right, top: upper, width, height } = element.getBoundingClientRect();
      if (width === 0 || height === 0) continue;
      if (left < frame.left || right > frame.right) say('sideways', element);
      const [x, y] = [left + width / 2, upper + Math.min(height / 2, 20)];
      const hit = root.elementFromPoint(x, y);
      const whole = element.closest('label') ?? element;
      if (!hit || !(whole.contains(hit) || hit.contains(whole))) say('covered', element);
    }
    return faults;
  });

/** Windows by their width and height in CSS px, with a page in English, Hebrew or German. */
const windows: [name: string, path: string, width: number, height: number][] = [
  ['on a small phone, in German', '/de', 320, 568],
  ['in a window of 1280 × 1024 zoomed to 400 %', '/rtl', 320, 256],
  ['in a window of 1280 × 800 zoomed to 200 %', '/ltr', 640, 400],
];

/** The bench looks at every question in each window, the test at half of them by turns. */
const isWhole = process.env.WHOLE === 'true';

describe('every question can be read and answered in every state', () => {
  it.each(windows)('%s', async (name, path, width, height) => {
    const turn = windows.findIndex(([other]) => other === name);
    const stage = await openStage(world, path, { viewport: { width, height } });
    const faults: string[] = [];
    for (const kind of Object.keys(kinds).filter((_, index) => isWhole || (index + turn) % 2 === 0)) {
      const card = await stage.open(kind, kind === 'faces' ? 'dialog' : 'card');
      const look = async (state: string) => {
        for (const fault of await unreachable(card)) faults.push(`${kind}, ${state}: ${fault}`);
      };
      await walk(stage, card, { kind, look });
      await card.locator('.close').click();
    }
    await stage.close();
    expect(faults).toEqual([]);
  });
});

describe('a keyboard on the screen', () => {
  const phone = { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true };
  let stage: Stage;
  let card: Locator;

  const open = async () => {
    stage = await openStage(world, '/ltr', phone);
    card = await stage.open('nps', 'card');
    await lead(stage, card, { kind: 'nps', to: 'scored' });
  };
  const bottomOf = (inCard: Locator) => inCard.evaluate((element) => element.getBoundingClientRect().bottom);

  it('never covers Send', async () => {
    await open();
    await stage.page.evaluate(() => {
      // A browser without a screen has no such keyboard: this is all that one tells a page.
      Object.defineProperty(visualViewport, 'height', { value: innerHeight - 300 });
      visualViewport?.dispatchEvent(new Event('resize'));
    });
    expect(await bottomOf(card.locator('.send'))).toBeLessThanOrEqual(440);
    expect(await unreachable(card)).toEqual([]);
    await stage.close();
  });

  it('is not what fingers do that magnify the page: the card stays', async () => {
    await open();
    const before = await bottomOf(card);
    const devtools = await stage.context.newCDPSession(stage.page);
    await devtools.send('Emulation.setPageScaleFactor', { pageScaleFactor: 2 });
    await stage.page.waitForFunction(() => visualViewport && visualViewport.scale === 2);
    await stage.page.evaluate(() => new Promise(requestAnimationFrame));
    expect(await bottomOf(card)).toBe(before);
    await stage.close();
  });
});

describe('what moves', () => {
  /** Every animation and transition that the card is styled with. */
  const movesOf = async (reducedMotion: 'reduce' | 'no-preference') => {
    const stage = await openStage(world, '/ltr', { reducedMotion });
    const card = await stage.open('nps', 'card');
    await lead(stage, card, { kind: 'nps', to: 'scored' });
    const moves = await card.evaluate((top) =>
      [top, ...top.querySelectorAll('*')].flatMap((element) => {
        const { animationName, animationDuration, transitionDuration } = getComputedStyle(element);
        return animationName === 'none' && transitionDuration === '0s' ? [] : [`${animationName} ${animationDuration}`];
      }),
    );
    await stage.close();
    return new Set(moves);
  };

  it('rises for 160 ms', async () => {
    expect(await movesOf('no-preference')).toEqual(new Set(['rise 0.16s']));
  });

  it('is nothing where the visitor wants no motion', async () => {
    expect(await movesOf('reduce')).toEqual(new Set());
  });
});
