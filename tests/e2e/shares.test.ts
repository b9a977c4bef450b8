import type { Page, Request } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { makeId } from '../../core/id.ts';
import { expectFaultless, join, openAlone } from './people.ts';
import { openWorld, type World } from './world.ts';

let world: World;
let owner: Page;

beforeAll(async () => {
  world = await openWorld();
  await world.put('other', { ...(await surveyOf('nps')), name: 'Another' });
  owner = await join(world, 'ana@shop.example', 'owner');
  await answer(9, 'Quick and friendly.');
  for (const score of [10, 10, 2]) await answer(score);
});
afterAll(() => world.close());
beforeEach(async () => {
  await owner.goto(`${world.opina}/sites/shop/keys`);
  await owner.getByText('New share link').click();
});

type Survey = Parameters<World['put']>[1];
const surveyOf = async (id: string) => (await world.call('GET', `sites/shop/surveys/${id}`)) as Survey;

async function answer(score: number, comment?: string): Promise<void> {
  const id = makeId(Date.now(), crypto.getRandomValues(new Uint8Array(10)));
  const body = JSON.stringify({
    site: 'shop',
    survey: 'nps',
    id,
    rev: 1,
    score,
    page: '/',
    ...(comment && { comment }),
  });
  const { ok } = await fetch(`${world.opina}/v1/r`, { method: 'POST', headers: { Origin: world.shop }, body });
  expect(ok).toBe(true);
}

const shares = () => owner.getByRole('region', { name: 'Share links' });

/** Makes a link in the dashboard, as it is told there. */
async function makeShare(name: string, { comments = false } = {}): Promise<string> {
  await shares().getByRole('textbox', { name: 'Name' }).fill(name);
  await shares().getByRole('combobox', { name: 'Survey' }).selectOption('After the visit');
  if (comments) await shares().getByRole('checkbox', { name: 'With comments' }).check();
  await shares().getByRole('button', { name: 'Make the link' }).click();
  await shares()
    .getByRole('group', { name: `The link ${name}` })
    .waitFor();
  return (await shares().locator('fieldset code').textContent()) ?? '';
}

async function revoke(name: string): Promise<void> {
  await shares()
    .getByRole('button', { name: `Revoke ${name}` })
    .click();
  await shares().getByRole('form').getByRole('button', { name: 'Revoke' }).click();
  await shares()
    .getByRole('button', { name: `Revoke ${name}` })
    .waitFor({ state: 'detached' });
}

const number = (page: Page) => page.locator('.score strong:not(.bone)').textContent();

it('shows the numbers of one survey to whoever has it, without an account, and what visitors wrote to nobody', async () => {
  const link = await makeShare('Board');
  const page = await openAlone(world, link);
  expect(await number(page)).toBe('50');
  expect(await page.getByRole('heading', { name: 'Newest comments' }).count()).toBe(0);
  expect(await page.locator('body').textContent()).not.toContain('Quick and friendly.');
  expect(await page.context().cookies()).toEqual([]);
  await answer(10);
  await expect.poll(() => number(page)).toBe('60');
});

it('leads nowhere but to other periods and parts of the same survey', async () => {
  const link = await makeShare('Agency');
  const page = await openAlone(world, link);
  const [path = ''] = new URL(link).hash.split('?');
  await page.getByRole('link', { name: '90 days' }).click();
  await page.getByText('in the 90 days before').waitFor();
  await page.getByRole('link', { name: 'Page', exact: true }).click();
  await page.getByRole('cell').first().waitFor();
  expect(new URL(page.url()).hash).toBe(`${path}?period=90d&by=page`);
  await page.goBack();
  await page.getByRole('cell').first().waitFor({ state: 'detached' });
  const hrefs = await page
    .getByRole('link')
    .evaluateAll((links) => links.map((each) => each.getAttribute('href') ?? ''));
  expect(hrefs.length).toBeGreaterThan(8);
  expect(hrefs.filter((href) => !href.startsWith(`/shared${path}?`))).toEqual([]);
});

it('sends its key in a header alone, and asks again by the tag of what it has', async () => {
  const link = await makeShare('Logs');
  const page = await openAlone(world, `${world.opina}/sign-in`);
  const requests: Request[] = [];
  page.on('request', (request) => requests.push(request));
  await page.goto(link);
  const [key = ''] = link.match(/opina_[0-9a-f_]+/u) ?? [];
  const asked = () => requests.filter((request) => request.url().includes('/results'));
  await expect.poll(async () => (await asked().at(-1)?.response())?.status()).toBe(304);
  expect(asked().every((request) => request.headers().authorization === `Bearer ${key}`)).toBe(true);
  for (const request of requests) {
    expect(request.url()).not.toContain(key);
    expect(request.headers().referer).toBeFalsy();
  }
  const kept = await page.evaluate(() => JSON.stringify([localStorage, sessionStorage, document.cookie]));
  expect(kept).not.toContain(key);
});

it('has the comments where that was chosen', async () => {
  const page = await openAlone(world, await makeShare('Partners', { comments: true }));
  await page.getByText('Quick and friendly.').waitFor();
  expect(await page.getByRole('link', { name: 'All responses' }).count()).toBe(0);
});

it('shows what the link may see, whoever is signed in', async () => {
  await owner.goto(await makeShare('Myself'));
  await expect.poll(() => number(owner)).toBeTruthy();
  expect(await owner.getByRole('link', { name: 'Who is asked' }).count()).toBe(0);
  expect(await owner.locator('body').textContent()).not.toContain('Quick and friendly.');
});

it('shows nothing once it is revoked, to who looks and to who comes', async () => {
  const link = await makeShare('Gone');
  const page = await openAlone(world, link);
  expect(await number(page)).toBeTruthy();
  await revoke('Gone');
  const over = (of: Page) => of.getByRole('heading', { name: 'This link does not work any more' }).waitFor();
  await over(page);
  await over(await openAlone(world, link));
  await over(await openAlone(world, link.slice(0, -1)));
  await over(await openAlone(world, link.replace('shop/nps', 'shop/other')));
});

it('the page of a link has no accessibility violation, nor scrolls sideways at 320 px', async () => {
  const page = await openAlone(world, await makeShare('Everyone', { comments: true }));
  await page.getByText('Quick and friendly.').waitFor();
  await expectFaultless(page);
});
