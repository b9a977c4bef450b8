import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { dayOf } from '../../core/periods.ts';
import { openWorld, type World } from './world.ts';

let world: World;
let page: Page;

beforeAll(async () => {
  world = await openWorld();
  page = await (await world.browser.newContext()).newPage();
  await page.goto(`${world.opina}/sign-in#${await world.signInLink()}`);
  await page.getByRole('heading', { name: 'No responses yet' }).waitFor();
});
afterAll(() => world.close());

const panel = () => page.getByRole('group').filter({ hasText: 'Refused posts' });
const open = () => page.getByText('Refused posts to this site').click();

it('the team reads that nothing was refused', async () => {
  await open();
  await panel().getByText('None in the last 28 days.').waitFor();
  await open();
});

it('and how often what was, most often first, in words', async () => {
  const counts = { bot: 12, 'rate-limited': 1234, 'bad-json': 1 };
  for (const [reason, count] of Object.entries(counts)) {
    const sql = 'INSERT INTO refusal (site, day, reason, count) VALUES (?1, ?2, ?3, ?4)';
    await world.worker.db.prepare(sql).bind('shop', dayOf(Date.now()), reason, count).run();
  }
  await open();
  await panel().getByRole('table').waitFor();
  expect((await panel().getByRole('row').allInnerTexts()).map((row) => row.split('\t'))).toEqual([
    ['Reason', 'Posts'],
    ['More than the limit of a minute; sent again by the widget', '1,234'],
    ['From a crawler, or a program that fills every field', '12'],
    ['bad-json', '1'],
  ]);
});

it.each(['light', 'dark'] as const)(
  'without a fault of accessibility in %s, and within 320 px',
  async (colorScheme) => {
    await page.emulateMedia({ colorScheme });
    for (const width of [1280, 320]) {
      await page.setViewportSize({ width, height: 900 });
      if (process.env.SHOTS)
        await page.screenshot({ path: `${process.env.SHOTS}/${colorScheme}-${width}.png`, fullPage: true });
      expect((await new AxeBuilder({ page }).analyze()).violations.map(({ id }) => id)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    }
  },
);
