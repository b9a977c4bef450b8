import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { codeIn, codeOf, codesIn, rowsOf } from '../docs/markdown.ts';
import { kinds } from './kinds.ts';
import { openWorld, ordinaryPage, type World } from './world.ts';

const embed = 'docs/embed.md';
const platforms = 'docs/platforms.md';
const names = (table: string, column: string) => rowsOf(embed, table).map((row) => codeIn(row[column]));

let world: World;
let context: BrowserContext | undefined;
let page: Page;
let printed: string[];

beforeAll(async () => {
  world = await openWorld({ delay: 3600 });
  const { name, status, delay, quiet } = kinds.nps;
  const least = { name, status, delay, quiet, language: 'en' } as const;
  await world.put('helpful', { ...least, scale: 'thumbs', display: 'inline' });
  await world.put('paid', { ...least, scale: 'csat', when: [{ on: 'event', event: 'checkout-done' }] });
});
afterAll(() => world.close());
afterEach(() => context?.close());

/** Code of a document, with this deployment and this site in it. */
const ours = (code: string) => code.replaceAll('https://opina.example.com', world.opina).replaceAll('SITE', 'shop');

/** Opens a page with that in its body; the script is there afterwards. */
async function visit(html: string, headers: Record<string, string> = {}): Promise<void> {
  await context?.close();
  world.pages.set('/', { html: ordinaryPage(html), headers });
  context = await world.browser.newContext();
  page = await context.newPage();
  printed = [];
  page.on('console', (message) => printed.push(message.text()));
  await page.goto(world.shop);
  await page.waitForFunction('window.opina?.show');
}

const card = () => page.getByRole('dialog');
const line = () => ours(codeOf(embed, 'Put it on a page', 'html'));

it('the line that is pasted asks', async () => {
  await world.ask({});
  await visit(line());
  await card().waitFor();
  await world.ask({ delay: 3600 });
});

it('a survey that says no more than it must is a card of faces in the lower corner at the end', async () => {
  await visit(line());
  await page.evaluate('opina.track("checkout-done")');
  await card().getByRole('radio', { name: /^Neu/ }).waitFor();
  const { x = 0, y = 0 } = (await card().boundingBox()) ?? {};
  const { width = 0, height = 0 } = page.viewportSize() ?? {};
  expect([x > width / 2, y > height / 2]).toEqual([true, true]);
});

it('an option goes before that of the address as an attribute, and before both in a call', async () => {
  const inAddress = line().replace('.js', '.js?theme=dark&position=top-start');
  const looks = async () => {
    await page.evaluate('opina.show("nps")');
    return card().evaluate(({ className, dataset }) => [className, dataset.theme]);
  };
  await visit(inAddress);
  expect(await looks()).toEqual(['card top-start', 'dark']);
  await visit(inAddress.replace('<script', '<script data-position="bottom-start"'));
  expect(await looks()).toEqual(['card bottom-start', 'dark']);
  await page.evaluate('opina.close(); opina("init", { position: "top-end", theme: "light" })');
  expect(await looks()).toEqual(['card top-end', 'light']);
});

describe('the stub', () => {
  const stub = codeOf(embed, 'Before the script has loaded', 'html');

  it('has six lines and keeps a call until the script has loaded', async () => {
    expect(stub.trim().split('\n')).toHaveLength(6);
    await visit(stub + line());
    await card().waitFor();
  });

  it('of Tag Manager does the same', async () => {
    await visit(codeOf(platforms, 'Google Tag Manager', 'html', 1) + line());
    await card().getByRole('radio', { name: /^Neu/ }).waitFor();
  });

  it('of a script that is blocked swallows every call', async () => {
    context = await world.browser.newContext();
    page = await context.newPage();
    const errors: Error[] = [];
    page.on('pageerror', (error) => errors.push(error));
    await page.setContent(stub);
    for (const method of names('Methods', 'method')) {
      await page.evaluate(`opina(${JSON.stringify(method.replace(/\(.*/, ''))})`);
    }
    expect(errors).toEqual([]);
    expect(await page.evaluate('opina.q.length')).toBe(1 + names('Methods', 'method').length);
  });
});

it('the client has the methods of the table', async () => {
  await visit(line());
  const methods = names('Methods', 'method').map((call) => call.replace(/\(.*/, ''));
  expect(await page.evaluate('Object.keys(opina)')).toEqual(methods);
});

/** What a page heard of an event: its name, the names of its details, and how it travels. */
interface Heard {
  name: string;
  details: string[];
  travels: boolean;
}

describe('the events', () => {
  /** Listens to all of them from now on, in the page. */
  const listen = () =>
    page.evaluate(
      (events) => {
        const heard: Heard[] = [];
        Object.assign(document, { heard });
        for (const name of events) {
          document.addEventListener(`opina:${name}`, (event) => {
            const { detail, bubbles, composed } = event as CustomEvent;
            heard.push({ name, details: Object.keys(detail), travels: bubbles && composed });
          });
        }
      },
      names('Events', 'event'),
    );
  const heard = () => page.evaluate('document.heard') as Promise<Heard[]>;

  it('happen when the table says, with the details that it says', async () => {
    await visit(line());
    await listen();
    await page.evaluate('opina.show("nps")');
    await card().getByRole('button', { name: 'Close' }).click();
    await card().waitFor({ state: 'detached' });
    await page.evaluate('opina.show("nps")');
    await card().getByRole('radio', { name: '9', exact: true }).click();
    await card().getByRole('button', { name: 'Send' }).click();
    await card().getByText('Thank you').waitFor();
    await page.evaluate('opina.close(); opina.show("no-such-survey")');
    await page.route('**/v1/r', (route) =>
      route.fulfill({ status: 409, headers: { 'Access-Control-Allow-Origin': '*' }, body: '{"detail":"Too late."}' }),
    );
    await page.evaluate('opina.show("nps")');
    await card().getByRole('radio', { name: '3', exact: true }).click();
    await card().getByText('Too late.').waitFor();

    const all = await heard();
    expect(all.every(({ travels }) => travels)).toBe(true);
    for (const row of rowsOf(embed, 'Events').filter(({ event }) => event !== '`ready`')) {
      const details = all.flatMap(({ name, details }) => (name === codeIn(row.event) ? details : []));
      expect([row.event, [...new Set(details)].toSorted()]).toEqual([row.event, codesIn(row.detail).toSorted()]);
    }
  });

  it('say late that the script is ready, with the details of the table', async () => {
    await visit(line());
    const ready = await page.evaluate('new Promise((resolve) => opina.on("ready", resolve))');
    const row = rowsOf(embed, 'Events').find(({ event }) => event === '`ready`');
    expect(Object.keys(ready as object)).toEqual(codesIn(row?.detail));
  });

  it('start at the element of a survey in the page', async () => {
    await visit(`<div>${codeOf(embed, 'A survey in the page', 'html')}</div>${line()}`);
    const target = page.evaluate(
      () =>
        new Promise((resolve) => {
          const onScore = ({ target }: Event) => resolve((target as Element).localName);
          document.querySelector('div')?.addEventListener('opina:score', onScore);
        }),
    );
    await page.locator('opina-survey').getByText('Yes').click();
    expect(await target).toBe('opina-survey');
  });
});

it.each([
  ['84', 800],
  ['110', 320],
])('room of %s px is what a thumbs question needs on a page of %i', async (height, width) => {
  expect(readFileSync(embed, 'utf8')).toContain(`${height} px hold`);
  const css = codeOf(embed, 'A survey in the page', 'css').replace('84', height);
  const element = codeOf(embed, 'A survey in the page', 'html');
  world.pages.set('/', { html: ordinaryPage(`<style>${css}</style>${element}`) });
  context = await world.browser.newContext({ viewport: { width, height: 600 } });
  page = await context.newPage();
  await page.goto(world.shop);
  const heightOf = () => page.locator('opina-survey').evaluate((place) => place.clientHeight);
  const before = await heightOf();
  await page.addScriptTag({ url: `${world.opina}/o/shop.js` });
  await page.locator('opina-survey').getByText('Yes').waitFor();
  expect([before, await heightOf()]).toEqual([Number(height), Number(height)]);
});

it.each([0, 1])('policy %i is all that a page has to allow', async (nth) => {
  const policy = ours(codeOf(embed, 'Content security policy', 'text', nth)).trim();
  const nonce = policy.match(/nonce-(\w+)/)?.[1];
  const script = line().replace('<script', nonce ? `<script nonce="${nonce}"` : '<script');
  await visit(script, {
    'Content-Security-Policy': `default-src 'none'; ${policy}; require-trusted-types-for 'script'`,
  });
  await page.evaluate('opina.show("nps")');
  await card().getByRole('radio', { name: '9', exact: true }).click();
  await card().getByRole('button', { name: 'Send' }).click();
  await card().getByText('Thank you').waitFor();
  expect(printed.filter((text) => !text.includes('favicon'))).toEqual([]);
});

it('a visitor who is identified as the example does it is stored as verified', async () => {
  const signIn = { method: 'POST', body: JSON.stringify({ token: await world.signInLink() }) };
  const [cookie = ''] = (await fetch(`${world.opina}/api/session`, signIn)).headers.getSetCookie();
  const headers = { Cookie: cookie.replace(/;.*/, '') };
  const answer = await fetch(`${world.opina}/api/sites/shop/identity-secret`, { method: 'POST', headers });
  const { secret } = (await answer.json()) as { secret: string };
  const program = `${codeOf(embed, 'Verified identity', 'js')}process.stdout.write(proofOf('customer-4711'))`;
  const env = { ...process.env, OPINA_IDENTITY_SECRET: secret };
  const hash = String(execFileSync(process.execPath, ['--input-type=module', '-e', program], { env }));
  await visit(line());
  const said = codeOf(embed, 'Verified identity', 'html').replace('HASH', hash);
  await page.evaluate(said.replace(/<\/?script>/g, ''));
  await page.evaluate('opina.show("nps")');
  const stored = page.waitForResponse((answer) => answer.url().endsWith('/v1/r') && answer.ok());
  await card().getByRole('radio', { name: '10', exact: true }).click();
  await stored;
  const sql = 'SELECT person, verified FROM response WHERE person IS NOT NULL';
  expect((await world.worker.db.prepare(sql).run()).results).toEqual([{ person: 'customer-4711', verified: 1 }]);
});

describe('Tag Manager', () => {
  /** Builds each script anew without its `data-*`, as Tag Manager does. */
  const inject = (html: string) =>
    page.evaluate((code) => {
      const template = document.createElement('template');
      template.innerHTML = code;
      for (const { src, text } of template.content.querySelectorAll('script')) {
        document.body.append(Object.assign(document.createElement('script'), src ? { src, async: true } : { text }));
      }
    }, html);

  it('may put everything into the page: the script, its options, consent and the data layer', async () => {
    context = await world.browser.newContext();
    page = await context.newPage();
    world.pages.set('/bare', { html: ordinaryPage('') });
    await page.goto(`${world.shop}/bare`);
    await world.ask({});
    const pieces = [0, 1, 2, 3].map((nth) => ours(codeOf(platforms, 'Google Tag Manager', 'html', nth)));
    const [script = '', stub = '', consent = '', dataLayer = ''] = pieces;
    await inject(stub.replace('checkout-done', 'nothing') + consent + dataLayer);
    await inject(script.replace('?', '?storage=none&'));
    await card().waitFor();
    expect(await card().evaluate(({ className, dataset }) => [className, dataset.theme])).toEqual([
      'card bottom-start',
      'light',
    ]);
    await card().getByRole('radio', { name: '8', exact: true }).click();
    await expect
      .poll(() => page.evaluate('window.dataLayer'))
      .toEqual([{ event: 'opina_score', survey: 'nps', score: 8 }]);
    expect(await page.evaluate(() => Object.keys(localStorage))).toContain('opina:shop:did:nps');
  });
});
