import { AxeBuilder } from '@axe-core/playwright';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeId } from '../../core/id.ts';
import { dayMs, dayOf } from '../../core/periods.ts';
import { openWorld, type World } from './world.ts';

let world: World;

beforeAll(async () => {
  world = await openWorld();
  await world.call('PUT', 'sites/shop', {
    ...{ name: 'Acme', origins: [world.shop], retention: { days: 30, action: 'delete' } },
  });
  const rows = [1, 40].map((days) => {
    const at = Date.now() - days * dayMs;
    return { id: makeId(at, new Uint8Array(10)), day: dayOf(at) };
  });
  const fill = `INSERT INTO response (site, survey, id, rev, received_at, day, score, page)
    SELECT 'shop', 'nps', value ->> 'id', 1, 0, value ->> 'day', 9, '/' FROM json_each(?1)`;
  await world.worker.db.prepare(fill).bind(JSON.stringify(rows)).run();
  // Surveys have their turn with time; here there is one.
  await world.worker.runJobs();
});
afterAll(() => world.close());

it('the dashboard says that old responses were removed, where it shows their numbers', async () => {
  const page = await (await world.browser.newContext({ locale: 'en-GB' })).newPage();
  await page.goto(`${world.opina}/sign-in#${await world.signInLink()}`);
  await page.getByRole('heading', { name: 'Trend' }).waitFor();
  expect(await page.getByText('were removed').count()).toBe(0);

  await page.goto(`${world.opina}/sites/shop/surveys/nps?period=90d`);
  const day = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeZone: 'UTC' });
  const date = day.format((dayOf(Date.now()) - 30) * dayMs);
  await page.getByText(`Responses before ${date} were removed; their numbers stay.`).waitFor();
  await page.getByText('of 0 shown').or(page.getByText('views not counted')).first().waitFor();
  const { violations } = await new AxeBuilder({ page }).include('main').analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);
  if (process.env.SHOT) await page.screenshot({ path: process.env.SHOT, fullPage: true });
});
