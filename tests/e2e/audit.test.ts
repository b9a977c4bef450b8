import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { expectFaultless, join } from './people.ts';
import { openWorld, survey, type World } from './world.ts';

let world: World;
let owner: Page;

beforeAll(async () => {
  world = await openWorld();
  owner = await join(world, 'ana@shop.example', 'owner');
  await world.call('POST', 'sites/shop/members', { email: '=bo@shop.example', role: 'editor' });
  await world.call('POST', 'sites/shop/keys', { name: 'Report', scopes: ['manage'] });
});
afterAll(() => world.close());
beforeEach(async () => {
  await owner.goto(`${world.opina}/sites/shop/audit`);
  await rows().first().waitFor();
});

const rows = () => owner.getByRole('region', { name: 'Audit log' }).getByRole('listitem');
/** Who and what, without when. */
const said = async () =>
  rows().evaluateAll((items) => items.map((item) => [...item.querySelectorAll('p')].map((part) => part.textContent)));
const query = () => Object.fromEntries(new URL(owner.url()).searchParams);

it('says in words who did what', async () => {
  expect(await said()).toEqual([
    ['Owner', expect.stringMatching(/^Made an API key opina_[0-9a-f]{12}$/u)],
    ['Owner', 'Invited =bo@shop.example as an editor'],
    ['ana', 'Signed in '],
    ['ana', 'Accepted the invitation of ana as an owner'],
    ['Owner', 'Invited ana@shop.example as an owner'],
    ['Owner', 'Changed a survey nps'],
    ['Owner', 'Changed the site '],
  ]);
});

it('is filtered by what and by who, which is in the address', async () => {
  await owner.getByRole('combobox', { name: 'What' }).selectOption('Invited');
  await expect.poll(() => rows().count()).toBe(2);
  expect(query()).toEqual({ action: 'member.invite' });
  await owner.getByRole('combobox', { name: 'Who' }).selectOption('ana');
  await owner.getByText('Nothing of that was done.').waitFor();
  await owner.getByRole('combobox', { name: 'Who' }).selectOption('Owner');
  await expect.poll(() => rows().count()).toBe(2);
  await owner.reload();
  await expect.poll(() => rows().count()).toBe(2);
  expect(query()).toEqual({ action: 'member.invite', actor: 'person:owner' });
  await owner.getByRole('combobox', { name: 'What' }).selectOption('everything');
  await owner.getByRole('combobox', { name: 'Who' }).selectOption('everybody');
  await expect.poll(() => rows().count()).toBe(7);
  await owner.getByRole('combobox', { name: 'What' }).selectOption('Signed in');
  await expect.poll(() => said()).toEqual([['ana', 'Signed in ']]);
});

it('leads from a name to all that they did', async () => {
  await owner.goto(`${world.opina}/sites/shop/team`);
  await owner.getByRole('textbox', { name: 'E-mail address' }).fill('cy@shop.example');
  await owner.getByRole('button', { name: 'Make an invitation' }).click();
  await owner.getByRole('button', { name: 'Copy' }).waitFor();
  await owner.goto(`${world.opina}/sites/shop/audit`);
  await owner.getByRole('link', { name: 'Only what ana did' }).first().click();
  await expect
    .poll(() => said())
    .toEqual([
      ['ana', 'Invited cy@shop.example as a viewer'],
      ['ana', 'Signed in '],
      ['ana', 'Accepted the invitation of ana as an owner'],
    ]);
  expect(await owner.getByRole('combobox', { name: 'Who' }).locator(':checked').textContent()).toBe('ana');
});

it('is downloaded as a table, which is in the log too', async () => {
  const [download] = await Promise.all([
    owner.waitForEvent('download'),
    owner.getByRole('link', { name: 'Download all as CSV' }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('shop-audit.csv');
  const text = readFileSync(await download.path(), 'utf8');
  expect(text).toContain(',"person:owner","Owner","member.invite","members/ana@shop.example as owner"\r\n');
  await owner.reload();
  await rows().filter({ hasText: 'Exported this log' }).waitFor();
});

it('has no accessibility violation, nor scrolls sideways at 320 px', async () => {
  await expectFaultless(owner);
});

it('goes on to what is older', async () => {
  for (let n = 0; n < 100; n++) await world.call('PUT', 'sites/shop/surveys/nps', survey);
  await owner.reload();
  await expect.poll(() => rows().count()).toBe(100);
  await owner.getByRole('button', { name: 'Older' }).click();
  await owner.getByText('That is all.').waitFor();
  expect((await said()).at(-1)).toEqual(['Owner', 'Changed the site ']);
});
