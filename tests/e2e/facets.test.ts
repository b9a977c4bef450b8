import { afterAll, beforeAll, expect, it } from 'vitest';
import { openWorld, ordinaryPage, type World } from './world.ts';

let world: World;

beforeAll(async () => {
  world = await openWorld({ touchpoint: 'Checkout', stage: 'purchase' });
  await world.call('PUT', 'sites/shop', { name: 'Acme', origins: [world.shop], facets: ['plan', 'basket', 'guest'] });
  world.pages.set('/pay', { html: ordinaryPage(world.snippet) });
});
afterAll(() => world.close());

const stored = async (table: string) =>
  await world.worker.db
    .prepare(`SELECT page, touchpoint, stage, locale, device, properties FROM ${table} WHERE site = 'shop'`)
    .first<{ properties: string }>();

it('a response and its view say where, how and to whom they were shown, with what the site declares of it and no more', async () => {
  const context = await world.browser.newContext({ viewport: { width: 1280, height: 800 }, hasTouch: false });
  const page = await context.newPage();
  await page.addInitScript(`window.opina = (...call) => (window.opina.q ??= []).push(call);
    opina('identify', 'ana', { traits: { plan: 'paid', secret: 'x', guest: { of: 'honour' } } });
    opina('track', 'bought', { basket: 12.5, card: '4111' });`);
  await page.goto(`${world.shop}/pay?token=secret`);
  await page.getByRole('radio', { name: '9', exact: true }).click();
  await expect.poll(() => stored('response')).not.toBeNull();
  for (const table of ['response', 'view']) {
    const { properties, ...facets } = (await stored(table)) ?? { properties: '' };
    expect(facets).toEqual({
      page: '/pay',
      touchpoint: 'Checkout',
      stage: 'purchase',
      locale: 'en',
      device: 'desktop',
    });
    expect(JSON.parse(properties)).toEqual({ plan: 'paid', basket: '12.5' });
  }
  await context.close();
});

it('a phone is told from a desktop, and under Global Privacy Control nothing of the visitor is sent', async () => {
  await world.worker.db.prepare('DELETE FROM response').run();
  const phone = {
    viewport: { width: 390, height: 844 },
    screen: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
  };
  const context = await world.browser.newContext(phone);
  const page = await context.newPage();
  await page.addInitScript(`Object.defineProperty(navigator, 'globalPrivacyControl', { value: true });
    window.opina = (...call) => (window.opina.q ??= []).push(call);
    opina('identify', 'ana', { traits: { plan: 'paid' } });`);
  await page.goto(`${world.shop}/pay`);
  await page.getByRole('radio', { name: '9', exact: true }).click();
  await expect.poll(() => stored('response')).toMatchObject({ device: 'phone', properties: null });
  await context.close();
});
