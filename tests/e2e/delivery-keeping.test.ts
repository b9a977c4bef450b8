import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { limits, type ResponsePost } from '../../core/contract.ts';
import { makeId, timeOf } from '../../core/id.ts';
import {
  card,
  choose,
  giveInVain,
  held,
  keptOf,
  keptText,
  keysOf,
  nothingKept,
  notice,
  openStage,
  replayed,
  type Stage,
  sentSoFar,
  show,
} from './faults/stage.ts';
import { kinds } from './kinds.ts';
import { launchWindowed } from './world.ts';

let stage: Stage;

beforeAll(async () => {
  stage = await openStage();
  const { thumbs } = kinds;
  if (thumbs) await stage.world.put('helpful', { ...thumbs, display: 'inline' });
  stage.page('/other', 'data-auto="false"');
  stage.page('/none', 'data-storage="none"');
  for (const article of ['/article', '/article-2']) {
    stage.page(article, 'data-auto="false"', '<opina-survey survey="helpful"></opina-survey>');
  }
});
afterAll(() => stage.close());
afterEach(() => stage.clear());

const goOnline = () => stage.context.setOffline(false);
const goOffline = () => stage.context.setOffline(true);
const send = (page: Page) => page.getByRole('button', { name: 'Send' }).click();
const idsOf = (posts: Stage['proxy']['posts']) => posts.map(({ response }) => response.id);

describe('what is not delivered is kept in the page alone, and delivered while it lives,', () => {
  it('where the page allows no storage', async () => {
    const { open, rows } = stage;
    const page = await open('/none');
    await card(page).waitFor();
    await goOffline();
    await choose(page, 4);
    await card(page).getByText(keptText).waitFor();
    expect(await page.evaluate(() => localStorage.length)).toBe(0);
    await goOnline();
    await expect.poll(rows).toMatchObject([{ score: 4 }]);
    await card(page).getByRole('textbox').fill('Nothing here');
    await send(page);
    await card(page).getByText('Thank you').waitFor();
    expect(await page.evaluate(() => localStorage.length)).toBe(0);
  });

  it('where a survey stands in the page, even once it is taken out of it', async () => {
    const { open, rows } = stage;
    const page = await open('/article', { speed: 20 });
    await page.getByRole('radio', { name: 'No' }).waitFor();
    await goOffline();
    await page.getByRole('radio', { name: 'No' }).click();
    await page.getByText(keptText).waitFor();
    await page.evaluate(() => document.querySelector('opina-survey')?.remove());
    expect(await page.evaluate(() => localStorage.length)).toBe(0);
    await goOnline();
    await expect.poll(rows).toMatchObject([{ score: 0, page: '/article' }]);
    expect(await page.evaluate(() => localStorage.length)).toBe(0);
  });

  it('where the device has no room', async () => {
    const { open, rows, proxy } = stage;
    const page = await open();
    await card(page).waitFor();
    await page.evaluate(() => {
      for (let size = 2 ** 22; size >= 1; size /= 2) {
        try {
          for (;;) localStorage[`full-${localStorage.length}`] = 'x'.repeat(size);
        } catch {}
      }
    });
    proxy.isFailing = true;
    await choose(page, 4);
    await card(page).getByText(keptText).waitFor();
    expect(await keysOf(page)).toEqual([]);
    proxy.isFailing = false;
    await card(page).getByRole('textbox').fill('No room');
    await send(page);
    await card(page).getByText('Thank you').waitFor();
    expect(await rows()).toMatchObject([{ score: 4, comment: 'No room' }]);
  });

  it('after consent is withdrawn, which takes it off the device', async () => {
    const { open, rows, proxy } = stage;
    await giveInVain(stage, 1);
    proxy.isFailing = true;
    const page = await open('/other');
    await show(page);
    await choose(page, 2);
    await card(page).getByText(keptText).waitFor();
    expect(await keptOf(page)).toHaveLength(2);
    await page.evaluate('opina.consent(false)');
    expect(await keysOf(page)).toEqual([]);
    proxy.isFailing = false;
    await goOffline();
    await goOnline();
    await expect.poll(rows).toMatchObject([{ score: 1 }, { score: 2 }]);
    expect(await keysOf(page)).toEqual([]);
  });
});

it('consent withdrawn where the page allows no storage takes off what an earlier consent let be kept', async () => {
  const { open, rows } = stage;
  await giveInVain(stage, 1);
  const page = await open('/none');
  await page.waitForFunction('window.opina?.show');
  expect(await keptOf(page)).toHaveLength(1);
  await page.evaluate('opina.consent(false)');
  expect(await keysOf(page)).toEqual([]);
  await expect.poll(rows).toMatchObject([{ score: 1 }]);
});

it('consent given puts on the device what the page has kept, and delivers what the device has', async () => {
  const { open, rows, proxy } = stage;
  await giveInVain(stage, 1);
  const page = await open('/none');
  await card(page).waitFor();
  proxy.isFailing = true;
  await choose(page, 2);
  await card(page).getByText(keptText).waitFor();
  await page.evaluate('opina.consent(true)');
  expect(await keptOf(page)).toHaveLength(2);
  proxy.isFailing = false;
  await nothingKept(page);
  expect(await rows()).toMatchObject([{ score: 1 }, { score: 2 }]);
});

describe('what an earlier visit kept', () => {
  it('is sent though its survey is paused by now', async () => {
    const { open, rows, world } = stage;
    await giveInVain(stage, 3);
    await world.ask({ status: 'paused' });
    const page = await open('/other');
    await nothingKept(page);
    await world.ask({});
    expect(await rows()).toMatchObject([{ score: 3 }]);
  });

  it('is sent by one of two tabs that come at the same time', async () => {
    const { open, rows, proxy } = stage;
    for (const score of [1, 2, 3]) await giveInVain(stage, score);
    const tabs = await Promise.all([open('/other'), open('/other')]);
    for (const tab of tabs) await replayed(tab, stage);
    expect(idsOf(proxy.posts)).toEqual((await rows()).map(({ id }) => id));
    expect(await rows()).toMatchObject([{ score: 1 }, { score: 2 }, { score: 3 }]);
  });

  it('is sent by the second tab if the first one is closed while it waits for an answer', async () => {
    const { open, rows, proxy } = stage;
    await giveInVain(stage, 3);
    proxy.next = ['hang'];
    const first = await open('/other');
    await expect.poll(() => proxy.posts).toHaveLength(1);
    const second = await open('/other');
    await second.waitForFunction('window.opina?.show');
    await first.close();
    await nothingKept(second);
    expect(await rows()).toMatchObject([{ score: 3 }]);
  });

  it('waits for the network as long as the page lives, one for all', async () => {
    const { open, rows, proxy } = stage;
    // By itself it would not try again before the end of the test.
    const device = { speed: 0.01 };
    for (const score of [1, 2, 3]) await giveInVain(stage, score, device);
    proxy.next = [{ status: 500 }];
    const page = await open('/other');
    await replayed(page, stage);
    expect(proxy.posts).toHaveLength(1);
    await goOffline();
    await goOnline();
    await nothingKept(page);
    expect(proxy.posts).toHaveLength(4);
    expect(await rows()).toMatchObject([{ score: 1 }, { score: 2 }, { score: 3 }]);
  });

  it('is sent when what sends it could not be had at first', async () => {
    const { open, rows, proxy } = stage;
    await giveInVain(stage, 3);
    proxy.onFile = (path) => (path.endsWith('/replay.js') ? 'break' : 'pass');
    const page = await open('/other');
    await expect.poll(() => page.evaluate(() => window.watched.errors)).toHaveLength(1);
    proxy.onFile = () => 'pass';
    await goOffline();
    await goOnline();
    await nothingKept(page);
    expect(await rows()).toMatchObject([{ score: 3 }]);
  });

  it('is fifty responses of an offline week: each has its own time, and they come one after the other', async () => {
    const { open, rows, proxy } = stage;
    const page = await open('/other');
    const start = Date.now() - 7 * 86_400_000;
    const kept = Array.from({ length: 50 }, (_, index): ResponsePost => {
      const id = makeId(start + index * 3 * 3_600_000, crypto.getRandomValues(new Uint8Array(10)));
      return { site: 'shop', survey: 'nps', id, rev: 2, score: index % 11, comment: `Number ${index}`, page: '/' };
    });
    await page.evaluate((all) => {
      for (const post of all) localStorage[`opina:shop:kept:${post.id}`] = JSON.stringify(post);
    }, kept);
    await page.reload();
    await nothingKept(page);
    expect(idsOf(proxy.posts)).toEqual(kept.map(({ id }) => id));
    expect(proxy.mostAtOnce).toBe(1);
    const stored = await rows();
    expect(stored.map(({ id, comment }) => [id, comment])).toEqual(kept.map(({ id, comment }) => [id, comment]));
    expect(timeOf(stored[0]?.id ?? '')).toBe(start);
  });
});

describe('what another tab keeps', () => {
  it('has to wait for as long as the server has asked that tab to', async () => {
    const { open, rows, proxy } = stage;
    const page = await open();
    await card(page).waitFor();
    proxy.isFailing = true;
    await choose(page, 6);
    await card(page).getByText(keptText).waitFor();
    proxy.isFailing = false;
    // The first tab waits for longer than this test takes.
    proxy.next = [{ status: 503, headers: { 'Retry-After': '3600' } }];
    await choose(page, 7);
    await card(page).getByText(keptText).waitFor();
    const posts = proxy.posts.length;
    const other = await open('/other');
    await replayed(other, stage);
    await sentSoFar(other, stage);
    expect(proxy.posts).toHaveLength(posts);
    expect(await rows()).toEqual([]);
  });

  it('as another revision does not take the place of the last one', async () => {
    const { open, rows, proxy } = stage;
    const page = await open();
    await card(page).waitFor();
    proxy.isFailing = true;
    await choose(page, 6);
    await card(page).getByText(keptText).waitFor();
    await card(page).getByRole('textbox').fill('Last words');
    await page.close();
    proxy.isFailing = false;
    const other = await open('/other');
    await nothingKept(other);
    expect(await rows()).toMatchObject([{ score: 6, comment: 'Last words', rev: 2 }]);
  });

  it('is sent when the network comes back and that tab is gone', async () => {
    const { open, rows, proxy } = stage;
    const other = await open('/other');
    const page = await open();
    await card(page).waitFor();
    proxy.isFailing = true;
    await choose(page, 6);
    await card(page).getByText(keptText).waitFor();
    await page.close();
    proxy.isFailing = false;
    await goOffline();
    await goOnline();
    await nothingKept(other);
    expect(await rows()).toMatchObject([{ score: 6 }]);
  });
});

describe('a score is not lost when what follows it', () => {
  it('has not come yet and the page is closed, though nothing may be stored', async () => {
    const { open, rows, proxy } = stage;
    proxy.onFile = (path) => (path.endsWith('/reply.js') ? 'hang' : 'pass');
    const page = await open('/none');
    await choose(page, 8);
    await page.close();
    await expect.poll(rows).toMatchObject([{ score: 8 }]);
  });

  it('has not come yet and it is changed: the last one is stored, with the words that come then', async () => {
    const { open, rows, proxy } = stage;
    let give = () => {};
    const given = new Promise<'pass'>((resolve) => {
      give = () => resolve('pass');
    });
    proxy.onFile = (path) => (path.endsWith('/reply.js') ? given : 'pass');
    const page = await open();
    await choose(page, 3);
    await expect.poll(rows).toMatchObject([{ score: 3 }]);
    await choose(page, 8);
    await expect.poll(rows).toMatchObject([{ score: 8 }]);
    give();
    await card(page).getByRole('textbox').fill('Late');
    await send(page);
    await card(page).getByText('Thank you').waitFor();
    expect(await rows()).toMatchObject([{ score: 8, comment: 'Late', rev: 3 }]);
  });

  it('has not come yet and nothing arrives: leaving and the next visit send the same revision', async () => {
    const { open, rows, proxy } = stage;
    proxy.onFile = (path) => (path.endsWith('/reply.js') ? 'hang' : 'pass');
    const page = await open();
    await card(page).waitFor();
    await goOffline();
    await choose(page, 8);
    await card(page).getByText(keptText).waitFor();
    await page.evaluate(() => dispatchEvent(new Event('pagehide')));
    await page.close();
    await goOnline();
    await open('/other');
    await expect.poll(rows).toMatchObject([{ score: 8, rev: 1 }]);
  });

  it('cannot be had: the visitor is told that it is kept, and it is sent and followed when the network is back', async () => {
    const { open, rows } = stage;
    const page = await open();
    await card(page).waitFor();
    await goOffline();
    await choose(page, 8);
    await card(page).getByText(keptText).waitFor();
    expect(await card(page).getByRole('textbox').count()).toBe(0);
    await goOnline();
    await expect.poll(rows).toMatchObject([{ score: 8 }]);
    await card(page).getByRole('textbox').fill('There');
    await send(page);
    await card(page).getByText('Thank you').waitFor();
    expect(await rows()).toMatchObject([{ score: 8, comment: 'There' }]);
  });
});

describe('what is written', () => {
  it.each(['visibilitychange', 'pagehide'])('is given without Send on %s', async (type) => {
    const { open, rows } = stage;
    const page = await open();
    await choose(page, 8);
    await card(page).getByRole('textbox').fill('Half a thou');
    await page.evaluate((name) => {
      Object.defineProperty(document, 'hidden', { value: true });
      (name === 'pagehide' ? window : document).dispatchEvent(new Event(name));
    }, type);
    await expect.poll(rows).toMatchObject([{ score: 8, comment: 'Half a thou' }]);
  });

  it('of an e-mail address is left out as long as it is none, and the words are sent', async () => {
    const { open, rows, world } = stage;
    await world.ask({ contact: true });
    const page = await open();
    await choose(page, 8);
    await card(page).getByRole('textbox').first().fill('Call me');
    await card(page).getByLabel('May we contact you').fill('maria@');
    await page.close();
    await world.ask({});
    await expect.poll(rows).toMatchObject([{ score: 8, comment: 'Call me', email: null }]);
  });

  it('while nobody answers is stored in the end, though more is on its way than a browser lets be', async () => {
    const { open, rows, proxy } = stage;
    const page = await open();
    await choose(page, 8);
    await expect.poll(rows).toHaveLength(1);
    let answer = () => {};
    const answered = new Promise<'pass'>((resolve) => {
      answer = () => resolve('pass');
    });
    proxy.next = Array.from({ length: 40 }, () => answered);
    for (let times = 1; times <= 16; times++) {
      await card(page)
        .getByRole('textbox')
        .fill(`${times} ${'ñ'.repeat(limits.comment - 10)}`);
      await page.evaluate(() => dispatchEvent(new Event('pagehide')));
    }
    // The browser has refused some.
    await expect.poll(() => page.evaluate(() => window.watched.waits.length)).toBeGreaterThan(0);
    answer();
    await send(page);
    await card(page).getByText('Thank you').waitFor();
    expect((await rows())[0]?.comment).toMatch(/^16 ñ/);
  });
});

it('what is begun in a tab that was hidden meanwhile is still one response, and there when it is opened again', async () => {
  const { open, rows } = stage;
  const page = await open();
  await notice(page);
  await page.evaluate(() => {
    let isHidden = true;
    Object.defineProperty(document, 'hidden', { get: () => isHidden });
    document.dispatchEvent(new Event('visibilitychange'));
    isHidden = false;
    document.dispatchEvent(new Event('visibilitychange'));
  });
  await choose(page, 5);
  await card(page).getByRole('textbox').fill('Half a word');
  await card(page).getByRole('button', { name: 'Close' }).click();
  await page.evaluate('opina.show("nps")');
  await expect.poll(() => card(page).getByRole('textbox').inputValue()).toBe('Half a word');
  await choose(page, 6);
  await expect.poll(rows).toMatchObject([{ score: 6, comment: 'Half a word' }]);
});

it('a score chosen in a survey that is opened again is of the same response, however soon it is chosen', async () => {
  const { open, rows, proxy } = stage;
  const page = await open();
  await notice(page);
  await choose(page, 5);
  await expect.poll(rows).toHaveLength(1);
  await card(page).getByRole('button', { name: 'Close' }).click();
  await page.evaluate(`new Promise((resolve) => {
    opina.on('show', resolve);
    opina.show('nps');
  }).then(() => document.querySelector('opina-card').shadowRoot.querySelector('[value="7"]').click())`);
  await expect.poll(rows).toMatchObject([{ score: 7 }]);
  expect(new Set(idsOf(proxy.posts)).size).toBe(1);
});

it('a survey that was closed at once leaves nothing to the next one', async () => {
  const { open, rows, proxy } = stage;
  const page = await open();
  const { deed, pass } = held();
  proxy.onFile = (path) => (path.endsWith('/reply.js') ? deed : 'pass');
  await card(page).getByRole('button', { name: 'Close' }).click();
  pass();
  await page.evaluate('opina.show("nps")');
  await choose(page, 5);
  await expect.poll(rows).toHaveLength(1);
  const ids = "SELECT id, dismissed FROM view WHERE survey = 'nps' ORDER BY id DESC LIMIT 1";
  const [view] = (await stage.world.worker.db.prepare(ids).run<{ id: string; dismissed: number }>()).results;
  expect([view?.id, view?.dismissed]).toEqual([(await rows())[0]?.id, 0]);
});

it('is told as submitted when it is stored after the card was closed', async () => {
  const { open, proxy } = stage;
  const page = await open('/', { speed: 20 });
  await notice(page);
  proxy.isFailing = true;
  await choose(page, 4);
  await send(page);
  await page.getByText(keptText).waitFor();
  await page.evaluate('heard = 0; opina.on("submit", () => heard++)');
  await card(page).getByRole('button', { name: 'Close' }).click();
  proxy.isFailing = false;
  await page.waitForFunction('heard === 1');
});

it('what is kept is delivered where the browser refuses locks, and nothing is thrown into the page', async () => {
  const { open, rows, proxy } = stage;
  const page = await open();
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  await card(page).waitFor();
  await page.evaluate(() => {
    navigator.locks.request = () => Promise.reject(new DOMException('The request was denied.', 'SecurityError'));
  });
  proxy.isFailing = true;
  await choose(page, 4);
  await page.getByText(keptText).waitFor();
  proxy.isFailing = false;
  await page.evaluate(() => dispatchEvent(new Event('online')));
  await nothingKept(page);
  expect(await rows()).toMatchObject([{ score: 4 }]);
  expect(errors).toEqual([]);
});

it('the next article asks anew, and does not change what was said of the last', async () => {
  const { open, rows } = stage;
  const page = await open('/article');
  await page.getByRole('radio', { name: 'No' }).click();
  await expect.poll(rows).toMatchObject([{ score: 0 }]);
  await page.evaluate(() => {
    const old = document.querySelector('opina-survey');
    history.pushState(null, '', '/article-2');
    const next = document.createElement('opina-survey');
    next.setAttribute('survey', 'helpful');
    old?.replaceWith(next);
  });
  await expect.poll(() => page.getByRole('radio', { checked: true }).count()).toBe(0);
  await page.getByRole('radio', { name: 'Yes' }).click();
  const stored = [
    { score: 0, page: '/article' },
    { score: 1, page: '/article-2' },
  ];
  await expect.poll(rows).toMatchObject(stored);
});

it('a test sends and stores nothing', async () => {
  const { open, proxy } = stage;
  const page = await open('/other');
  await page.waitForFunction('window.opina?.show');
  await page.evaluate('opina.show("nps", { test: true })');
  await choose(page, 9);
  await card(page).getByRole('textbox').fill('Only a test');
  await send(page);
  await card(page).getByText('Thank you').waitFor();
  await page.evaluate('opina.show("nps", { test: true })');
  await card(page).getByRole('button', { name: 'Close' }).click();
  await sentSoFar(page, stage);
  expect(proxy.posts).toEqual([]);
  expect(proxy.requests).not.toContain('/v1/v');
  expect(await keysOf(page)).toEqual([]);
});

it('a page that was frozen with a response on its way delivers it when it comes back', async () => {
  const { world, proxy, rows } = stage;
  const browser = await launchWindowed(['--disable-back-forward-cache']);
  const page = await browser.newPage();
  await page.goto(world.shop);
  await card(page).waitFor();
  proxy.isFailing = true;
  await choose(page, 6);
  await card(page).getByText(keptText).waitFor();
  await page.goto(`${world.shop}/none`);
  proxy.isFailing = false;
  await page.evaluate('history.back()');
  await expect.poll(rows).toMatchObject([{ score: 6 }]);
  const files = proxy.requests.filter((path) => path.startsWith('/o/'));
  expect(files, 'the same page, and not one that sends what an earlier one kept').toHaveLength(3);
  await browser.close();
});
