import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { openWorld, ordinaryPage, survey, type World } from './world.ts';

let world: World;
let page: Page;

beforeAll(async () => {
  world = await openWorld({ name: 'After the visit' });
  await world.put('ces', {
    ...survey,
    ...{ name: 'Checkout', scale: 'ces-7', priority: 5, most: 2, when: [{ on: 'event', event: 'paid' }] },
    where: { all: [{ fact: 'path', starts: '/checkout' }, { not: { fact: 'device', is: 'phone' } }] },
  });
  await world.put('csat', { ...survey, name: 'Coming back', scale: 'csat', where: { fact: 'visits', above: 2 } });
  await world.put('old', { ...survey, name: 'Last year', status: 'paused' });
  page = await (await world.browser.newContext({ viewport: { width: 1280, height: 900 } })).newPage();
  await page.goto(`${world.opina}/sign-in#${await world.signInLink()}`);
  await page.getByRole('link', { name: 'Who is asked' }).click();
  await page.getByRole('heading', { name: 'Who is asked', level: 1 }).waitFor();
});
afterAll(() => world.close());

const url = () => page.getByRole('textbox', { name: 'Address' });
const verdict = (name: string) => page.getByRole('region', { name, exact: true });
const gate = (name: string, of: string) => verdict(name).getByRole('listitem').filter({ hasText: of });
const line = () => page.getByRole('main').getByRole('status').first().textContent();
const open = (group: string) => page.locator('summary', { hasText: group }).click();
const search = () => new URL(page.url()).searchParams.toString();

beforeEach(async () => {
  await page.goto(`${world.opina}/sites/shop/simulator`);
  await url().waitFor();
});

it('reads the verdict of every live survey for a pasted address, and keeps it in the URL', async () => {
  expect(await line()).toBe('1 of 3 live surveys asks.');
  await url().fill(`${world.shop}/checkout/paid?order=7#top`);
  await expect.poll(line).toBe('2 of 3 live surveys ask. Where several are due at once, Checkout goes first.');
  expect(await verdict('Checkout').textContent()).toContain('0 s after the event paid');
  expect(await gate('Checkout', 'where').textContent()).toContain('passes');
  expect(await gate('Checkout', 'where').textContent()).toContain('"/checkout/paid"');
  expect(await page.getByText('Paused, so not asked: Last year.').isVisible()).toBe(true);
  await expect.poll(search).toBe(new URLSearchParams({ url: `${world.shop}/checkout/paid?order=7#top` }).toString());
  await page.getByRole('radio', { name: 'Phone' }).check();
  await expect.poll(line).toBe('1 of 3 live surveys asks.');
  expect(await gate('Checkout', 'where').textContent()).toContain('fails');
  await expect.poll(search).toContain('device=phone');
  await page.reload();
  await page.getByRole('radio', { name: 'Phone', checked: true }).waitFor();
  expect(await url().inputValue()).toBe(`${world.shop}/checkout/paid?order=7#top`);
  await page.getByRole('link', { name: 'Start over' }).click();
  await expect.poll(() => url().inputValue()).toBe('');
});

it('knows who was here, how often, and what they did', async () => {
  await open('Memory');
  await page.getByRole('radio', { name: 'always' }).check();
  await page.getByRole('spinbutton', { name: 'Visits' }).fill('3');
  await expect.poll(line).toBe('1 of 3 live surveys asks. Where several are due at once, Coming back goes first.');
  expect(await gate('After the visit', 'first').textContent()).toContain('csat is due too, and goes first');
  await open('Done before');
  const done = page.getByRole('group', { name: 'Last year' });
  await done.getByRole('spinbutton', { name: 'Dismissal' }).fill('12');
  await expect.poll(line).toBe('None of 3 live surveys asks.');
  expect(await gate('After the visit', 'quiet').textContent()).toContain('old 12 days ago, 18 of 30 to go');
  await done.getByRole('spinbutton', { name: 'Dismissal' }).fill('30');
  await expect.poll(line).toMatch(/^1 of 3 live surveys asks\./);
});

it('says what is no address, and what is not an address of the site', async () => {
  await url().fill('ftp://shop');
  await page.getByText('This is not the address of a page').waitFor();
  expect(await url().getAttribute('aria-invalid')).toBe('true');
  await url().fill('other.example');
  await page.getByText("https://other.example is not one of the site's origins").waitFor();
});

it('says the same words as the page itself', async () => {
  world.pages.set('/checkout/end', { html: ordinaryPage(world.snippet) });
  const visitor = await world.browser.newPage();
  await visitor.goto(`${world.shop}/checkout/end`);
  await visitor.waitForFunction('window.opina?.explain');
  const said = (await visitor.evaluate('opina.explain()')) as { gates: { gate: string; saw: string }[] }[];
  await visitor.close();
  await url().fill(`${world.shop}/checkout/end`);
  await verdict('Checkout').getByText('"/checkout/end"').waitFor();
  // Each anonymous visitor has a place of their own, and only the page knows what it is busy with.
  const isShown = (gate: string) => gate !== 'share' && gate !== 'calm';
  const words = said.flatMap(({ gates }) => gates.flatMap(({ gate, saw }) => (isShown(gate) ? [saw] : [])));
  expect(words.length).toBeGreaterThan(20);
  const shown = await page.locator('.gates li:not(:has-text("are asked")) .saw').allTextContents();
  expect(shown).toEqual(words);
});

it('keeps the surveys while Opina cannot be reached, and asks again', async () => {
  await page.route('**/o/shop.json', (route) => route.abort());
  await page.evaluate(() => dispatchEvent(new Event('online')));
  const notice = page.getByText('Opina cannot be reached.');
  await notice.waitFor();
  await url().fill('/checkout');
  await expect.poll(line).toMatch(/^2 of 3 live surveys ask\./);
  await page.unroute('**/o/shop.json');
  await page.getByRole('button', { name: 'Try now' }).click();
  await notice.waitFor({ state: 'detached' });
});

it('can be used by keys alone', async () => {
  await url().focus();
  await page.keyboard.type('/checkout');
  for (const key of ['Tab', 'ArrowLeft', 'Tab', 'Tab', 'Tab', 'Space']) await page.keyboard.press(key);
  await expect.poll(search).toBe(new URLSearchParams({ url: '/checkout', device: 'tablet', auto: 'false' }).toString());
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await page.keyboard.type('ana');
  await expect.poll(search).toContain('person=ana');
});

it.each(['light', 'dark'] as const)('has no accessibility violation in %s', async (colorScheme) => {
  await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
  await page.goto(
    `${world.opina}/sites/shop/simulator?url=ftp://a&storage=always&person=ana&traits=a%3Db&nps.response=3`,
  );
  await open('Day and time');
  await page.getByRole('spinbutton', { name: 'Times asked' }).first().waitFor();
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
});

it('holds at 320 px without scrolling sideways, the answer always in sight', async () => {
  await page.setViewportSize({ width: 320, height: 640 });
  await url().fill(`${world.shop}/${'long'.repeat(60)}`);
  await open('Done before');
  await page.locator('.gates').last().scrollIntoViewIfNeeded();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
  expect((await page.getByRole('main').getByRole('status').first().boundingBox())?.y).toBe(0);
  await page.setViewportSize({ width: 1280, height: 900 });
});
