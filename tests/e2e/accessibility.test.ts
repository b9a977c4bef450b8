import { AxeBuilder } from '@axe-core/playwright';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, type TestContext } from 'vitest';
import { faint, paintedIn } from './colours.ts';
import { kinds } from './kinds.ts';
import { enter, idOf, kindOf, lead, openStage, type Stage, setStage, stagePage, states, walk } from './stage.ts';
import { openWorld, type World } from './world.ts';

const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const names = Object.keys(kinds);
/** The bench looks at every question also in cards of its own; the page with all of them at once is always looked at. */
const isWhole = process.env.WHOLE === 'true';

/** axe knows where things lie only below `<body>`: beside it, it decides on neither contrast nor overlap. */
const belowBody = '<script>document.documentElement.append = (...all) => document.body.append(...all)</script>';

const schemes: Record<string, BrowserContextOptions> = {
  light: { colorScheme: 'light' },
  dark: { colorScheme: 'dark' },
  'forced colours': { forcedColors: 'active' },
};
const matrix = Object.keys(schemes).flatMap((scheme) => (['ltr', 'rtl'] as const).map((way) => [scheme, way] as const));

let world: World;

beforeAll(async () => {
  world = await openWorld();
  await setStage(world, ['card', 'dialog', 'inline']);
  for (const way of ['ltr', 'rtl'] as const) {
    world.pages.set(`/${way}/below`, { html: stagePage(world, way, belowBody) });
  }
});
afterAll(() => world.close());

interface Audit {
  stage: Stage;
  /** Everything that axe holds against the page, or cannot decide. */
  faults: string[];
  runs: number;
  look(where: string): Promise<void>;
}

/** Opens a page and looks at it; the library is put there once. */
async function audit({ onTestFinished }: TestContext, scheme: string, path: string): Promise<Audit> {
  // High enough for a tab not to be covered by its own card.
  const stage = await openStage(world, path, { viewport: { width: 1280, height: 1600 }, ...schemes[scheme] });
  onTestFinished(() => stage.close());
  const { page } = stage;
  await new AxeBuilder({ page }).setLegacyMode().withRules('html-has-lang').analyze();
  const isForced = scheme === 'forced colours';
  const axe = new AxeBuilder({ page, axeSource: ' ' }).setLegacyMode().options({
    runOnly: rules,
    resultTypes: ['violations', 'incomplete'],
    // axe reads a colour that forcing leaves as it was; what is painted is measured instead.
    rules: { 'color-contrast': { enabled: !isForced } },
  });
  const made: Audit = {
    ...{ stage, faults: [], runs: 0 },
    async look(where) {
      const { violations, incomplete } = await axe.analyze();
      for (const { id, nodes } of [...violations, ...incomplete]) {
        for (const { html, target, failureSummary } of nodes) {
          // The cross of the button is not a word that its name could hold.
          const isCross = id === 'label-content-name-mismatch' && html.includes('class="close"');
          if (!isCross) made.faults.push(`${where}: ${id}, ${target}, ${failureSummary}`);
        }
      }
      if (isForced) made.faults.push(...(await faintPlaces(page, where)));
      made.runs++;
    },
  };
  return made;
}

/** What is painted with too little contrast. */
async function faintPlaces(page: Page, where: string): Promise<string[]> {
  const painted = (await Promise.all((await page.locator('.card').all()).map(paintedIn))).flat();
  return faint(painted).map((what) => `${where}: contrast, ${what}`);
}

describe.concurrent('axe finds nothing wrong and decides everything', { timeout: 600_000 }, () => {
  it.for(matrix.filter((_, cell) => isWhole || [0, 3, 4].includes(cell)))(
    'in cards or dialogs, by turns, in every state, in %s %s',
    async ([scheme, way], test) => {
      const made = await audit(test, scheme, `/${way}/below`);
      const cell = matrix.findIndex(([other, its]) => other === scheme && its === way);
      const inCards = names.filter((_, index) => isWhole || (index === cell + 3 && cell % 2 === 1));
      const inDialogs = names.filter((_, index) => index === cell && (isWhole || cell % 2 === 0));
      const asked = [
        ...inDialogs.map((kind) => [kind, 'dialog'] as const),
        ...inCards.map((kind) => [kind, 'card'] as const),
      ];
      for (const [kind, display] of asked) {
        const card = await made.stage.open(kind, display);
        await walk(made.stage, card, { kind, look: (state) => made.look(`${kind}, ${display}, ${state}`) });
        await card.locator('.close').click();
      }
      expect(made.faults).toEqual([]);
      expect(made.runs).toBe(asked.length * states.length);
    },
  );

  it.for(matrix.filter((_, cell) => isWhole || [1, 2, 5].includes(cell)))(
    'with every question in the page at once, in %s %s',
    async ([scheme, way], test) => {
      const { stage, faults, look } = await audit(test, scheme, `/${way}/inline`);
      for (const state of states) {
        for (const kind of names) {
          await enter(stage, stage.page.locator(`[survey=${idOf(kind, 'inline')}]`), { kind, state });
        }
        await look(state);
      }
      expect(faults).toEqual([]);
    },
  );

  it('where a card really stands, beside the body, apart from what it cannot decide there', async (test) => {
    const { stage, faults, look } = await audit(test, 'light', '/ltr');
    const card = await stage.open('nps', 'card');
    await walk(stage, card, { kind: 'nps', look });
    expect(faults.filter((fault) => !/: color-contrast, .*(Unable|too short|no value)/s.test(fault))).toEqual([]);
  });
});

describe('axe looks into the card, and finds', () => {
  const breaks: [what: string, rule: string, breakIt: (card: HTMLElement) => void][] = [
    ['pale words', 'color-contrast', (card) => card.style.setProperty('--_muted', '#aaa')],
    ['a dialog without a name', 'aria-dialog-name', (card) => card.removeAttribute('aria-label')],
    ['a star without a name', 'label', (card) => card.querySelector('.stars input')?.removeAttribute('aria-label')],
    ['words outside every landmark', 'region', (card) => card.removeAttribute('role')],
    [
      'targets too small to hit',
      'target-size',
      (card) => {
        for (const target of card.querySelectorAll<HTMLElement>('.actions *')) {
          target.style.cssText = 'all: unset; cursor: pointer; font-size: 8px; margin: -8px';
        }
      },
    ],
  ];

  it.for(breaks)('%s', async ([, rule, breakIt], test) => {
    const { stage, faults, look } = await audit(test, 'light', '/ltr/below');
    const card = await stage.open('stars', 'card');
    await lead(stage, card, { kind: 'stars', to: 'scored' });
    await look('whole');
    await card.evaluate(breakIt);
    await look('broken');
    expect(faults).toContainEqual(expect.stringContaining(`broken: ${rule}, opina-card`));
    expect(faults).not.toContainEqual(expect.stringContaining('whole'));
  });
});

describe.concurrent('axe finds nothing wrong with a tab and its card', { timeout: 600_000 }, () => {
  beforeAll(() => world.put('tab', { ...kindOf('nps'), display: 'tab' }));

  it.for(matrix.filter((_, cell) => isWhole || [0, 3, 4].includes(cell)))('in %s %s', async ([scheme, way], test) => {
    const { stage, faults, look } = await audit(test, scheme, `/${way}/below`);
    await stage.page.locator('.tab').waitFor();
    await look('closed');
    await stage.page.locator('.tab').click();
    const card = stage.page.getByRole('dialog');
    await walk(stage, card, { kind: 'nps', look });
    expect(faults).toEqual([]);
  });
});
