import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { codeIn, rowsOf } from '../docs/markdown.ts';
import { kinds } from './kinds.ts';
import { openWorld, ordinaryPage, type World } from './world.ts';

const rows = rowsOf('docs/embed.md', 'What is kept on the device');
const modes = ['none', 'after-action', 'always'] as const;

let world: World;
let context: BrowserContext | undefined;
let page: Page;

beforeAll(async () => {
  world = await openWorld();
  for (const mode of modes) {
    const snippet = world.snippet.replace('<script', `<script data-auto="false" data-storage="${mode}"`);
    const elements = '<opina-survey survey="helpful"></opina-survey><opina-survey survey="inline"></opina-survey>';
    world.pages.set(`/${mode}`, { html: ordinaryPage(snippet, elements) });
  }
  await world.put('helpful', { ...kinds.thumbs, display: 'inline' });
  await world.put('inline', { ...kinds.nps, display: 'inline' });
});
afterAll(() => world.close());
afterEach(() => context?.close());

async function visit(mode: string): Promise<void> {
  context = await world.browser.newContext();
  page = await context.newPage();
  await page.goto(`${world.shop}/${mode}`);
  await page.waitForFunction('window.opina?.show');
}

const patient = { timeout: 10_000 };

const card = () => page.getByRole('dialog');
const choose = () => card().getByRole('radio', { name: '9', exact: true }).click();
const unreachable = () => page.route('**/v1/r', (route) => route.abort());

/** The browser says that the network is back. */
const online = () => page.evaluate(() => dispatchEvent(new Event('online')));

async function countStored(): Promise<number> {
  const { results } = await world.worker.db.prepare('SELECT count(*) AS n FROM response').run<{ n: number }>();
  return results[0]?.n ?? 0;
}

/** The keys on the device, as the table writes them; what is there but is no key of a site stays as it is. */
const keys = async (): Promise<string[]> =>
  (await page.evaluate(() => [...Object.keys(localStorage), ...Object.keys(sessionStorage)]))
    .map((key) => key.replace(/^opina:shop:did:nps$/, 'opina:SITE:did:SURVEY'))
    .map((key) => key.replace(/^opina:shop:ahead$/, 'opina:SITE:ahead'))
    .map((key) => key.replace(/^opina:shop:kept:[\da-f-]{36}$/, 'opina:SITE:kept:ID'))
    .toSorted();

/** What a visitor does, by what the table calls it. Each ends when all that it writes is written. */
const acts: Record<string, () => Promise<void>> = {
  async 'a response'() {
    const stored = page.waitForResponse((answer) => answer.url().endsWith('/v1/r') && answer.ok());
    await choose();
    await stored;
    await expect.poll(keys, patient).not.toContain('opina:SITE:kept:ID');
  },
  async 'a dismissal'() {
    await card().getByRole('button', { name: 'Close' }).click();
    await card().waitFor({ state: 'detached' });
  },
  async 'a response by a clock that is ahead'() {
    const ahead = JSON.stringify({ code: 'clock-ahead', now: Date.now() - 600_000 });
    const headers = { 'Access-Control-Allow-Origin': '*' };
    await page.route('**/v1/r', (route) => route.fulfill({ status: 409, headers, body: ahead }), { times: 1 });
    await acts['a response']?.();
  },
  async 'an undelivered response'() {
    await unreachable();
    await choose();
    await card().getByText('It is kept and will be sent.').waitFor();
  },
};

/** The keys that the table lets a mode have after an act. */
const documented = (act: string, mode: string) =>
  rows.flatMap((row) =>
    row[`\`${mode}\``] === 'yes' && row['found after']?.split(', ').includes(act) ? [codeIn(row.key)] : [],
  );

it('the table speaks of these acts and modes', () => {
  const found = rows.flatMap((row) => row['found after']?.split(', ') ?? []);
  expect([...new Set(found)].toSorted()).toEqual(Object.keys(acts).toSorted());
  for (const row of rows) for (const mode of modes) expect(row[`\`${mode}\``]).toMatch(/^(yes|no)$/);
});

describe.each(modes)('in the mode %s', (mode) => {
  it.each(Object.keys(acts))('the device has the keys of the table after %s, and none before', async (act) => {
    await visit(mode);
    await page.evaluate('opina.show("nps")');
    await card().waitFor();
    expect(await keys()).toEqual([]);
    await acts[act]?.();
    expect(await keys()).toEqual(documented(act, mode).toSorted());
    expect(await page.context().cookies()).toEqual([]);
  });
});

describe('a key goes', () => {
  const did = 'opina:SITE:did:SURVEY';
  const kept = 'opina:SITE:kept:ID';

  async function giveInVain(): Promise<void> {
    await visit('after-action');
    await page.evaluate('opina.show("nps")');
    await acts['an undelivered response']?.();
    expect(await keys()).toEqual([did, kept]);
  }

  it('when the server has stored the response', async () => {
    await giveInVain();
    await page.unroute('**/v1/r');
    await online();
    await expect.poll(keys, patient).toEqual([did]);
  });

  it('when the server has refused the response for good', async () => {
    await giveInVain();
    await page.unroute('**/v1/r');
    await page.route('**/v1/r', (route) =>
      route.fulfill({ status: 409, headers: { 'Access-Control-Allow-Origin': '*' }, body: '{"code":"closed"}' }),
    );
    await online();
    await expect.poll(keys, patient).toEqual([did]);
  });

  it('when the page calls reset, which leaves what is not delivered', async () => {
    await giveInVain();
    await page.evaluate('opina.reset()');
    expect(await keys()).toEqual([kept]);
  });

  it('when the visitor does not agree any more, and what is not delivered still is', async () => {
    await giveInVain();
    await page.evaluate('opina.consent(false)');
    expect(await keys()).toEqual([]);
    const before = await countStored();
    await page.unroute('**/v1/r');
    await online();
    await expect.poll(countStored, patient).toBe(before + 1);
  });
});

it.each([
  ['a survey in the page', 'inline', '9', ['opina:SITE:kept:ID']],
  ['a thumb in the page', 'helpful', 'Yes', []],
])('%s that is not delivered leaves the keys that the text says', async (_, survey, name, left) => {
  await visit('after-action');
  await unreachable();
  const element = page.locator(`opina-survey[survey=${survey}]`);
  await element.getByRole('radio', { name, exact: true }).click();
  await element.getByText('It is kept and will be sent.').waitFor();
  expect(await keys()).toEqual(left);
});
