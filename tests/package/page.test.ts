import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Opina, Setup } from '../../widget/npm/index.ts';
import { kinds } from '../e2e/kinds.ts';
import { openWorld, ordinaryPage, type World } from '../e2e/world.ts';
import { servePackage } from './serve.ts';

/** What the module of every page leaves for the tests: the package, the setup of the site, and what was heard. */
declare global {
  var init: (setup: Setup) => Opina;
  var setup: Setup;
  var heard: [event: string, detail: unknown][];
  var client: Opina;
}

let world: World;
let context: BrowserContext;
let page: Page;
let errors: Error[];

beforeAll(async () => {
  world = await openWorld();
  const module = `${servePackage(world)}<script type="module">
    import { init } from 'opina';
    const setup = { site: 'shop', host: '${world.opina}' };
    Object.assign(window, { init, setup, heard: [] });
    for (const event of ['ready', 'show', 'error']) {
      document.addEventListener('opina:' + event, ({ detail }) => heard.push([event, detail]));
    }
  </script>`;
  world.pages.set('/', { html: ordinaryPage(module) });
  const element = '<opina-survey survey="helpful"></opina-survey>';
  world.pages.set('/element', {
    html: ordinaryPage(`${module}<script type="module">import 'opina/element';</script>`, element),
  });
  await world.put('helpful', { ...kinds.thumbs, display: 'inline' });
});
afterAll(() => world.close());

beforeEach(async () => {
  await world.ask({});
  context = await world.browser.newContext();
  page = await context.newPage();
  errors = [];
  page.on('pageerror', (error) => errors.push(error));
});
afterEach(async () => {
  await context.close();
  expect(errors).toEqual([]);
});

const visit = (path = '/') => page.goto(world.shop + path);
const card = () => page.getByRole('dialog');
const element = () => page.locator('opina-survey');
const thumb = () => element().getByRole('radio', { name: 'Yes' });
const start = (more: Partial<Setup> = {}) =>
  page.evaluate((more) => {
    globalThis.client = init({ ...setup, ...more });
  }, more);
const untilHeard = (event: string) =>
  page.waitForFunction((event) => heard.find((it) => it[0] === event)?.[1], event).then((it) => it.jsonValue());
const stored = async () =>
  (await world.worker.db.prepare('SELECT survey, score, comment FROM response ORDER BY id').run()).results;
const configuration = () => `${world.opina}/o/shop.json`;

it('a page without a bundler shows a survey, and its response is stored', async () => {
  await visit();
  await start();
  await card().getByRole('radio', { name: '9', exact: true }).click();
  await card().getByRole('textbox').fill('From a module');
  await card().getByRole('button', { name: 'Send' }).click();
  await card().getByText('Thank you').waitFor();
  expect(await stored()).toEqual([{ survey: 'nps', score: 9, comment: 'From a module' }]);
});

describe('a client', () => {
  it('is the same one for each `init` of a site until it is destroyed', async () => {
    await visit();
    const seen = await page.evaluate(() => {
      const first = init(setup);
      const second = init(setup);
      first.destroy();
      const third = init(setup);
      first.destroy();
      return [first === second, first === third, third === init(setup)];
    });
    expect(seen).toEqual([true, false, true]);
    await card().waitFor();
    expect(await page.locator('opina-card').count()).toBe(1);
  });

  it('does what it was told before it had the surveys once it has them, in that order', async () => {
    await world.ask({ display: 'dialog' });
    await visit();
    await page.evaluate(() => {
      const opina = init(setup);
      opina.show('none-such');
      opina.show('nps');
      void opina.explain().then((all) => heard.push(['explained', all.map(({ survey }) => survey)]));
    });
    await card().waitFor();
    expect(await untilHeard('explained')).toEqual(['helpful', 'nps']);
    expect(await page.evaluate(() => heard.filter((it) => it[0] !== 'explained'))).toEqual([
      ['ready', {}],
      ['error', { reason: 'There is no live survey none-such.' }],
      ['show', { survey: 'nps' }],
    ]);
  });

  it('hears at once, and stops', async () => {
    await visit();
    await page.evaluate(() => {
      const opina = init(setup);
      const stop = opina.on('show', () => heard.push(['stopped', {}]));
      opina.on('show', (detail) => heard.push(['listened', detail]));
      stop();
    });
    expect(await untilHeard('listened')).toEqual({ survey: 'nps' });
    expect(await page.evaluate(() => heard.map((it) => it[0]))).not.toContain('stopped');
  });

  it('asks nobody where the page brings its surveys along', async () => {
    const { surveys } = await (await fetch(`${world.opina}/o/shop.json`)).json();
    await visit();
    const requests: string[] = [];
    page.on('request', (request) => request.url().startsWith(world.opina) && requests.push(request.url()));
    await start({ surveys });
    const view = page.waitForRequest(`${world.opina}/v1/v`);
    await card().waitFor();
    await view;
    expect(requests).toEqual([`${world.opina}/v1/v`]);
  });

  it.each([
    ['a site that is not there', { site: 'nowhere' }, '/o/nowhere.json answers 404'],
    ['a host that answers no more', { host: 'http://localhost:1' }, 'TypeError: Failed to fetch'],
    ['a host that is none', { host: 'nowhere:' }, 'TypeError'],
  ])('says of %s that it went wrong, and never throws', async (_, wrong, reason) => {
    await visit();
    await start(wrong);
    expect(await untilHeard('error')).toEqual({ reason: expect.stringContaining(reason) });
  });

  it('that is destroyed before it has the surveys asks no more, and shows nothing', async () => {
    await page.route(configuration(), () => {});
    await visit();
    const given = page.waitForRequest(configuration());
    await start();
    await given;
    const abandoned = page.waitForEvent('requestfailed', (request) => request.url() === configuration());
    await page.evaluate(() => client.destroy());
    expect((await abandoned).failure()?.errorText).toBe('net::ERR_ABORTED');
    expect(await page.evaluate(() => heard)).toEqual([]);
  });

  it('that is destroyed once it has them shows nothing either', async () => {
    const { surveys } = await (await fetch(`${world.opina}/o/shop.json`)).json();
    await visit();
    await page.evaluate((surveys) => {
      init({ ...setup, surveys }).destroy();
      init({ ...setup, surveys, position: 'top-start' });
    }, surveys);
    await card().waitFor();
    expect(await page.evaluate(() => heard)).toEqual([
      ['ready', {}],
      ['ready', {}],
      ['show', { survey: 'nps' }],
    ]);
  });

  it('asks as the last `init` says, in another language from a dictionary of its own', async () => {
    await world.put('nps', kinds.nps);
    await visit();
    await page.evaluate(() => {
      init(setup);
      init({ ...setup, language: 'pt-BR' });
    });
    await card().getByText('recomendar Acme').waitFor();
  });

  it('delivers what an earlier page could not', async () => {
    const before = (await stored()).length;
    await page.route(`${world.opina}/v1/r`, (route) => route.abort());
    await visit();
    await start();
    const failure = page.waitForEvent('requestfailed');
    await card().getByRole('radio', { name: '3', exact: true }).click();
    await failure;
    await page.unroute(`${world.opina}/v1/r`);
    await visit();
    const answer = page.waitForResponse(`${world.opina}/v1/r`);
    await start();
    await answer;
    expect((await stored()).slice(before)).toEqual([{ survey: 'nps', score: 3, comment: null }]);
  });
});

describe('an <opina-survey>', () => {
  beforeEach(() => world.ask({ display: 'dialog' }));

  it('that stands in the page before `init` waits for it, as one that comes later does not have to', async () => {
    await visit('/element');
    await page.waitForFunction(() => customElements.get('opina-survey'));
    expect(await thumb().count()).toBe(0);
    await start();
    await thumb().waitFor();
    await page.evaluate(() => {
      const later = Object.assign(document.createElement('opina-survey'), { id: 'later' });
      later.setAttribute('survey', 'helpful');
      document.body.append(later);
    });
    await page.locator('#later').getByRole('radio', { name: 'Yes' }).waitFor();
  });

  it('is empty once the client is destroyed, and waits for the next one', async () => {
    await visit('/element');
    await start();
    await thumb().waitFor();
    await page.evaluate(() => client.destroy());
    expect(await thumb().count()).toBe(0);
    await start();
    const answer = page.waitForResponse(`${world.opina}/v1/r`);
    await thumb().click();
    await answer;
    expect((await stored()).at(-1)).toMatchObject({ survey: 'helpful', score: 1 });
  });

  it('that is taken away is not filled any more', async () => {
    await visit('/element');
    await start();
    await thumb().waitFor();
    expect(
      await page.evaluate(() => {
        const element = document.querySelector('opina-survey');
        element?.remove();
        return element?.shadowRoot?.childElementCount;
      }),
    ).toBe(0);
  });

  it('may be registered by two copies of the module, and beside the script tag', async () => {
    world.pages.set('/twice', {
      html: ordinaryPage(
        `${servePackage(world)}${world.snippet}<script type="module">
          import 'opina/element';
          await import('/npm/dist/npm/element.js?copy');
          window.isTwice = true;
        </script>`,
        '<opina-survey survey="helpful"></opina-survey>',
      ),
    });
    await visit('/twice');
    await page.waitForFunction('isTwice');
    expect(errors).toEqual([]);
  });
});
