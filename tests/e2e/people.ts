/** People of a team, each in a browser of their own. */

import { AxeBuilder } from '@axe-core/playwright';
import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import type { Role } from '../../core/access.ts';
import type { World } from './world.ts';

/** An invitation, as an owner is told it. */
export async function invitationTo(world: World, site: string, email: string, role: Role): Promise<string> {
  const { path } = (await world.call('POST', `sites/${site}/members`, { email, role })) as { path: string };
  return world.opina + path;
}

/** Opens an address in a browser that has nothing from before. */
export async function openAlone(world: World, url: string): Promise<Page> {
  const page = await (await world.browser.newContext({ viewport: { width: 1280, height: 900 } })).newPage();
  await page.goto(url);
  return page;
}

/** A new member, signed in and looking at the survey of their site. */
export async function join(world: World, email: string, role: Role): Promise<Page> {
  const page = await openAlone(world, await invitationTo(world, 'shop', email, role));
  await page.getByRole('heading', { name: 'After the visit', level: 1 }).waitFor();
  return page;
}

/** Goes there as somebody does who has no pointer. */
export async function tabTo(page: Page, target: Locator): Promise<void> {
  for (let steps = 0; steps < 60; steps++) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not lead to ${target}`);
}

/** Axe finds nothing in light nor in dark, and nothing has to be scrolled sideways at 320 px. */
export async function expectFaultless(page: Page): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  }
  await page.setViewportSize({ width: 320, height: 640 });
  // What is drawn by its width is drawn again.
  await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
  await page.setViewportSize({ width: 1280, height: 900 });
}
