/** A visitor who answers the surveys of a page, and what the cards look like meanwhile. */

import type { Browser, Frame, Page } from 'playwright-core';

/** What the visitor gives to each survey: a low score, after which all that there is to ask is asked. */
export const scores: Record<string, number> = { nps: 3, faces: 2, stars: 1, thumbs: 0, inline: 1, dialog: 4 };

export const comment = 'Late';

export interface Visited {
  /** By `survey, state`: asked, scored and thanked. */
  screenshots: Map<string, Buffer>;
  /** What nobody caught. */
  errors: string[];
}

interface Visit {
  url: string;
  surveys: readonly string[];
  colorScheme: 'light' | 'dark';
  isFramed?: boolean | undefined;
}

const viewport = { width: 640, height: 820 };

/** Answers one survey after the other and closes those that can be closed. */
export async function visit(browser: Browser, { url, surveys, colorScheme, isFramed }: Visit): Promise<Visited> {
  const context = await browser.newContext({ viewport, reducedMotion: 'reduce', colorScheme });
  const visited: Visited = { screenshots: new Map(), errors: [] };
  try {
    const page = await context.newPage();
    page.on('pageerror', (error) => visited.errors.push(error.message));
    await page.goto(url);
    const frame = isFramed ? page.frames()[1] : page.mainFrame();
    if (!frame) throw new Error('The page has no frame.');
    await frame.waitForFunction('window.opina?.show');
    for (const survey of surveys) await answer(survey, { page, frame, visited });
  } finally {
    await context.close();
  }
  return visited;
}

/** By role and order, not by name: a card speaks the language of the page. */
async function answer(survey: string, on: { page: Page; frame: Frame; visited: Visited }): Promise<void> {
  const { page, frame, visited } = on;
  const isInline = survey === 'inline';
  const card = frame.locator(isInline ? 'opina-survey [part=card]' : 'opina-card [part=card]');

  /** The pixels of the card alone, which has to be wholly on the screen. */
  async function shoot(state: string): Promise<void> {
    await page.mouse.move(0, 0);
    const box = await card.boundingBox();
    if (!box) throw new Error(`${survey}, ${state}: there is no card`);
    const [left, top] = [Math.round(box.x), Math.round(box.y)];
    const [right, bottom] = [Math.round(box.x + box.width), Math.round(box.y + box.height)];
    const isInside = left >= 0 && top >= 0 && right <= viewport.width && bottom <= viewport.height;
    if (!isInside) throw new Error(`${survey}, ${state}: the card goes beyond the screen`);
    const clip = { x: left, y: top, width: right - left, height: bottom - top };
    visited.screenshots.set(`${survey}, ${state}`, await page.screenshot({ caret: 'hide', clip }));
  }

  if (!isInline) await frame.evaluate(`opina.show(${JSON.stringify(survey)})`);
  await card.getByRole('radio').first().waitFor();
  await shoot('asked');

  await card.locator(`[value="${scores[survey]}"]`).click();
  await card.getByRole('textbox').first().click();
  await page.keyboard.type(comment);
  await card.getByRole('checkbox').first().click();
  await shoot('scored');

  await card.getByRole('button').first().click();
  await card.getByRole('status').filter({ hasText: /\S/ }).and(card.locator('.thanks')).waitFor();
  await shoot('thanked');

  if (isInline) return;
  await card.getByRole('button').last().click();
  await card.waitFor({ state: 'detached' });
}
