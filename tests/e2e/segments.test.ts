import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Explanation } from '../../core/explanation.ts';
import type { Rule } from '../../core/rules.ts';
import { openWorld, ordinaryPage, survey, type World } from './world.ts';

let world: World;
/** The team's simulator. */
let team: Page;

const buyers: Rule = {
  any: [
    { fact: 'trait.orders', above: 2 },
    { fact: 'trait.plan', is: 'pro' },
  ],
};
const staff: Rule = { fact: 'trait.mail', glob: '*@acme.example' };
const paid = { on: 'event', event: 'paid' } as const;

const name = (segments: Record<string, Rule>) =>
  world.call('PUT', 'sites/shop', { name: 'Acme', origins: [world.shop], segments });

beforeAll(async () => {
  world = await openWorld({ status: 'paused' });
  await name({ buyers, staff });
  const where = { all: [{ segment: 'buyers' }, { not: { segment: 'staff' } }] };
  const large = { all: [{ segment: 'buyers' }, { fact: 'event.total', above: 50 } as const] };
  await world.put('rule', { ...survey, name: 'By a rule', when: [paid], where });
  await world.put('moment', { ...survey, name: 'By a moment', when: [{ ...paid, event: 'returned', where: large }] });
  world.pages.set('/', { html: ordinaryPage(world.snippet) });
  team = await (await world.browser.newContext()).newPage();
  await team.goto(`${world.opina}/sign-in#${await world.signInLink()}`);
  await team.getByRole('link', { name: 'Who is asked' }).waitFor();
});
afterAll(() => world.close());

type Traits = Record<string, string | number>;

/** The page as a visitor of those traits has it who was not here before. */
async function visit(traits: Traits): Promise<Page> {
  const page = await world.browser.newPage();
  await page.goto(`${world.shop}/`);
  await page.waitForFunction('window.opina?.show');
  await page.waitForLoadState('load');
  await page.evaluate(`opina.identify('ana', { traits: ${JSON.stringify(traits)} })`);
  return page;
}

/** What the page says of the survey that has a rule. */
async function explain(page: Page): Promise<Explanation | undefined> {
  const said = (await page.evaluate('opina.explain()')) as Explanation[];
  return said.find(({ survey }) => survey === 'rule');
}

/** The same of the simulator, for a visitor of those traits: its gate `where`. */
async function gateOf(traits: Traits) {
  const lines = Object.entries(traits).map(([key, value]) => `${key}=${value}`);
  const query = new URLSearchParams({ url: `${world.shop}/`, person: 'ana', traits: lines.join('\n') });
  await team.goto(`${world.opina}/sites/shop/simulator?${query}`);
  const verdict = team.getByRole('region', { name: 'By a rule', exact: true });
  const gate = verdict.getByRole('listitem').filter({ hasText: 'where' });
  await gate.waitFor();
  return { all: await gate.textContent(), saw: await gate.locator('.saw').textContent() };
}

const card = (page: Page) => page.getByRole('dialog', { name: survey.question ?? '' });

/** Whether a card is there after everything that is due by now is done. */
async function isShown(page: Page): Promise<boolean> {
  await page.evaluate(
    () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(resolve, 50)))),
  );
  return (await card(page).count()) > 0;
}

describe('a survey that is asked by named segments', () => {
  it.each<[string, Traits, asks: boolean]>([
    ['asks who is in one', { orders: 3, mail: 'ana@example.org' }, true],
    ['asks who is in it in another way', { orders: 1, plan: 'pro' }, true],
    ['does not ask who is in none', { orders: 2, mail: 'ana@example.org' }, false],
    ['does not ask of whom nothing is known', {}, false],
    ['does not ask who is in the one that it leaves out', { orders: 9, mail: 'ana@acme.example' }, false],
  ])('%s, as the page and the simulator say too', async (_, traits, asks) => {
    const page = await visit(traits);
    const said = await explain(page);
    expect(said?.asks).toBe(asks);
    await page.evaluate('opina.track("paid")');
    if (asks) await card(page).waitFor();
    expect(await isShown(page)).toBe(asks);

    const { all, saw } = await gateOf(traits);
    expect(saw).toBe(said?.gates.find(({ gate }) => gate === 'where')?.saw);
    expect(all).toContain(asks ? 'passes' : 'fails');
    await page.close();
  });

  it.each<[string, Traits, total: number, asks: boolean]>([
    ['after an event of who is in one', { orders: 3 }, 70, true],
    ['not after an event that does not fit', { orders: 3 }, 20, false],
    ['not after an event of who is in none', { orders: 1 }, 70, false],
  ])('asks %s', async (_, traits, total, asks) => {
    const page = await visit(traits);
    await page.evaluate(`opina.track("returned", { total: ${total} })`);
    if (asks) await card(page).waitFor();
    expect(await isShown(page)).toBe(asks);
    await page.close();
  });

  it('asks whom the segment has in it once it is another, without being put again', async () => {
    await name({ buyers: { fact: 'trait.orders', above: 0 }, staff });
    const page = await visit({ orders: 1 });
    expect((await explain(page))?.asks).toBe(true);
    await page.evaluate('opina.track("paid")');
    await card(page).waitFor();
    await page.close();
    await name({ buyers, staff });
  });
});
