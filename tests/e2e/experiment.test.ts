import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeId } from '../../core/id.ts';
import { dayOf } from '../../core/periods.ts';
import { openWorld, survey, type World } from './world.ts';

const question = 'Would you recommend us?';
let world: World;
let page: Page;

/** 300 views of each variant with so many responses, a third of them with a comment. */
async function fill(variant: string, responses: number): Promise<void> {
  const rows = Array.from({ length: 300 }, (_, at) => {
    const time = Date.now() - at * 60_000;
    const id = makeId(time, crypto.getRandomValues(new Uint8Array(10)));
    return { id, day: dayOf(time), score: at % 11, comment: at % 3 ? null : 'Fine.', isGiven: at < responses };
  });
  const run = (sql: string) => world.worker.db.prepare(sql).bind(variant, JSON.stringify(rows)).run();
  await run(`INSERT INTO view (site, survey, id, dismissed, day, page, variant)
    SELECT 'shop', 'nps', value ->> 'id', 0, value ->> 'day', '/', ?1 FROM json_each(?2)`);
  await run(`INSERT INTO response (site, survey, id, rev, received_at, day, score, page, comment, variant)
    SELECT 'shop', 'nps', value ->> 'id', 1, 0, value ->> 'day', value ->> 'score', '/', value ->> 'comment', ?1
    FROM json_each(?2) WHERE value ->> 'isGiven'`);
}

beforeAll(async () => {
  world = await openWorld({
    variants: [
      { id: 'plain', change: {} },
      { id: 'short', change: { question } },
    ],
  });
  await fill('plain', 60);
  await fill('short', 120);
  const context = await world.browser.newContext();
  page = await context.newPage();
  await page.goto(`${world.opina}/sign-in#${await world.signInLink()}`);
  await page.getByRole('heading', { name: 'Trend' }).waitFor();
});
afterAll(() => world.close());

const panel = () => page.getByRole('region', { name: 'Experiment' });

it('an experiment is compared when that is asked for, in words first', async () => {
  expect(await panel().getByRole('table').count()).toBe(0);
  await panel().getByRole('button', { name: 'Compare the variants' }).click();
  await panel().getByText('short is the winner').waitFor();
  const cells = await panel().getByRole('row', { name: 'plain' }).getByRole('cell').allInnerTexts();
  expect(cells.slice(0, 2)).toEqual(['60', expect.stringMatching(/^20%, 16% to 25%$/)]);
  const { violations } = await new AxeBuilder({ page }).include('.experiment').analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);
});

it('a winner that is declared is the survey, and the trend is marked', async () => {
  page.once('dialog', (dialog) => void dialog.accept());
  await panel().getByRole('button', { name: 'short' }).click();
  await expect.poll(() => panel().count()).toBe(0);
  await expect.poll(() => page.locator('.trend .break').count()).toBe(1);
  await expect.poll(() => page.locator('.readout').textContent()).toMatch(/from then on as in short$/);
  expect(await world.call('GET', 'sites/shop/surveys/nps')).toEqual({ ...survey, question });
});
