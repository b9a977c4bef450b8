import { readFileSync } from 'node:fs';
import { brotliCompressSync } from 'node:zlib';
import type { BrowserContext, Page, Request } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { kinds } from './kinds.ts';
import { openWorld, ordinaryPage, survey, type World } from './world.ts';

/** Bytes by brotli. */
const mostBytes = { loader: 2100, rules: 3000, nps: 9000, everything: 11_000, reply: 3600, dictionary: 1500 };

let world: World;
let context: BrowserContext;
let page: Page;

beforeAll(async () => {
  world = await openWorld();
  world.pages.set('/', { html: ordinaryPage(world.snippet) });
  world.pages.set('/bare', { html: ordinaryPage('') });
  const inline = `${world.snippet}<opina-survey survey="other"></opina-survey>`;
  world.pages.set('/inline', { html: ordinaryPage(inline) });
});
afterAll(() => world.close());
afterEach(() => context.close());

/** Requests to the Worker, from the page's start until a survey is painted. */
async function requestsUntilPainted(path = '/'): Promise<string[]> {
  context = await world.browser.newContext();
  page = await context.newPage();
  await page.addInitScript(() => {
    const onShow = () =>
      requestAnimationFrame(() => setTimeout(() => Object.assign(window, { paintedAt: Date.now() })));
    document.addEventListener('opina:show', onShow);
  });
  const requests: Request[] = [];
  page.on('request', (request) => request.url().startsWith(world.opina) && requests.push(request));
  await page.goto(world.shop + path);
  await page.waitForFunction('window.paintedAt');
  const paintedAt = Number(await page.evaluate('paintedAt'));
  // Begun by then: whether it was also answered by then is another question.
  await expect.poll(() => requests.every((request) => request.timing().startTime > 0)).toBe(true);
  return requests.filter((request) => request.timing().startTime <= paintedAt).map((request) => request.url());
}

const bytesOf = async (url: string) => brotliCompressSync(await (await fetch(url)).text()).length;

describe('to the first painted survey a page pays two requests, and bytes for', () => {
  it('an NPS alone', async () => {
    const urls = await requestsUntilPainted();
    expect(urls.map((url) => new URL(url).pathname)).toEqual([
      '/o/shop.js',
      expect.stringMatching(/^\/o\/ui\/[0-9a-f]{8}\/basic\.js$/),
    ]);
    const [loader = 0, ui = 0] = await Promise.all(urls.map(bytesOf));
    expect(loader).toBeLessThanOrEqual(mostBytes.loader);
    expect(loader + ui).toBeLessThanOrEqual(mostBytes.nps);
  });

  it.each(Object.entries(kinds))('every question and display, when %s is asked', async (kind, survey) => {
    await world.put(`kind-${kind}`, survey);
    await world.ask({ status: 'paused' });
    const urls = await requestsUntilPainted();
    expect(urls).toHaveLength(2);
    const [loader = 0, ui = 0] = await Promise.all(urls.map(bytesOf));
    await world.put(`kind-${kind}`, { ...survey, status: 'paused' });
    expect(loader).toBeLessThanOrEqual(mostBytes.loader);
    expect(loader + ui).toBeLessThanOrEqual(mostBytes.everything);
  });

  it('an NPS in words of its own with moments, rules, a share, a most and quiet periods', async () => {
    await world.ask({
      ...{ when: [{ on: 'load' }, { on: 'leave' }], cancelOn: ['paid'], share: 1, most: 3 },
      where: { all: [{ fact: 'path', starts: '/' }, { not: { fact: 'device', is: 'phone' } }] },
    });
    const urls = await requestsUntilPainted();
    expect(urls).toHaveLength(2);
    const [loader = 0, ui = 0] = await Promise.all(urls.map(bytesOf));
    await world.ask({});
    expect(loader).toBeLessThanOrEqual(mostBytes.rules);
    expect(loader + ui).toBeLessThanOrEqual(mostBytes.everything);
  });

  it('an NPS in standard words with every trigger, rule and quiet period at once', async () => {
    const { name, scale, status, language, delay, quiet } = survey;
    await world.put('nps', {
      ...{ name, scale, status, language, delay, quiet, share: 1, most: 3, cancelOn: ['left'] },
      ...{ from: '2026-01-01T00:00:00Z', until: '2099-01-01T00:00:00Z' },
      when: [
        ...([{ on: 'load' }, { on: 'time', seconds: 20 }, { on: 'scroll', percent: 50 }, { on: 'leave' }] as const),
        ...([
          { on: 'click', selector: '#help' },
          { on: 'see', selector: 'footer' },
        ] as const),
        { on: 'event', event: 'bought', where: { fact: 'event.total', above: 20 } },
      ],
      where: { all: [{ fact: 'path', starts: '/' }, { not: { fact: 'device', is: 'phone' } }] },
    });
    const urls = await requestsUntilPainted();
    const [loader = 0] = await Promise.all(urls.map(bytesOf));
    await world.ask({});
    expect(loader).toBeLessThanOrEqual(mostBytes.rules);
  });

  it('a survey in the page', async () => {
    await world.put('other', { ...kinds.thumbs, display: 'inline' });
    const urls = await requestsUntilPainted('/inline');
    expect(urls).toHaveLength(2);
    const [loader = 0, ui = 0] = await Promise.all(urls.map(bytesOf));
    expect(loader + ui).toBeLessThanOrEqual(mostBytes.everything);
  });
});

it('what follows the score is loaded once the visitor takes notice, and is small', async () => {
  await world.ask({});
  context = await world.browser.newContext();
  page = await context.newPage();
  const reply = page.waitForRequest((request) => request.url().endsWith('/reply.js'));
  await page.goto(world.shop);
  await page.getByRole('dialog').hover();
  expect(await bytesOf((await reply).url())).toBeLessThanOrEqual(mostBytes.reply);
});

it('a page that asks nothing pays one request, no preflight, no storage and one global', async () => {
  await world.ask({ display: 'dialog' });
  context = await world.browser.newContext();
  page = await context.newPage();
  await page.goto(`${world.shop}/bare`);
  const globals = () => page.evaluate(() => Object.getOwnPropertyNames(window));
  const before = new Set(await globals());
  const urls: string[] = [];
  page.on('request', (request) => request.url().startsWith(world.opina) && urls.push(request.url()));
  await page.goto(world.shop);
  await page.waitForFunction('window.opina?.show');
  await page.waitForLoadState('networkidle');
  expect(urls.map((url) => new URL(url).pathname)).toEqual(['/o/shop.js']);
  expect((await globals()).filter((name) => !before.has(name))).toEqual(['opina']);
  expect(await page.evaluate(() => localStorage.length + sessionStorage.length)).toBe(0);
  await world.ask({});
});

describe('the bundles', () => {
  const preact = [
    'component',
    'constants',
    'create-element',
    'diff/children',
    'diff/index',
    'diff/props',
    'render',
    'util',
  ];
  const rendered = ['widget/hyperscript.ts', ...preact.map((name) => `node_modules/preact/src/${name}.js`)];
  const words = ['core/contract.ts', 'widget/locales/en.ts'];
  const post = ['core/id.ts', 'widget/json.ts', 'widget/transport.ts'];
  const outbox = 'widget/outbox.ts';
  const core = [...words, ...post];
  const ui = [
    'attention.ts',
    'beside.ts',
    'calm.ts',
    'card.tsx',
    'create.ts',
    'desk.ts',
    'early.ts',
    'facets.ts',
    'host.ts',
    'open.tsx',
    'person.ts',
  ]
    .concat('scale.tsx', 'styles.css', 'texts.ts', 'traceless.ts')
    .map((name) => `widget/ui/${name}`);
  const more = [
    'full-script.ts',
    'full.css',
    'full.ts',
    'looks.tsx',
    'prove.ts',
    'stand.ts',
    'tab.tsx',
    'visible.ts',
  ].map((name) => `widget/ui/${name}`);
  const reply = ['away.tsx', 'contact.tsx', 'draft.ts', 'follow-up.tsx', 'hyperscript.ts', 'reasons.tsx', 'reply.css']
    .concat('reply.tsx', 'steps.ts', 'texts.ts', 'tidy.ts')
    .map((name) => `widget/ui/reply/${name}`);
  const inWidget = (...names: string[]) => names.map((name) => `widget/${name}.ts`);
  const given = inWidget('given', 'options');
  const busy = inWidget('busy', 'device');
  const loader = inWidget('client', 'memory', 'moments', 'options', 'scripts/start');
  const standing = inWidget('define-element', 'room', 'standing');
  const inUi = ['ui/alone', 'ui/person', 'ui/recall'];
  const targeting = ['core/periods.ts', 'core/targeting.ts'];
  const rules = inWidget('asker', 'device', 'triggers', 'visit', 'visits').concat('core/address.ts', 'core/rules.ts');
  const several = [...rules, ...inWidget('asker-several'), 'core/variants.ts'];
  const allowed: Record<string, string[]> = {
    'plain.txt': [...targeting, ...loader, ...inWidget('asker-plain', 'scripts/plain')],
    'plain-standing.txt': [...targeting, ...loader, ...standing, ...inWidget('asker-plain', 'scripts/plain-standing')],
    'rules.txt': [...targeting, ...loader, ...rules, ...inWidget('scripts/rules')],
    'several.txt': [...targeting, ...loader, ...several, ...inWidget('scripts/several')],
    'several-standing.txt': [...targeting, ...loader, ...several, ...standing, ...inWidget('scripts/several-standing')],
    'basic.js': [...rendered, ...core, ...busy, outbox, ...given, ...ui, 'widget/ui/basic.ts'],
    'full.js': [...rendered, ...core, ...busy, outbox, ...given, ...ui, ...more],
    'reply.js': [...words, ...targeting, 'core/id.ts', 'widget/delivery.ts', 'widget/ui/texts.ts', ...reply],
    'speech.js': ['core/contract.ts', 'core/languages.ts', 'widget/speech.ts'],
    'exact.js': ['core/contract.ts', ...targeting, ...inWidget('json', 'transport', ...inUi)],
    'explain.js': [
      ...targeting,
      'core/address.ts',
      'core/explanation.ts',
      'core/rules.ts',
      'core/variants.ts',
      ...given,
      ...busy,
      ...inWidget('explain', 'moments', 'visit', 'visits'),
    ],
    'replay.js': [...post, ...inWidget('delivery', 'outbox', 'replay')],
    'challenge.js': [
      'widget/json.ts',
      'widget/transport.ts',
      ...inWidget('challenge', 'turnstile', 'ui/challenge-box'),
      'widget/ui/challenge.css',
    ],
  };

  it('hold these modules and no others', () => {
    const modules: Record<string, string[]> = JSON.parse(readFileSync('dist/widget/modules.json', 'utf8'));
    const sorted = Object.entries(allowed).map(([bundle, all]) => [bundle, all.toSorted()]);
    expect(modules).toEqual(Object.fromEntries(sorted));
  });

  it('of words are one for each language, each small enough to wait for', async () => {
    const [ui = ''] = (await requestsUntilPainted()).slice(1);
    const { languages } = await import('../../core/languages.ts');
    expect(languages).toHaveLength(34);
    for (const language of languages.filter((tag) => tag !== 'en')) {
      const url = new URL(`${language}.js`, ui).href;
      expect(await bytesOf(url), language).toBeLessThanOrEqual(mostBytes.dictionary);
    }
  });
});
