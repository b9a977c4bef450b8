import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Survey, Variant } from '../../core/contract.ts';
import type { Explanation } from '../../core/explanation.ts';
import { makeId } from '../../core/id.ts';
import { personIn } from './visitors.ts';
import { openWorld, ordinaryPage, survey, type World } from './world.ts';

const variants: Variant[] = [
  { id: 'ten', change: {} },
  { id: 'faces', change: { scale: 'csat', question: 'How was it?' } },
];

let world: World;
let dashboard: Page;

beforeAll(async () => {
  world = await openWorld({ variants });
  const stub = `<script>window.opina ||= function () { (opina.q ||= []).push(arguments) };
    opina('identify', location.hash.slice(1))</script>`;
  world.pages.set('/', { html: ordinaryPage(stub + world.snippet) });
});
afterAll(() => world.close());

/** A visitor's page once it asks, as a card of that name. */
async function visit(variant: string, question = survey.question ?? '') {
  const context = await world.browser.newContext();
  const page = await context.newPage();
  page.setDefaultTimeout(8000);
  await page.goto(`${world.shop}/#${personIn(variants, variant)}`);
  const card = page.getByRole('dialog', { name: question });
  await card.waitFor();
  return { page, card, close: () => context.close() };
}

/** Every response, oldest first. */
async function stored() {
  const sql = 'SELECT score, scale, variant FROM response ORDER BY id';
  return (await world.worker.db.prepare(sql).run<{ score: number; scale: string; variant: string }>()).results;
}

const panel = () => dashboard.getByRole('region', { name: 'Experiment' });
const scoreOf = () => dashboard.getByRole('region', { name: /^(NPS|CSAT)/u });

describe('two variants of different types of question', () => {
  it('are each asked as their own, and what is given is stored on its scale', async () => {
    const ten = await visit('ten');
    expect(await ten.card.getByRole('radio').count()).toBe(11);
    await ten.card.getByRole('radio', { name: '9', exact: true }).click();
    await expect.poll(stored).toEqual([{ score: 9, scale: '', variant: 'ten' }]);
    await ten.close();

    const faces = await visit('faces', 'How was it?');
    expect(await faces.card.getByRole('radio').count()).toBe(5);
    const [explanation] = (await faces.page.evaluate('opina.explain()')) as Explanation[];
    expect(explanation).toMatchObject({ variant: 'faces', metric: 'csat' });
    await faces.card.getByRole('radio', { name: 'Very satisfied' }).click();
    await expect.poll(stored).toContainEqual({ score: 5, scale: 'csat', variant: 'faces' });
    await faces.close();
  });

  it('are side by side in the experiment, each score on its own scale', async () => {
    const context = await world.browser.newContext();
    dashboard = await context.newPage();
    dashboard.setDefaultTimeout(8000);
    await dashboard.goto(`${world.opina}/sign-in#${await world.signInLink()}`);
    await dashboard.getByRole('heading', { name: 'Trend' }).waitFor();
    await scoreOf().getByText('100', { exact: true }).waitFor();
    await dashboard.getByText(/^1 response of these days was given on another scale, CSAT 1–5/u).waitFor();
    await panel().getByRole('button', { name: 'Compare the variants' }).click();
    const cellsOf = async (name: string) =>
      (await panel().getByRole('row', { name }).getByRole('cell').allInnerTexts()).slice(0, 3);
    await expect.poll(() => cellsOf('ten')).toEqual(['1', '100%', '100 NPS 0–10']);
    expect(await cellsOf('faces')).toEqual(['1', '100%', '100% CSAT 1–5']);
    await panel().getByText('Scores on different scales are not compared', { exact: false }).waitFor();
  });

  it('have numbers of their own behind a link', async () => {
    await dashboard.getByRole('link', { name: 'Numbers on CSAT 1–5' }).click();
    await scoreOf().getByRole('heading', { name: 'CSAT' }).waitFor();
    await dashboard.getByText('These are the responses on CSAT 1–5.', { exact: false }).waitFor();
    await dashboard.goBack();
    await scoreOf().getByRole('heading', { name: 'NPS' }).waitFor();
  });
});

describe('a winner on another scale', () => {
  it('is the survey that everybody is asked, with its own numbers, and the former ones a link away', async () => {
    const confirmed = new Promise<string>((resolve) => {
      dashboard.once('dialog', (dialog) => {
        resolve(dialog.message());
        void dialog.accept();
      });
    });
    await panel().getByRole('button', { name: 'faces' }).click();
    expect(await confirmed).toMatch(/Its scale, CSAT 1–5, becomes that of the survey/u);
    await scoreOf().getByRole('heading', { name: 'CSAT' }).waitFor();
    await expect.poll(() => dashboard.locator('.trend .break').count()).toBe(1);
    const now = (await world.call('GET', 'sites/shop/surveys/nps')) as Survey;
    expect([now.scale, now.variants]).toEqual(['csat', undefined]);

    const asked = await visit('ten', 'How was it?');
    await asked.card.getByRole('radio', { name: 'Very dissatisfied' }).click();
    await expect.poll(stored).toContainEqual({ score: 1, scale: 'csat', variant: '' });
    await asked.close();
    await scoreOf().getByText('50%', { exact: true }).waitFor();
    await dashboard.getByRole('link', { name: 'Numbers on NPS 0–10' }).click();
    await scoreOf().getByText('100', { exact: true }).waitFor();
    await dashboard.getByText('The survey is asked on CSAT 1–5.', { exact: false }).waitFor();
  });
});

describe('an experiment of which only a variant on another scale has responses', () => {
  it('is there to be looked at', async () => {
    await world.put('second', { ...survey, status: 'paused', variants });
    const id = makeId(Date.now(), crypto.getRandomValues(new Uint8Array(10)));
    const response = { site: 'shop', survey: 'second', id, rev: 1, score: 4, variant: 'faces' };
    const post = { method: 'POST', headers: { Origin: world.shop }, body: JSON.stringify(response) };
    expect((await fetch(`${world.opina}/v1/r`, post)).status).toBe(201);
    await dashboard.goto(`${world.opina}/sites/shop/surveys/second`);
    await dashboard.getByText('The experiment below has them beside the others.', { exact: false }).waitFor();
    await panel().getByRole('button', { name: 'Compare the variants' }).click();
    await panel().getByText('100% CSAT 1–5').waitFor();
  });
});
