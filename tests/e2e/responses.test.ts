import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { makeId } from '../../core/id.ts';
import { dayMs, dayOf } from '../../core/periods.ts';
import { openWorld, type World } from './world.ts';

const now = Date.now();
const rare = 'A needle, lost in the hay';
let world: World;
let page: Page;

/** Three thousand in sixty days, the newest first. */
const given = Array.from({ length: 3000 }, (_, index) => ({
  ...{ id: makeId(now - index * 0.02 * dayMs, crypto.getRandomValues(new Uint8Array(10))), score: index % 11 },
  ...{ day: dayOf(now - index * 0.02 * dayMs), page: index === 2900 ? '/rare' : `/products/${index % 3}` },
  comment: index === 2900 ? rare : index % 3 === 0 ? `Entrega número ${index}, rápida` : null,
}));

beforeAll(async () => {
  world = await openWorld({ name: 'After the visit' });
  const insert = `INSERT INTO response (site, survey, id, rev, received_at, day, score, comment, page, device)
    SELECT 'shop', 'nps', value ->> 'id', 1, 0, value ->> 'day', value ->> 'score', value ->> 'comment', value ->> 'page',
      iif(value ->> 'score' > 5, 'phone', 'desktop') FROM json_each(?1)`;
  await world.worker.db.prepare(insert).bind(JSON.stringify(given)).run();
  page = await (await world.browser.newContext({ viewport: { width: 1280, height: 900 } })).newPage();
  await page.goto(`${world.opina}/sign-in#${await world.signInLink()}`);
  await page.getByRole('link', { name: 'All responses' }).click();
  await page.getByRole('heading', { name: 'Responses to After the visit', level: 1 }).waitFor();
});
afterAll(() => world.close());

beforeEach(async () => {
  await page.goto(`${world.opina}/sites/shop/surveys/nps/responses`);
  await rows().first().waitFor();
});

const rows = () => page.getByRole('region', { name: 'Responses' }).getByRole('listitem');
const end = () => page.getByRole('region', { name: 'Responses' }).getByRole('status');
const older = () => page.getByRole('button', { name: 'Older' });
const query = () => Object.fromEntries(new URL(page.url()).searchParams);
const count = () => rows().count();

it('shows the newest responses, and older ones when they are asked for', async () => {
  expect(await count()).toBe(50);
  expect(await rows().first().textContent()).toContain('Entrega número 0, rápida');
  await older().click();
  await expect.poll(count).toBe(100);
  expect(await rows().nth(99).textContent()).toContain('Entrega número 99, rápida');
});

it('finds words whatever their accents, and keeps what is looked for in the URL', async () => {
  await page.getByRole('searchbox', { name: 'Words' }).fill('"numero 33" rapida');
  await expect.poll(count).toBe(1);
  expect(await rows().first().textContent()).toContain('Entrega número 33, rápida');
  expect(await end().textContent()).toBe('That is all.');
  expect(query()).toEqual({ text: '"numero 33" rapida' });
  await page.reload();
  await expect.poll(count).toBe(1);
  await page.getByRole('searchbox', { name: 'Words' }).fill('---');
  await expect.poll(() => end().textContent()).toMatch(/^There is nothing to look for/);
});

it('shows one group, only what has words, and one value of a facet', async () => {
  await page.getByRole('radio', { name: 'promoters' }).check();
  await expect.poll(query).toEqual({ group: 'high' });
  await page.getByRole('checkbox', { name: 'Only with a comment' }).check();
  await expect.poll(query).toEqual({ group: 'high', comment: 'true' });
  await page.getByRole('link', { name: '/products/0: only this page' }).first().click();
  await expect.poll(query).toEqual({ group: 'high', comment: 'true', page: '/products/0' });
  await expect
    .poll(async () => (await rows().locator('.given').allTextContents()).join())
    .toMatch(/^(?:Score (?:9|10)(?:9|10),?)+$/);
  await page.getByRole('link', { name: 'Without page /products/0' }).click();
  await expect.poll(query).toEqual({ group: 'high', comment: 'true' });
});

it('says how far it looked where what is looked for is rare, and goes on from there', async () => {
  await page.goto(`${world.opina}/sites/shop/surveys/nps/responses?page=/rare`);
  await expect.poll(() => end().textContent()).toMatch(/^Looked back to \w+ \d.*none so far\.$/);
  expect(await count()).toBe(0);
  await older().click();
  await expect.poll(count).toBe(1);
  expect(await rows().first().textContent()).toContain(rare);
  expect(await end().textContent()).toBe('That is all.');
});

it('keeps what was read while Opina cannot be reached', async () => {
  await page.route('**/api/sites/shop/responses?*', (route) => route.abort());
  await older().click();
  await expect.poll(() => end().textContent()).toMatch(/^Opina cannot be reached/);
  expect(await count()).toBe(50);
  await page.unroute('**/api/sites/shop/responses?*');
  await page.getByRole('button', { name: 'Try now' }).click();
  await expect.poll(count).toBe(100);
});

it.each(['light', 'dark'] as const)('has no accessibility violation in %s', async (colorScheme) => {
  await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
  await page.goto(`${world.opina}/sites/shop/surveys/nps/responses?page=/products/1&group=low`);
  await rows().first().waitFor();
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
});

it('holds at 320 px without scrolling sideways', async () => {
  await page.setViewportSize({ width: 320, height: 640 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
  const scores = await page.getByRole('group', { name: 'Score' }).locator('div').boundingBox();
  expect((scores?.x ?? 0) + (scores?.width ?? 320)).toBeLessThanOrEqual(304);
  await page.setViewportSize({ width: 1280, height: 900 });
});
