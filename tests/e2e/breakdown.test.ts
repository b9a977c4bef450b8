import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeId } from '../../core/id.ts';
import { dayOf } from '../../core/periods.ts';
import { openWorld, type World } from './world.ts';

let world: World;
let page: Page;

/** Sixty responses of today: two thirds on phones, where they are low. */
async function fill(): Promise<void> {
  const rows = Array.from({ length: 60 }, (_, at) => {
    const time = Date.now() - at * 1000;
    const id = makeId(time, crypto.getRandomValues(new Uint8Array(10)));
    const isPhone = at % 3 > 0;
    return { id, day: dayOf(time), score: isPhone ? 3 : 10, device: isPhone ? 'phone' : 'desktop' };
  });
  const insert = `INSERT INTO response (site, survey, id, rev, received_at, day, score, page, device, properties)
    SELECT 'shop', 'nps', value ->> 'id', 1, 0, value ->> 'day', value ->> 'score', '/a', value ->> 'device',
      '{"plan":"paid"}' FROM json_each(?1)`;
  await world.worker.db.prepare(insert).bind(JSON.stringify(rows)).run();
}

beforeAll(async () => {
  world = await openWorld();
  await world.call('PUT', 'sites/shop', Object.assign({ facets: ['plan'] }, await world.call('GET', 'sites/shop')));
  await fill();
  page = await (await world.browser.newContext()).newPage();
  await page.goto(`${world.opina}/sign-in#${await world.signInLink()}`);
  await page.getByRole('heading', { name: 'Trend' }).waitFor();
});
afterAll(() => world.close());

const panel = () => page.getByRole('region', { name: 'Broken down by' });
const rows = async () => (await panel().locator('tbody tr').allInnerTexts()).map((row) => row.split(/\s*\t\s*/u));

it('a breakdown is read when a facet is chosen, and has a row for each value', async () => {
  expect(await panel().getByRole('table').count()).toBe(0);
  await panel().getByRole('link', { name: 'Device' }).click();
  await panel().getByRole('table').waitFor();
  expect(await rows()).toEqual([
    ['Phone', '40', '−100', expect.any(String)],
    ['Desktop', '20', '100', expect.any(String)],
  ]);
  const { violations } = await new AxeBuilder({ page }).include('.breakdown').analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);
});

it('two facets say what they cost before they are read', async () => {
  await panel().getByRole('link', { name: 'plan' }).last().click();
  await panel().getByText('To combine them, 120 rows have to be read.').waitFor();
  await panel().getByRole('button', { name: 'Read them' }).click();
  await panel().getByRole('table').waitFor();
  expect((await rows()).map((row) => row.slice(0, 3))).toEqual([
    ['Phone', 'paid', '40'],
    ['Desktop', 'paid', '20'],
  ]);
  expect(new URL(page.url()).searchParams.getAll('by')).toEqual(['device', 'property.plan']);
});
