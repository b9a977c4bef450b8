/** A page on which every kind of survey can be asked everywhere, and led through all of its states. */

import type { BrowserContext, BrowserContextOptions, Locator, Page } from 'playwright-core';
import type { Display, Survey } from '../../core/contract.ts';
import { scales } from '../../core/scales.ts';
import { kinds } from './kinds.ts';
import type { World } from './world.ts';

/** What the Worker does with a response: stores it, wants it later, or refuses it for good. */
const headers = { 'Access-Control-Allow-Origin': '*' };
const answers = {
  stores: { headers },
  waits: { headers, status: 503 },
  refuses: { headers, status: 409, body: '{"code":"closed","detail":"Too late."}' },
};

export interface Stage {
  context: BrowserContext;
  page: Page;
  /** From now on the Worker answers like this. */
  answer: keyof typeof answers;
  /** Opens a survey of that kind in a card or a dialog. */
  open(kind: string, display: Display): Promise<Locator>;
  close(): Promise<void>;
}

/** In the order in which a visitor may meet them all; each starts from the one before. */
export const states = ['asked', 'scored', 'bad e-mail', 'kept', 'refused', 'thanks'] as const;

export type State = (typeof states)[number];

export type Direction = 'ltr' | 'rtl';

const languages = { ltr: 'en', rtl: 'he' } as const;

/** Links are a survey's own words, so it has them in both languages. */
const spoken = (survey: Survey): Survey => ({ ...survey, translations: { he: { links: { low: hebrewLink } } } });
const hebrewLink = { text: 'למרכז העזרה', url: 'https://shop.example/help' };

export const idOf = (kind: string, display: Display) => `${kind}-${display}`;

/** Makes every kind of survey for these displays, and pages for them in both directions: `/ltr`, `/rtl/inline`. */
export async function setStage(world: World, displays: readonly Display[], names = Object.keys(kinds)): Promise<void> {
  await world.ask({ status: 'paused' });
  for (const name of names) {
    for (const display of displays) await world.put(idOf(name, display), { ...spoken(kindOf(name)), display });
  }
  const inline = names.map((name) => `<opina-survey survey="${idOf(name, 'inline')}"></opina-survey>`).join('\n');
  for (const direction of ['ltr', 'rtl'] as const) {
    world.pages.set(`/${direction}`, { html: stagePage(world, direction, '') });
    world.pages.set(`/${direction}/inline`, { html: stagePage(world, direction, inline) });
  }
}

/** A page without a fault of its own. */
export function stagePage(world: World, direction: Direction, body: string): string {
  return `<!doctype html><html lang="${languages[direction]}" dir="${direction}"><head><meta charset="utf-8">
    <title>Shop</title><meta name="viewport" content="width=device-width, initial-scale=1">
    <script>opina=function(){(opina.q=opina.q||[]).push(arguments)};opina('init',{auto:false})</script>
    ${world.snippet}</head>
    <body><main><h1>Shop</h1><p>Plants and pots.</p>${body}</main></body></html>`;
}

export function kindOf(name: string): Survey {
  const survey = (kinds as Record<string, Survey>)[name];
  if (!survey) throw new Error(`There is no kind ${name}.`);
  return survey;
}

/** Opens one of the stage's pages. Nothing that is given there reaches the Worker. */
export async function openStage(world: World, path: string, options: BrowserContextOptions = {}): Promise<Stage> {
  const context = await world.browser.newContext({ reducedMotion: 'reduce', ...options });
  const page = await context.newPage();
  const stage: Stage = {
    ...{ context, page, answer: 'stores' },
    async open(kind, display) {
      await page.evaluate(`opina.show('${idOf(kind, display)}')`);
      const card = page.getByRole('dialog');
      await card.waitFor();
      return card;
    },
    close: () => context.close(),
  };
  await context.route('**/v1/*', (route) => route.fulfill(answers[stage.answer]));
  await page.goto(world.shop + path);
  await page.waitForFunction('window.opina.show');
  return stage;
}

/** A score of the low segment, after which everything is asked. */
export function lowScoreOf(kind: string): number {
  const { good, min, max } = scales[kindOf(kind).scale];
  return good === 'high' ? min : max;
}

const status = (card: Locator) => card.getByRole('status');

/** What a visitor does to come from a state into the next. */
const ways: Record<State, (stage: Stage, card: Locator, kind: string) => Promise<void>> = {
  async asked(_, card) {
    await card.getByRole('radio').first().waitFor();
  },
  async scored(_, card, kind) {
    await card.locator(`[type=radio][value="${lowScoreOf(kind)}"]`).click();
    await card.getByRole('textbox').first().waitFor();
  },
  async 'bad e-mail'(_, card) {
    await card.locator('[type=email]').fill('nobody');
    await card.locator('.send').click();
    await card.locator('[aria-invalid=true]').waitFor();
  },
  async kept(stage, card) {
    stage.answer = 'waits';
    await card.locator('[type=email]').fill('ana@shop.example');
    await card.locator('.send').click();
    await status(card).filter({ hasText: /\.$/ }).waitFor();
  },
  async refused(stage, card) {
    stage.answer = 'refuses';
    await card.locator('.send').click();
    await status(card).filter({ hasText: 'Too late.' }).waitFor();
  },
  async thanks(stage, card) {
    stage.answer = 'stores';
    await card.locator('.send').click();
    await card.locator('.thanks').waitFor();
  },
};

/** One step, into a state from the one before. */
export async function enter(
  stage: Stage,
  card: Locator,
  { kind, state }: { kind: string; state: State },
): Promise<void> {
  if (state === 'asked') stage.answer = 'stores';
  await ways[state](stage, card, kind);
}

/** Leads an open survey through all of its states, and looks at each. */
export async function walk(
  stage: Stage,
  card: Locator,
  { kind, look }: { kind: string; look(state: State): Promise<void> },
): Promise<void> {
  for (const state of states) {
    await enter(stage, card, { kind, state });
    await look(state);
  }
}

/** The same up to one state. */
export async function lead(stage: Stage, card: Locator, { kind, to }: { kind: string; to: State }): Promise<void> {
  for (const state of states.slice(0, states.indexOf(to) + 1)) await enter(stage, card, { kind, state });
}
