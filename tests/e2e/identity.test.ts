import { createHmac } from 'node:crypto';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { card, choose, keysOf, openStage, type Stage, show } from './faults/stage.ts';

let stage: Stage;
let hash: string;

beforeAll(async () => {
  stage = await openStage();
  stage.page('/', 'data-auto="false"');
  const { secret } = (await stage.world.call('POST', 'sites/shop/identity-secret')) as { secret: string };
  hash = createHmac('sha256', secret).update('ana').digest('hex');
});
afterAll(() => stage.close());
afterEach(() => stage.clear());

async function openAs(call: string): Promise<Page> {
  const page = await stage.open();
  await page.waitForFunction('window.opina?.show');
  await page.evaluate(call);
  return page;
}

async function say(page: Page, score: number, words: string): Promise<void> {
  await show(page);
  await choose(page, score);
  await card(page).getByRole('textbox').fill(words);
  await card(page).getByRole('button', { name: 'Send' }).click();
  await card(page).getByText('Thank you').waitFor();
}

describe('who a site says its visitor is', () => {
  it('is stored as verified with the HMAC of the name by the secret of the site', async () => {
    await say(await openAs(`opina.identify('ana', { hash: '${hash}' })`), 9, 'From Ana');
    expect(await stage.rows()).toMatchObject([{ comment: 'From Ana', person: 'ana', verified: 1 }]);
  });

  it('is stored as not verified with another one, or none', async () => {
    const page = await openAs(`opina.identify('ana', { hash: '${'0'.repeat(64)}' })`);
    await say(page, 9, 'Wrong');
    await page.evaluate("opina.close(); opina.identify('ana')");
    await say(page, 8, 'None');
    expect(await stage.rows()).toMatchObject([
      { comment: 'Wrong', person: 'ana', verified: 0 },
      { comment: 'None', person: 'ana', verified: 0 },
    ]);
  });

  it('is not sent under Global Privacy Control', async () => {
    const page = await openAs('1');
    await stage.context.addInitScript(() => {
      Object.defineProperty(navigator, 'globalPrivacyControl', { value: true });
    });
    await page.reload();
    await page.waitForFunction('window.opina?.show');
    await page.evaluate(`opina.identify('ana', { hash: '${hash}' })`);
    await say(page, 9, 'From nobody');
    expect(JSON.stringify(stage.proxy.posts)).not.toContain('ana');
    expect(await stage.rows()).toMatchObject([{ comment: 'From nobody', person: null, verified: 0 }]);
  });
});

describe('after reset()', () => {
  it('nobody is known, and what was done is forgotten', async () => {
    const page = await openAs(`opina.identify('ana', { hash: '${hash}' })`);
    await say(page, 9, 'From Ana');
    expect(await keysOf(page)).toEqual(['opina:shop:did:nps']);
    await page.evaluate('opina.close(); opina.reset()');
    expect(await keysOf(page)).toEqual([]);
    await say(page, 2, 'From who comes next');
    expect(await stage.rows()).toMatchObject([
      { comment: 'From Ana', person: 'ana', verified: 1 },
      { comment: 'From who comes next', person: null, verified: 0 },
    ]);
  });

  it('a response that was begun is not of the person any more', async () => {
    const page = await openAs(`opina.identify('ana', { hash: '${hash}' })`);
    await show(page);
    await choose(page, 5);
    await expect.poll(stage.rows).toMatchObject([{ person: 'ana', verified: 1 }]);
    await page.evaluate('opina.reset()');
    await card(page).getByRole('textbox').fill('Not from Ana');
    await card(page).getByRole('button', { name: 'Send' }).click();
    await card(page).getByText('Thank you').waitFor();
    expect(await stage.rows()).toMatchObject([{ comment: 'Not from Ana', person: null, verified: 0 }]);
  });

  it('what somebody has begun to write is not shown to who comes next', async () => {
    const page = await openAs("opina.identify('ana')");
    await show(page);
    await choose(page, 5);
    await card(page).getByRole('textbox').fill('Between us');
    await card(page).getByRole('button', { name: 'Close' }).click();
    await expect.poll(stage.rows).toMatchObject([{ comment: 'Between us', person: 'ana' }]);
    await page.evaluate('opina.reset()');
    await say(page, 1, 'Somebody else');
    expect(await stage.rows()).toMatchObject([
      { score: 5, comment: 'Between us', person: 'ana' },
      { score: 1, comment: 'Somebody else', person: null },
    ]);
  });
});
