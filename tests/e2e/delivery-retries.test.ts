import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Deed } from './faults/proxy.ts';
import {
  card,
  choose,
  giveInVain,
  keptOf,
  keptText,
  nothingKept,
  openStage,
  replayed,
  type Stage,
  sentSoFar,
} from './faults/stage.ts';

let stage: Stage;

beforeAll(async () => {
  stage = await openStage();
  stage.page('/other');
});
afterAll(() => stage.close());
afterEach(() => stage.clear());

/** The waits that the page has asked for, in milliseconds. */
const waitsOf = (page: Page) => page.evaluate(() => window.watched.waits);
const errorsOf = (page: Page) => page.evaluate(() => window.watched.errors);

describe('a response is sent again, as the same one, until it is acknowledged', () => {
  const deeds: [string, Deed][] = [
    ['the server fails', { status: 500 }],
    ['something before the server fails', { status: 502 }],
    ['the database does not answer', { status: 503 }],
    ['there are too many', { status: 429 }],
    ['the connection breaks', 'break'],
    [
      'a service worker answers with a page',
      { status: 200, headers: { 'Content-Type': 'text/html' }, body: '<p>Offline' },
    ],
    ['nobody answers for fifteen seconds', 'hang'],
    ['it is stored and the answer is lost', 'lose'],
    ['it is stored and never answered', 'mute'],
  ];
  it.each(deeds)('when %s', async (_, deed) => {
    const { proxy, open, rows } = stage;
    proxy.next = [deed, deed];
    const page = await open('/', { speed: 50 });
    await choose(page, 7);
    await card(page).getByRole('textbox').fill('Again');
    await card(page).getByRole('button', { name: 'Send' }).click();
    await card(page).getByText('Thank you').waitFor();
    expect(proxy.posts.length).toBeGreaterThanOrEqual(3);
    expect(new Set(proxy.posts.map(({ response }) => response.id)).size).toBe(1);
    expect(await rows()).toMatchObject([{ score: 7, comment: 'Again' }]);
    expect(await keptOf(page)).toEqual([]);
  });

  it('after longer and longer pauses, of a minute at most', async () => {
    const { proxy, open, rows } = stage;
    proxy.next = Array.from({ length: 8 }, () => ({ status: 500 }));
    const page = await open('/', { speed: 100 });
    await choose(page, 7);
    await expect.poll(rows).toMatchObject([{ score: 7 }]);
    const pauses = await waitsOf(page);
    expect(pauses.length).toBeGreaterThanOrEqual(8);
    for (const [tries, ms] of pauses.entries()) {
      expect(ms).toBeGreaterThanOrEqual(Math.min(60_000, 1000 * 2 ** tries));
      expect(ms).toBeLessThanOrEqual(Math.min(60_000, 2000 * 2 ** tries));
    }
  });
});

describe('Retry-After is honoured', () => {
  const tooMany = (after: string): Deed => ({ status: 429, headers: { 'Retry-After': after } });

  it('by the page: neither a new score nor a network nor leaving makes it send before', async () => {
    const { proxy, open, rows } = stage;
    const page = await open();
    await card(page).waitFor();
    await page.clock.install();
    await page.clock.pauseAt(Date.now() + 1000);
    proxy.next = [tooMany('120')];
    await choose(page, 2);
    await card(page).getByText(keptText).waitFor();
    await choose(page, 3);
    await page.evaluate(() => {
      dispatchEvent(new Event('online'));
      Object.defineProperty(document, 'hidden', { value: true });
      document.dispatchEvent(new Event('visibilitychange'));
    });
    await page.clock.runFor(119_000);
    await sentSoFar(page, stage);
    expect(proxy.posts).toHaveLength(1);
    await page.clock.runFor(2000);
    await expect.poll(rows).toMatchObject([{ score: 3, rev: 2 }]);
  });

  it.each([
    ['by the next visit', ''],
    ['by the next visit, though this one never had what comes after the score', '/reply.js'],
  ])('%s', async (_, missing) => {
    const { proxy, open, rows } = stage;
    proxy.onFile = (path) => (missing && path.endsWith(missing) ? 'hang' : 'pass');
    const page = await open();
    await card(page).waitFor();
    await page.clock.install();
    await page.clock.pauseAt(Date.now() + 1000);
    proxy.next = [tooMany('120')];
    await choose(page, 2);
    await card(page).getByText(keptText).waitFor();
    await page.goto(`${stage.world.shop}/other`);
    await replayed(page, stage);
    await page.evaluate(() => dispatchEvent(new Event('online')));
    await page.clock.runFor(119_000);
    await sentSoFar(page, stage);
    expect(proxy.posts).toHaveLength(1);
    await page.clock.runFor(2000);
    await expect.poll(rows).toMatchObject([{ score: 2, rev: 1 }]);
  });

  const dayMs = 86_400_000;
  const inTen = new Date(Date.now() + 600_000);
  it.each([
    ['in seconds', '30', 29_000, 30_000],
    ['as a date', inTen.toUTCString(), 60_000, 600_000],
    ['for a day, if it is longer', '31536000', dayMs - 1000, dayMs],
    ['not, if it is nonsense', 'soon', 1000, 2000],
    ['not, if it is over', '-5', 1000, 2000],
  ])('%s', async (_, after, least, most) => {
    const { proxy, open } = stage;
    proxy.next = [tooMany(after)];
    const page = await open();
    await choose(page, 2);
    const ms = await (await page.waitForFunction(() => window.watched.waits[0])).jsonValue();
    expect(ms).toBeGreaterThanOrEqual(least);
    expect(ms).toBeLessThanOrEqual(most);
  });
});

describe('a response is given up, and that is said', () => {
  const refusals: [number, string][] = [
    [400, 'invalid'],
    [403, 'origin-refused'],
    [404, 'unknown-survey'],
    [409, 'closed'],
    [413, 'too-large'],
  ];
  it.each(refusals)('when the answer is %i', async (status, code) => {
    const { proxy, open, rows } = stage;
    const page = await open();
    await card(page).waitFor();
    proxy.next = [{ status, body: JSON.stringify({ code, detail: 'No.' }) }];
    await choose(page, 5);
    await card(page).getByText('This could not be saved. No.').waitFor();
    expect(await errorsOf(page)).toEqual([{ survey: 'nps', score: 5, reason: 'No.' }]);
    expect(await keptOf(page)).toEqual([]);
    await page.evaluate(() => {
      dispatchEvent(new Event('online'));
      dispatchEvent(new Event('pagehide'));
    });
    await sentSoFar(page, stage);
    expect(proxy.posts).toHaveLength(1);
    expect(await rows()).toEqual([]);
  });

  it('and is not spoken of again when the card is opened again, nor lost: Send sends it once more', async () => {
    const { proxy, open, rows } = stage;
    const page = await open();
    await card(page).waitFor();
    proxy.next = [{ status: 403, body: '{"code":"origin-refused","detail":"No."}' }];
    await choose(page, 5);
    await card(page).getByText('This could not be saved.').waitFor();
    await card(page).getByRole('button', { name: 'Close' }).click();
    await page.evaluate('opina.show("nps")');
    await card(page).getByText('This could not be saved.').waitFor();
    expect(await errorsOf(page)).toHaveLength(1);
    await card(page).getByRole('button', { name: 'Send' }).click();
    await card(page).getByText('Thank you').waitFor();
    expect(await rows()).toMatchObject([{ score: 5 }]);
  });

  it('when it was kept by an earlier visit', async () => {
    const { proxy, open } = stage;
    await giveInVain(stage, 5);
    proxy.next = [{ status: 404, body: '{"code":"unknown-survey","detail":"Gone."}' }];
    const page = await open('/other');
    await nothingKept(page);
    expect(await errorsOf(page)).toEqual([{ survey: 'nps', reason: 'Gone.' }]);
    expect(proxy.posts).toHaveLength(1);
  });
});
