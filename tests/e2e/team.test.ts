import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Member } from '../../core/access.ts';
import { createLink } from '../../worker/store/people.ts';
import { expectFaultless, invitationTo, join, openAlone, tabTo } from './people.ts';
import { openWorld, type World } from './world.ts';

let world: World;
/** Of the only owner. */
let owner: Page;

beforeAll(async () => {
  world = await openWorld();
  await world.call('PUT', 'sites/other', { name: 'Other', origins: [] });
  owner = await join(world, 'ana@shop.example', 'owner');
});
afterAll(() => world.close());

const openTeam = async (page = owner) => {
  await page.goto(`${world.opina}/sites/shop/team`);
  await page.getByRole('button', { name: 'Leave Acme' }).waitFor();
};
const member = (name: string) => owner.getByRole('listitem').filter({ has: owner.getByText(name, { exact: true }) });
const made = (page: Page) => page.getByRole('region').locator('code').textContent();
const openMenu = (page: Page) => page.getByRole('banner').locator('.account summary').click();
const menuOf = (page: Page) => page.locator('.account li').allTextContents();
const isSignedOut = (page: Page) => page.getByRole('heading', { name: 'You are signed out' }).waitFor();

it('an owner invites by keys alone, and whoever opens the link sees that site and what a viewer may', async () => {
  await owner.getByRole('link', { name: 'Opina' }).focus();
  await tabTo(owner, owner.locator('.account summary'));
  await owner.keyboard.press('Enter');
  await tabTo(owner, owner.getByRole('link', { name: 'Team' }));
  await owner.keyboard.press('Enter');
  await owner.getByRole('heading', { name: 'Members' }).waitFor();
  await tabTo(owner, owner.getByRole('textbox', { name: 'E-mail address' }));
  await owner.keyboard.type('bo@shop');
  await owner.keyboard.press('Enter');
  await owner.getByText('This is not an e-mail address.').waitFor();
  await owner.keyboard.type('.example');
  await owner.keyboard.press('Enter');
  await owner.getByRole('group', { name: 'Invitation for bo@shop.example' }).waitFor();
  await tabTo(owner, owner.getByRole('button', { name: 'Copy' }));
  const link = (await made(owner)) ?? '';

  const viewer = await openAlone(world, link);
  await viewer.getByRole('heading', { name: 'After the visit', level: 1 }).waitFor();
  await openMenu(viewer);
  expect(await menuOf(viewer)).toEqual(['Account ', 'Sign out']);
  await viewer.getByRole('link', { name: 'Account' }).click();
  const sites = viewer.getByRole('region', { name: 'Your sites' }).getByRole('listitem');
  await expect.poll(() => sites.allTextContents()).toEqual(['AcmeViewerLeave']);
  for (const page of ['team', 'keys', 'audit']) {
    await viewer.goto(`${world.opina}/sites/shop/${page}`);
    await viewer.getByRole('heading', { name: 'Only owners can see this' }).waitFor();
  }
  await viewer.goto(`${world.opina}/sites/other`);
  await viewer.getByRole('heading', { name: 'There is nothing at this address' }).waitFor();

  const late = await openAlone(world, link);
  await late.getByRole('heading', { name: 'This link was used or has expired' }).waitFor();
});

it('who is removed is signed out, and told so while they look', async () => {
  const removed = await join(world, 'cy@shop.example', 'viewer');
  await openTeam();
  await owner.getByRole('button', { name: 'Remove cy' }).click();
  await owner.getByText('Remove cy? They are signed out everywhere at once.').waitFor();
  await owner.keyboard.press('Escape');
  await owner.getByRole('button', { name: 'Remove cy' }).click();
  await owner.getByRole('form').getByRole('button', { name: 'Remove' }).click();
  await expect.poll(() => member('cy').count()).toBe(0);
  await isSignedOut(removed);
  expect(await owner.evaluate(() => document.activeElement?.textContent)).toBe('Members');
});

it('who leaves their only site is signed out', async () => {
  const leaving = await join(world, 'di@shop.example', 'viewer');
  await leaving.goto(`${world.opina}/account`);
  await leaving.getByRole('button', { name: 'Leave Acme' }).click();
  await leaving.getByRole('form').getByRole('button', { name: 'Leave' }).click();
  await isSignedOut(leaving);
});

it('who cannot sign in any more is given a link by an administrator, which signs in as them', async () => {
  await join(world, 'eve@shop.example', 'editor');
  await openTeam();
  expect(await owner.getByRole('button', { name: 'New sign-in link' }).count()).toBe(0);
  const admin = await openAlone(world, `${world.opina}/sign-in#${await world.signInLink()}`);
  await admin.getByRole('heading', { name: 'After the visit', level: 1 }).waitFor();
  await admin.goto(`${world.opina}/sites/shop/team`);
  await admin.getByRole('button', { name: 'New sign-in link for eve' }).click();
  await admin.getByRole('button', { name: 'Make the link' }).click();
  await admin.getByRole('group', { name: 'Sign-in link for eve' }).waitFor();
  const eve = await openAlone(world, (await made(admin)) ?? '');
  await eve.getByRole('heading', { name: 'After the visit', level: 1 }).waitFor();
  expect(await eve.locator('.account .menu-name').textContent()).toBe('eve');
});

it('whoever is signed in joins by an invitation as who they are', async () => {
  const fay = await join(world, 'fay@shop.example', 'viewer');
  await fay.goto(await invitationTo(world, 'other', 'fay@other.example', 'editor'));
  await fay.getByText('the invitation is yours as who you are').waitFor();
  await fay.getByRole('link', { name: 'Go to the results' }).click();
  await fay.getByRole('heading', { name: 'No survey yet' }).waitFor();
  expect(new URL(fay.url()).pathname).toBe('/sites/other');
  await fay.goto(`${world.opina}/account`);
  const sites = fay.getByRole('region', { name: 'Your sites' }).getByRole('listitem');
  await expect.poll(() => sites.allTextContents()).toEqual(['AcmeViewerLeave', 'OtherEditorLeave']);
});

it('a role is changed, and is what the member then has', async () => {
  const gil = await join(world, 'gil@shop.example', 'viewer');
  await openTeam();
  await owner.getByRole('combobox', { name: 'Role of gil' }).selectOption('Owner');
  await owner.getByRole('button', { name: 'Change the role of gil to Owner' }).click();
  await owner.getByRole('button', { name: 'Change the role' }).waitFor({ state: 'detached' });
  await gil.goto(`${world.opina}/sites/shop/team`);
  await gil.getByRole('button', { name: 'Remove ana' }).waitFor();
  await owner.getByRole('combobox', { name: 'Role of gil' }).selectOption('Viewer');
  await owner.getByRole('button', { name: 'Change the role of gil to Viewer' }).click();
  await owner.getByRole('button', { name: 'Change the role' }).waitFor({ state: 'detached' });
  await gil.reload();
  await gil.getByRole('heading', { name: 'Only owners can see this' }).waitFor();
});

it('the last owner can neither leave nor become less, until there is another', async () => {
  const noOwner = 'A site needs an owner. Make somebody else one first.';
  await openTeam();
  await owner.getByRole('combobox', { name: 'Role of ana' }).selectOption('Viewer');
  await owner.getByRole('button', { name: 'Change the role of ana to Viewer' }).click();
  await owner.getByText(noOwner).waitFor();
  await openTeam();
  await owner.getByRole('button', { name: 'Leave Acme' }).click();
  await owner.getByRole('form').getByRole('button', { name: 'Leave' }).click();
  await owner.getByText(noOwner).waitFor();
  const next = await join(world, 'hal@shop.example', 'owner');
  await owner.getByRole('button', { name: 'Leave Acme' }).click();
  await owner.getByRole('form').getByRole('button', { name: 'Leave' }).click();
  await isSignedOut(owner);
  owner = next;
});

describe('the account page', () => {
  it('has a name that can be changed', async () => {
    await owner.goto(`${world.opina}/account`);
    await owner.getByRole('textbox', { name: 'Name' }).fill('Hal Ferreira');
    await owner.getByRole('button', { name: 'Save' }).click();
    await owner.getByText('Saved').waitFor();
    await expect.poll(() => owner.locator('.account .menu-name').textContent()).toBe('Hal Ferreira');
  });

  it('has every session, and ends another one, or all others', async () => {
    const { id = '' } = ((await world.call('GET', 'sites/shop/members')) as Member[]).find(isHal) ?? {};
    const elsewhere = async () =>
      openAlone(world, `${world.opina}/sign-in#${await createLink(world.worker.db, id, Date.now())}`);
    const others = [await elsewhere(), await elsewhere(), await elsewhere()];
    for (const other of others) await other.getByRole('heading', { name: 'After the visit', level: 1 }).waitFor();
    await owner.reload();
    const sessions = owner.getByRole('region', { name: 'Sessions' }).getByRole('listitem');
    await expect.poll(() => sessions.count()).toBe(4);
    expect(await sessions.filter({ hasText: 'this one' }).count()).toBe(1);
    expect(await sessions.first().textContent()).toContain('Chrome on Linux');
    await owner.getByRole('button', { name: 'End the session of Chrome on Linux' }).first().click();
    await expect.poll(() => sessions.count()).toBe(3);
    await owner.getByRole('button', { name: 'End all others' }).click();
    await expect.poll(() => sessions.count()).toBe(1);
    await Promise.all(others.map(isSignedOut));
    await owner.reload();
    await owner.getByRole('heading', { name: 'Sessions' }).waitFor();
  });

  const isHal = ({ name }: Member) => name === 'Hal Ferreira';
});

it('neither page has an accessibility violation, nor scrolls sideways at 320 px', async () => {
  await owner.goto(`${world.opina}/account`);
  await owner.getByText('this one').waitFor();
  await expectFaultless(owner);
  await openTeam();
  await owner.getByRole('button', { name: 'Remove gil' }).click();
  await owner.getByRole('combobox', { name: 'Role of eve' }).selectOption('Viewer');
  await owner.getByRole('textbox', { name: 'E-mail address' }).fill(`${'long'.repeat(12)}@shop.example`);
  await owner.getByRole('button', { name: 'Make an invitation' }).click();
  await owner.getByRole('button', { name: 'Copy' }).waitFor();
  await openMenu(owner);
  await expectFaultless(owner);
});
