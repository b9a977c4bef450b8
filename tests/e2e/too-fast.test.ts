import type { Page, Request } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ResponsePost } from '../../core/contract.ts';
import { openWorld, ordinaryPage, type World } from './world.ts';

let world: World;

beforeAll(async () => {
  world = await openWorld();
  world.pages.set('/', { html: ordinaryPage(world.snippet) });
});
afterAll(() => world.close());

/** A page on which a survey shows, and whose monotonic clock goes on when it is told to. */
async function openPage(): Promise<{ page: Page; posts: ResponsePost[]; wait(ms: number): Promise<void> }> {
  const context = await world.browser.newContext({ reducedMotion: 'reduce' });
  const page = await context.newPage();
  await page.addInitScript(() => {
    const clock = Object.assign(window, { elapsed: 5000.4 });
    performance.now = () => clock.elapsed;
  });
  const posts: ResponsePost[] = [];
  const onRequest = (request: Request) => request.url().endsWith('/v1/r') && posts.push(request.postDataJSON());
  page.on('request', onRequest);
  await page.goto(world.shop);
  await page.getByRole('dialog').waitFor();
  return { page, posts, wait: (ms) => page.evaluate(`elapsed += ${ms}`) };
}

const choose = (page: Page, score: string) => page.getByRole('radio', { name: score, exact: true }).click();
const stored = async () => {
  const { results } = await world.worker.db.prepare('SELECT score, comment FROM response').run();
  return results;
};

it('a response says how long its survey had been shown when its score was given, whatever the device takes for the time', async () => {
  const { page, posts, wait } = await openPage();
  await wait(1234);
  await choose(page, '9');
  await expect.poll(stored).toEqual([{ score: 9, comment: null }]);
  await wait(1000);
  await page.getByRole('textbox').fill('Fine.');
  await page.getByRole('button', { name: 'Send' }).click();
  await expect.poll(stored).toEqual([{ score: 9, comment: 'Fine.' }]);
  expect(new Set(posts.map(({ shownMs }) => shownMs))).toEqual(new Set([1234]));
  await page.context().close();
});

it('a score faster than a person is refused in words, and what is written after it is stored all the same', async () => {
  await world.worker.db.prepare('DELETE FROM response').run();
  const { page } = await openPage();
  await choose(page, '3');
  await page.getByRole('dialog').getByText('This came too fast for a person. Send it again.').waitFor();
  expect(await stored()).toEqual([]);
  await page.getByRole('textbox').fill('Slow.');
  await page.getByRole('button', { name: 'Send' }).click();
  await page.getByText('Thank you').waitFor();
  await expect.poll(stored).toEqual([{ score: 3, comment: 'Slow.' }]);
  await page.context().close();
});
