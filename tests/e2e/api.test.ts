import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { kinds } from './kinds.ts';
import { openWorld, ordinaryPage, survey, type World } from './world.ts';

let world: World;
let context: BrowserContext;
let page: Page;
let warnings: string[];

beforeAll(async () => {
  world = await openWorld();
  await world.put('faces', { ...kinds.faces, display: 'dialog' });
  await world.put('helpful', { ...kinds.thumbs, display: 'inline' });
  await world.put('bought', {
    ...kinds.nps,
    when: [{ on: 'event', event: 'bought' }],
    translations: { pt: { question: 'Recomendaria?' } },
  });
});
afterAll(() => world.close());
afterEach(() => context.close());

/** A page whose script tag has those attributes and that query. */
async function visit(attributes = 'data-auto="false"', { query = '', language = 'en', body = '', options = {} } = {}) {
  const tag = `<script async ${attributes} src="${world.opina}/o/shop.js${query}"></script>`;
  world.pages.set('/', { html: ordinaryPage(tag, body).replace('lang="en"', `lang="${language}"`) });
  context = await world.browser.newContext(options);
  page = await context.newPage();
  warnings = [];
  page.on('console', (message) => message.type() === 'warning' && warnings.push(message.text()));
  await page.goto(world.shop);
  await page.waitForFunction('window.opina?.show');
}

const card = () => page.getByRole('dialog');
const attributeOf = (name: string) => card().evaluate((element, attribute) => element.getAttribute(attribute), name);
const show = async (id: string, how = '{}') => {
  await page.evaluate(`opina.show('${id}', ${how})`);
  await card().waitFor();
};

describe('options', () => {
  it.each([
    ['attributes of the script', 'data-auto="false" data-position="top-start" data-theme="dark"', '', ''],
    ['the query of the script', '', '?auto=false&position=top-start&theme=dark', ''],
    ['init', 'data-auto="false"', '', 'opina.init({ position: "top-start", theme: "dark", auto: false })'],
  ])('are taken from %s', async (_, attributes, query, script) => {
    await visit(attributes, { query });
    await page.evaluate(script);
    await show('nps');
    expect([await attributeOf('class'), await attributeOf('data-theme')]).toEqual(['card top-start', 'dark']);
    expect(warnings).toEqual([]);
  });

  it.each([
    ['attributes of the script', 'data-auto="false" data-position="left" data-theme="dim"', '', ''],
    ['the query of the script', 'data-auto="false"', '?position=left&theme=dim', ''],
    ['init', 'data-auto="false"', '', 'opina.init({ position: "left", theme: "dim" })'],
  ])('that are wrong in %s are named on the console, and the defaults stand', async (_, attributes, query, script) => {
    await visit(attributes, { query });
    await page.evaluate(script);
    await show('nps');
    expect([await attributeOf('class'), await attributeOf('data-theme')]).toEqual(['card ', 'auto']);
    expect(warnings).toEqual([
      'opina: position "left" is not /^(bottom|top)-(end|start)$/',
      'opina: theme "dim" is not /^(auto|light|dark)$/',
    ]);
  });

  it('that are not ours are left alone: platforms have their own', async () => {
    await visit('data-auto="false" data-cfasync="false" data-wp-strategy="async"', { query: '?ver=6.4' });
    expect(warnings).toEqual([]);
  });
});

describe('the language', () => {
  it.each([
    ['of the option', 'data-auto="false" data-language="fr"', 'de', 'es-ES', /^Quelle est la probabilité/],
    ['of the page', 'data-auto="false"', 'de-AT', 'es-ES', /^Wie wahrscheinlich/],
    ['of the browser, where the page names none', 'data-auto="false"', '', 'es-MX', /^¿Qué probabilidad/],
    ['a translation is there for', 'data-auto="false"', 'pt-PT', 'es-ES', 'Recomendaria?'],
  ])('is the one %s', async (_, attributes, language, locale, name) => {
    await visit(attributes, { language, options: { locale } });
    await show('bought');
    expect(await card().getAttribute('aria-label')).toMatch(name);
  });

  it('of a question of one’s own is the one it is written in, whatever the page’s', async () => {
    await visit('data-auto="false"', { language: 'fr' });
    await show('nps');
    expect([await attributeOf('aria-label'), await attributeOf('lang')]).toEqual([survey.question, 'en']);
  });

  it('addresses the visitor as the survey wants it', async () => {
    await world.put('bought', { ...kinds.nps, when: [{ on: 'event', event: 'bought' }], register: 'informal' });
    await visit('data-auto="false"', { language: 'de' });
    await show('bought');
    expect(await attributeOf('aria-label')).toContain('dass du Acme');
  });

  it('that can not be had is no reason not to ask', async () => {
    await visit('data-auto="false"', { language: 'fi' });
    await context.route('**/fi.js', (route) => route.abort());
    await show('faces');
    expect(await attributeOf('aria-label')).toBe('How satisfied are you with Acme?');
  });
});

describe('what happens', () => {
  it('is told to listeners and as DOM events that cross shadow roots', async () => {
    context = await world.browser.newContext();
    page = await context.newPage();
    await page.addInitScript(() => {
      const heard: unknown[] = [];
      Object.assign(document, { heard });
      for (const name of ['ready', 'show', 'score', 'submit', 'dismiss', 'error']) {
        document.addEventListener(`opina:${name}`, (event) => {
          const { detail, target } = event as CustomEvent & { target: Node };
          heard.push([name, detail, target.nodeName.toLowerCase()]);
        });
      }
    });
    const stub = `<script>opina=window.opina||function(){(opina.q=opina.q||[]).push(arguments)};
      opina("on","score",function(d){document.heard.push(["on",d])})</script>`;
    world.pages.set('/', { html: ordinaryPage(stub + world.snippet.replace('<script', '<script data-auto="false"')) });
    await page.goto(world.shop);
    await page.waitForFunction('window.opina?.show');
    await show('nps');
    await card().getByRole('radio', { name: '2', exact: true }).click();
    await card().getByRole('button', { name: 'Send' }).click();
    await card().getByText('Thank you').waitFor();
    await card().getByRole('button', { name: 'Close' }).click();
    await show('faces');
    await card().getByRole('button', { name: 'Close' }).click();
    await page.evaluate('opina.show("nothing")');
    const heard = () => page.evaluate('document.heard');
    await expect.poll(heard).toHaveLength(8);
    expect(await heard()).toEqual([
      ['ready', {}, '#document'],
      ['show', { survey: 'nps' }, 'opina-card'],
      ['score', { survey: 'nps', score: 2 }, 'opina-card'],
      ['on', { survey: 'nps', score: 2 }],
      ['submit', { survey: 'nps', score: 2 }, 'opina-card'],
      ['show', { survey: 'faces' }, 'opina-card'],
      ['dismiss', { survey: 'faces' }, '#document'],
      ['error', { reason: 'There is no live survey nothing.' }, '#document'],
    ]);
  });

  it('is heard of “ready” even by those who come late, and no more after the undo', async () => {
    await visit();
    const [ready, score] = await page.evaluate(async () => {
      const { opina } = window as unknown as { opina: { on(event: string, listener: () => void): () => void } };
      const isReady = await new Promise<boolean>((resolve) => void opina.on('ready', () => resolve(true)));
      let scores = 0;
      opina.on('score', () => scores++)();
      document.dispatchEvent(new CustomEvent('opina:score', { detail: {} }));
      return [isReady, scores];
    });
    expect([ready, score]).toEqual([true, 0]);
  });
});

describe('a survey is asked', () => {
  it('over the page only when told to, and then it has the focus until it is closed', async () => {
    await visit('data-auto="false"', { body: '<button id="ask" onclick="opina.show(\'faces\')">Ask</button>' });
    await page.locator('#ask').click();
    const dialog = page.locator('opina-card dialog');
    await dialog.waitFor();
    expect(await dialog.evaluate((element) => element.matches(':modal'))).toBe(true);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('ask');
  });

  it('after its event, and not on load', async () => {
    await world.ask({ status: 'paused' });
    await visit('');
    await page.waitForLoadState('networkidle');
    expect(await card().count()).toBe(0);
    await page.evaluate('opina.track("sold"), opina.track("bought")');
    await card().waitFor();
    await world.ask({});
  });

  it('behind a tab, which gets the focus back', async () => {
    await world.put('side', { ...kinds.nps, display: 'tab', tab: 'Say it' });
    await visit();
    await world.put('side', { ...kinds.nps, display: 'tab', status: 'paused' });
    const tab = page.getByRole('button', { name: 'Say it' });
    await tab.click();
    await card().waitFor();
    expect(
      await card()
        .getByRole('radio')
        .first()
        .evaluate((radio) => radio.matches(':focus')),
    ).toBe(true);
    await page.keyboard.press('Escape');
    await card().waitFor({ state: 'detached' });
    expect(await tab.evaluate((button) => button.matches(':focus'))).toBe(true);
  });

  it('in the page, several times, without a shift and without a trace on the device', async () => {
    const element = '<opina-survey survey="helpful"></opina-survey><p>Between</p>';
    const body = `<style>opina-survey { display: block; min-height: 84px }</style>${element.repeat(2)}`;
    await visit('data-auto="false"', { body });
    const shift = page.evaluate(
      () =>
        new Promise<number>((resolve) => {
          let sum = 0;
          new PerformanceObserver((list) => {
            for (const entry of list.getEntries() as (PerformanceEntry & { value: number })[]) sum += entry.value;
          }).observe({ type: 'layout-shift', buffered: true });
          document.addEventListener('opina:score', () => resolve(sum));
        }),
    );
    const places = page.locator('opina-survey');
    await places.nth(1).getByText('No', { exact: true }).click();
    expect(await shift).toBe(0);
    await places.nth(0).getByText('Yes').click();
    await places.nth(1).getByRole('textbox').first().fill('Not clear');
    const stored = page.waitForResponse((answer) => answer.url().endsWith('/v1/r'));
    await places.nth(1).getByRole('button', { name: 'Send' }).click();
    await stored;
    await places.nth(1).getByText('Thank you').waitFor();
    expect(await page.evaluate(() => localStorage.length + sessionStorage.length)).toBe(0);
    const sql = "SELECT score, comment FROM response WHERE survey = 'helpful' ORDER BY score";
    await expect
      .poll(async () => (await world.worker.db.prepare(sql).run()).results)
      .toEqual([
        { score: 0, comment: 'Not clear' },
        { score: 1, comment: null },
      ]);
  });

  it('as a test: it is shown whole, and nothing is sent or kept', async () => {
    await visit();
    const posts: string[] = [];
    page.on('request', (request) => request.method() === 'POST' && posts.push(request.url()));
    await show('faces', '{ test: true }');
    await card().getByRole('radio', { name: 'Very satisfied' }).click();
    await card().locator('textarea').fill('Only a test');
    await card().getByRole('button', { name: 'Send' }).click();
    await card().getByRole('link', { name: 'Leave a review' }).waitFor();
    await card().getByRole('button', { name: 'Close' }).click();
    expect(posts).toEqual([]);
    expect(await page.evaluate(() => localStorage.length)).toBe(0);
  });
});

describe('what is closed while it is loading does not open', () => {
  it.each(['close', 'destroy'])('by %s', async (method) => {
    await visit('data-auto="false"', { language: 'fr' });
    let letGo = () => {};
    const held = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    await context.route('**/fr.js', async (route) => {
      await held;
      await route.continue();
    });
    const wanted = page.waitForRequest('**/fr.js');
    await page.evaluate('opina.show("faces")');
    await wanted;
    await page.evaluate(`opina.${method}()`);
    const arrived = page.waitForResponse('**/fr.js');
    letGo();
    await (await arrived).finished();
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve))));
    expect(await page.locator('opina-card').count()).toBe(0);
  });
});

it('reasons for a low score are not sent with a high one', async () => {
  await visit();
  await show('faces');
  const posts: { score: number; reasons?: string[] }[] = [];
  page.on('request', (request) => {
    if (request.url().endsWith('/v1/r')) posts.push(request.postDataJSON());
  });
  await card().getByRole('radio').first().click();
  await card().getByRole('checkbox').first().click();
  await card().getByRole('radio', { name: 'Very satisfied', exact: true }).click();
  await card().getByRole('button', { name: 'Send' }).click();
  await card().getByText('Thank you').waitFor();
  expect(posts.at(-1)).toMatchObject({ score: 5, reasons: [] });
});

it('a name with signs in it is asked for as it is', async () => {
  await world.put('signs', { ...survey, question: undefined, subject: "Ca$$h & $'s" } as never);
  await visit();
  await show('signs');
  expect(await attributeOf('aria-label')).toContain("recommend Ca$$h & $'s to");
  await world.put('signs', { ...survey, status: 'paused' });
});

it('that was copied into the page says on the console how it has to be loaded, and does nothing else', async () => {
  const script = await (await fetch(`${world.opina}/o/shop.js`, { headers: { origin: world.shop } })).text();
  world.pages.set('/copied', { html: ordinaryPage(`<script>${script}</script>`) });
  context = await world.browser.newContext();
  page = await context.newPage();
  const heard: string[] = [];
  page.on('console', (message) => heard.push(message.text()));
  page.on('pageerror', (error) => heard.push(String(error)));
  await page.goto(`${world.shop}/copied`);
  expect(heard).toEqual(['opina: needs a src']);
});

it('tells on request what speaks for asking and what against it', async () => {
  await visit('');
  await card().getByRole('button', { name: 'Close' }).click();
  const explained = (await page.evaluate('opina.explain()')) as { survey: string; asks: boolean; gates: object[] }[];
  expect(explained.map(({ survey: id, asks }) => [id, asks])).toEqual([
    ['bought', false],
    ['faces', false],
    ['helpful', false],
    ['nps', false],
  ]);
  expect(explained[3]?.gates).toContainEqual({
    gate: 'quiet',
    passes: false,
    saw: 'nps: dismissed or not answered 0 days ago, 14 of 14 to go',
  });
});
