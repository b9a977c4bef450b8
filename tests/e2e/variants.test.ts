import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Variant } from '../../core/contract.ts';
import type { Explanation } from '../../core/explanation.ts';
import { personIn } from './visitors.ts';
import { openWorld, ordinaryPage, survey, type World } from './world.ts';

const short = 'Would you recommend us?';
const variants: Variant[] = [
  { id: 'plain', change: {} },
  { id: 'short', weight: 2, change: { question: short, when: [{ on: 'event', event: 'paid' }] } },
];

let world: World;
let context: BrowserContext;
let page: Page;
/** What the page has posted, by path. */
let posts: [path: string, body: Record<string, unknown>][];

beforeAll(async () => {
  world = await openWorld();
  const stub = `<script>window.opina ||= function () { (opina.q ||= []).push(arguments) };
    opina('init', { auto: !location.search.includes('quiet') });
    opina('identify', location.hash.slice(1))</script>`;
  world.pages.set('/', { html: ordinaryPage(stub + world.snippet) });
  await world.ask({ variants });
});
afterAll(() => world.close());
afterEach(() => context.close());

async function visit(variant: string, query = ''): Promise<void> {
  context = await world.browser.newContext();
  page = await context.newPage();
  posts = [];
  page.on('request', (request) => {
    const path = new URL(request.url()).pathname;
    if (path.startsWith('/v1/')) posts.push([path, request.postDataJSON()]);
  });
  await page.goto(`${world.shop}/${query}#${personIn(variants, variant)}`);
  await page.waitForFunction('window.opina?.show');
}

const card = (question = survey.question ?? '') => page.getByRole('dialog', { name: question });

/** Every post so far, with the variant that it says. */
const variantsPosted = () => posts.map(([path, { variant }]) => [path, variant]);

describe('a visitor is asked in their variant', () => {
  it('in its words, at its moment, and all that is posted says which', async () => {
    await visit('short');
    await page.evaluate("opina.track('paid')");
    await card(short).getByText('9', { exact: true }).click();
    await card(short).getByRole('textbox').fill('Good.');
    await card(short).getByRole('button', { name: 'Send' }).click();
    await card(short)
      .getByText(survey.thanks ?? '')
      .waitFor();
    const said = variantsPosted();
    expect(said.filter(([path]) => path === '/v1/v')).toEqual([['/v1/v', 'short']]);
    expect(said.filter(([path]) => path === '/v1/r').length).toBeGreaterThan(1);
    expect(new Set(said.map(([, variant]) => variant))).toEqual(new Set(['short']));
  });

  it('which is the survey as it is for the control', async () => {
    await visit('plain');
    await card().getByRole('button', { name: 'Close' }).click();
    await expect.poll(variantsPosted).toEqual([['/v1/v', 'plain']]);
  });

  it('whoever asks: also by show', async () => {
    await visit('short', '?quiet');
    await page.evaluate("opina.show('nps')");
    await card(short).waitFor();
  });

  it('and in another one once they are somebody else', async () => {
    await visit('plain', '?quiet');
    await page.evaluate(`opina.identify('${personIn(variants, 'short')}'); opina.init({ auto: true })`);
    const [explanation] = (await page.evaluate('opina.explain()')) as Explanation[];
    expect(explanation).toMatchObject({ survey: 'nps', variant: 'short', when: '0 s after the event paid' });
    await page.evaluate("opina.track('paid')");
    await card(short).waitFor();
  });
});
