import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { kinds } from './kinds.ts';
import { openWorld, ordinaryPage, type World } from './world.ts';

let world: World;
let context: BrowserContext;
let page: Page;
let reported: string[];

beforeAll(async () => {
  world = await openWorld({ status: 'paused' });
  for (const [kind, survey] of Object.entries(kinds)) await world.put(kind, { ...survey, display: 'dialog' });
  await world.put('side', { ...kinds.nps, display: 'tab' });
  await world.put('inline', { ...kinds.thumbs, display: 'inline' });
});
afterAll(async () => {
  await context.close();
  await world.close();
});

/** The bench asks every question under each policy, the test half of them by turns. */
const isWhole = process.env.WHOLE === 'true';

const body = '<opina-survey survey="inline"></opina-survey>';

/** Opens a page of that policy, with everything that it reports or prints. */
async function visitUnder(policy: string, nonce: string, language = 'en'): Promise<void> {
  await context?.close();
  const html = ordinaryPage(body + world.snippet.replace('<script', `<script${nonce}`)).replace(
    '"en"',
    `"${language}"`,
  );
  world.pages.set('/', { html, headers: { 'Content-Security-Policy': policy.replaceAll('HOST', world.opina) } });
  context = await world.browser.newContext();
  page = await context.newPage();
  reported = [];
  page.on('console', (message) => reported.push(message.text()));
  page.on('pageerror', (error) => reported.push(String(error)));
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
      console.log(`violation of ${violatedDirective} by ${blockedURI}`),
    );
  });
  await page.goto(world.shop);
  await page.waitForFunction('window.opina?.show');
}

/** What the browser asks for by itself is not ours. */
const ours = () => reported.filter((text) => !text.includes('favicon'));

/** Gives a score and a word, and sees thanks. */
async function answer(): Promise<void> {
  const card = page.getByRole('dialog');
  await card.getByRole('radio').first().click();
  await card.locator('textarea').fill('Words');
  await card.locator('.send').click();
  await card.locator('.thanks').waitFor();
}

describe.each([
  ["default-src 'none'; script-src HOST; connect-src HOST; require-trusted-types-for 'script'", ''],
  ["script-src 'nonce-abc' 'strict-dynamic'; style-src 'nonce-abc'", ' nonce="abc"'],
])('under the policy %s', (policy, nonce) => {
  it('a question is asked and answered, fully styled, and nothing is reported', async () => {
    await visitUnder(policy, nonce);
    const turn = nonce ? 1 : 0;
    for (const kind of Object.keys(kinds).filter((_, index) => isWhole || index % 2 === turn)) {
      await page.evaluate(`opina.show(${JSON.stringify(kind)})`);
      const card = page.getByRole('dialog');
      await card.waitFor();
      expect(await card.evaluate((element) => getComputedStyle(element).borderRadius)).toBe('12px');
      const cell = card.getByRole('radio').first().locator('..');
      expect(await cell.evaluate((element) => getComputedStyle(element).cursor)).toBe('pointer');
      await answer();
      await card.getByRole('button', { name: 'Close' }).click();
      await card.waitFor({ state: 'detached' });
      expect(ours(), kind).toEqual([]);
    }
  });

  it('a card in another language, a tab and a survey in the page work, and nothing is reported', async () => {
    await visitUnder(policy, nonce, 'pt-BR');
    await page.getByRole('group', { name: 'Este artigo foi útil?' }).first().waitFor();
    await page.locator('opina-survey').getByText('Sim').click();
    await page.locator('opina-survey textarea').waitFor();
    await page.locator('.tab').click();
    await page.getByRole('dialog', { name: /^Qual a probabilidade/ }).waitFor();
    await answer();
    expect(ours()).toEqual([]);
  });
});

it('a policy that is broken would be seen here', async () => {
  await visitUnder("script-src 'nonce-abc' 'strict-dynamic'; style-src 'nonce-abc'", ' nonce="abc"');
  await page.evaluate(() => document.body.insertAdjacentHTML('beforeend', '<p style="color: red">'));
  await expect.poll(ours).toContainEqual(expect.stringContaining('style-src'));
});
