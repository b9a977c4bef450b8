import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { expectFaultless, join } from './people.ts';
import { openWorld, type World } from './world.ts';

let world: World;
let owner: Page;

beforeAll(async () => {
  world = await openWorld();
  owner = await join(world, 'ana@shop.example', 'owner');
});
afterAll(() => world.close());
beforeEach(async () => {
  await owner.goto(`${world.opina}/sites/shop/keys`);
  await owner.getByRole('heading', { name: 'API keys' }).waitFor();
});

const keys = () => owner.getByRole('region', { name: 'API keys' });
const secret = () => owner.getByRole('region', { name: 'Identity secret' });
const row = (name: string) => keys().getByRole('listitem').filter({ hasText: name });
const told = (of: Locator) => of.locator('fieldset.made code').textContent();

async function makeKey(name: string, scopes: string[]): Promise<string> {
  await keys().getByText('New API key').click();
  await keys().getByRole('textbox', { name: 'Name' }).fill(name);
  for (const scope of ['Read', 'Write', 'Export', 'Manage'])
    await keys().getByRole('checkbox', { name: scope }).setChecked(scopes.includes(scope));
  await keys().getByRole('button', { name: 'Make the key' }).click();
  await keys()
    .getByRole('group', { name: `The key ${name}` })
    .waitFor();
  return (await told(keys())) ?? '';
}

/** What a program is answered that reads, and that exports. */
async function statusesOf(key: string): Promise<number[]> {
  const paths = ['surveys/nps/results', 'surveys/nps/responses.csv'];
  const headers = { Authorization: `Bearer ${key}` };
  const answers = paths.map((path) => fetch(`${world.opina}/api/sites/shop/${path}`, { headers }));
  return (await Promise.all(answers)).map(({ status }) => status);
}

it('a key does what it is for, is shown once, and does nothing once it is revoked', async () => {
  const key = await makeKey('Report', ['Read']);
  expect(await statusesOf(key)).toEqual([200, 403]);
  await owner.reload();
  await row('Report').waitFor();
  expect(await row('Report').textContent()).toContain(`${key.slice(0, 18)}… · used within the last hour · until`);
  expect(await owner.locator('body').textContent()).not.toContain(key);
  await owner.getByRole('button', { name: 'Revoke Report' }).click();
  await keys().getByRole('form').getByRole('button', { name: 'Revoke' }).click();
  await keys().getByText('There is no API key.').waitFor();
  expect(await statusesOf(key)).toEqual([401, 401]);
});

it('a key that is rotated works on beside the other one, or not, as was chosen', async () => {
  const first = await makeKey('Export', ['Export']);
  await owner.getByRole('button', { name: 'Rotate Export' }).click();
  const rotation = keys().getByRole('form');
  await rotation.getByRole('spinbutton').fill('721');
  await rotation.getByRole('button', { name: 'Make the other key' }).click();
  expect(await rotation.getByRole('spinbutton').getAttribute('aria-invalid')).toBe('true');
  await rotation.getByRole('spinbutton').fill('1');
  await rotation.getByRole('button', { name: 'Make the other key' }).click();
  await expect.poll(() => told(keys())).not.toBe(first);
  const second = (await told(keys())) ?? '';
  expect([await statusesOf(first), await statusesOf(second)]).toEqual([
    [403, 200],
    [403, 200],
  ]);
  const ofSecond = row(second.slice(0, 18));
  await ofSecond.getByRole('button', { name: 'Rotate Export' }).click();
  await rotation.getByRole('spinbutton').fill('0');
  await rotation.getByRole('button', { name: 'Make the other key' }).click();
  await ofSecond.waitFor({ state: 'detached' });
  const third = (await told(keys())) ?? '';
  expect([await statusesOf(second), await statusesOf(third)]).toEqual([
    [401, 401],
    [403, 200],
  ]);
});

it('a key needs a name and something to do, which is said where it is missing', async () => {
  await keys().getByText('New API key').click();
  await keys().getByRole('checkbox', { name: 'Read' }).uncheck();
  await keys().getByRole('button', { name: 'Make the key' }).click();
  await keys().getByText('Say a name.').waitFor();
  await keys().getByText('Choose at least one.').waitFor();
  expect(await owner.evaluate(() => document.activeElement?.id)).toBe('key-name');
});

it('the identity secret is shown when it is asked for, and another one after it was rotated', async () => {
  expect(await secret().locator('code').count()).toBe(0);
  await secret().getByRole('button', { name: 'Show it' }).click();
  await secret().locator('code').waitFor();
  const shown = await told(secret());
  expect(shown).toMatch(/^[0-9a-f]{64}$/u);
  await secret().getByRole('button', { name: 'Rotate Identity secret' }).click();
  await secret().getByRole('button', { name: 'Make the other secret' }).click();
  await expect.poll(() => told(secret())).not.toBe(shown);
  await secret().getByRole('button', { name: 'Hide it' }).click();
  expect(await secret().locator('code').count()).toBe(0);
});

it('the page has no accessibility violation, nor scrolls sideways at 320 px', async () => {
  await makeKey('a'.repeat(80), ['Read', 'Write', 'Export', 'Manage']);
  await owner.getByRole('button', { name: `Rotate ${'a'.repeat(80)}` }).click();
  await owner.getByText('New share link').click();
  await secret().getByRole('button', { name: 'Show it' }).click();
  await secret().locator('code').waitFor();
  await expectFaultless(owner);
});
