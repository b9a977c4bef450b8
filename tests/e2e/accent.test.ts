import type { Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { changedPixels, faint, paintedIn } from './colours.ts';
import { lead, openStage, type Stage, setStage, stagePage } from './stage.ts';
import { openWorld, type World } from './world.ts';

const accents = {
  white: '#fff',
  black: '#000',
  yellow: '#ffeb00',
  'mid grey': '#808080',
  'saturated blue': '#00f',
  'saturated red': '#f00',
  'saturated green': '#0f0',
};

const pathOf = (name: string) => `/${name.replace(' ', '-')}`;

/** Cells with words, and drawings. */
const asked = ['nps', 'stars'];

let world: World;
let stage: Stage;

beforeAll(async () => {
  world = await openWorld();
  await setStage(world, ['card'], asked);
  for (const [name, colour] of Object.entries(accents)) {
    const style = `<style>:root { --opina-accent: ${colour} }</style>`;
    world.pages.set(pathOf(name), { html: stagePage(world, 'ltr', style) });
  }
});
afterAll(() => world.close());
afterEach(() => stage.close());

/** Goes through all that the focus comes to, and finds what is faint on the way. */
async function faintOnTheWay({ page }: Stage, card: Locator, stops: number): Promise<string[]> {
  const outlined = new Set<string>();
  const found = new Set<string>();
  while (outlined.size < stops) {
    await page.keyboard.press('Tab');
    const painted = await paintedIn(card);
    for (const { what } of painted) if (what.startsWith('outline')) outlined.add(what);
    for (const what of faint(painted)) found.add(what);
  }
  return [...found];
}

/** The score, six reasons, two fields, Privacy, Send and Close: the bench goes to all of them. */
const stops = 12;
const isWhole = process.env.WHOLE === 'true';

/** Chooses a score, and answers how many pixels show that it is chosen. */
async function chosenPixels({ page }: Stage, card: Locator): Promise<number> {
  const cell = card.locator('.scale label').nth(1);
  const before = await cell.screenshot();
  await cell.click();
  await card.locator('.send').hover();
  return changedPixels(page, before, await cell.screenshot());
}

describe.each(['light', 'dark'] as const)('in %s, with the accent of the page', (colorScheme) => {
  const names = Object.keys(accents).filter((_, index) => isWhole || index % 2 === (colorScheme === 'dark' ? 1 : 0));
  it.each(names)('%s: all stands out, and so do the focus and what is chosen', async (name) => {
    stage = await openStage(world, pathOf(name), { colorScheme });
    const turn = Object.keys(accents).indexOf(name) + (colorScheme === 'dark' ? 1 : 0);
    for (const kind of asked.filter((_, index) => isWhole || index === turn % asked.length)) {
      const card = await stage.open(kind, 'card');
      expect(await chosenPixels(stage, card), kind).toBeGreaterThan(40);
      await lead(stage, card, { kind, to: 'bad e-mail' });
      expect(await faintOnTheWay(stage, card, isWhole ? stops : 3), kind).toEqual([]);
      await card.locator('.close').click();
    }
  });
});

describe.each(['light', 'dark'] as const)('under forced colours, in %s', (colorScheme) => {
  it.each(['auto', 'light', 'dark'])('all stands out where the page has set the theme %s', async (theme) => {
    stage = await openStage(world, pathOf('black'), { colorScheme, forcedColors: 'active' });
    await stage.page.evaluate(`opina.init({ theme: '${theme}' })`);
    const turn = ['auto', 'light', 'dark'].indexOf(theme) + (colorScheme === 'dark' ? 1 : 0);
    for (const kind of asked.filter((_, index) => isWhole || index === turn % asked.length)) {
      const card = await stage.open(kind, 'card');
      await lead(stage, card, { kind, to: 'bad e-mail' });
      expect(await faintOnTheWay(stage, card, isWhole ? stops : 3), kind).toEqual([]);
      // Text keeps its own colour, but gets the ground of the page, wherever that is not asked for.
      const send = card.locator('.send');
      expect(await send.evaluate((button) => getComputedStyle(button).forcedColorAdjust)).toBe('none');
      await card.locator('.close').click();
    }
  });
});
