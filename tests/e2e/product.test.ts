import { spawn } from 'node:child_process';
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import Papa from 'papaparse';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Results } from '../../core/results.ts';
import { startLocalWorker } from '../../worker/cli/local.ts';
import { type Product, prepareProduct } from './product.ts';
import { freePort, launchBrowser } from './world.ts';

const realSurvey = '../shared/data/botanic_nps_fr_latin1.csv';

let product: Product;
let browser: Browser;
let printed: string;
let dashboard: Page;

beforeAll(async () => {
  product = await prepareProduct();
  printed = await product.start();
  browser = await launchBrowser();
  dashboard = await (await browser.newContext()).newPage();
  await dashboard.goto(printed.match(/http:\S+\/sign-in#\w+/)?.[0] ?? '');
  await dashboard.getByRole('heading', { name: 'No responses yet' }).waitFor();
});
afterAll(async () => {
  await browser.close();
  await product.close();
});

async function visitShop(): Promise<Page> {
  const page = await (await browser.newContext()).newPage();
  await page.goto(product.shop);
  await page.getByRole('dialog').waitFor();
  return page;
}

async function resultsOf(path: string): Promise<Results> {
  const headers = { Authorization: `Bearer ${product.token()}` };
  return (await (await fetch(`${product.opina}/api/sites/${path}`, { headers })).json()) as Results;
}

/** Runs a script of the project to its end: its exit code, and all it printed. */
async function run(args: string[], env = product.env): Promise<[number | null, string]> {
  const child = spawn(process.execPath, args, { env });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (text += data));
  const code = await new Promise<number | null>((resolve) => child.once('exit', resolve));
  return [code, text];
}

describe('npm start', () => {
  it('prints where everything is and a sign-in link, and not a word more', () => {
    expect(printed.split('\n').filter(Boolean)).toEqual([
      `Dashboard  ${product.opina}`,
      expect.stringMatching(/^Sign in {4}http:\/\/localhost:\d+\/sign-in#[0-9a-f]{64} {2}\(once, within 15 minutes\)$/),
      `Demo shop  ${product.shop}`,
      'Ctrl-C stops all of it.',
    ]);
  });

  it('on a taken port says so in one sentence', async () => {
    const [code, text] = await run(['worker/cli/start.ts']);
    expect([code, text]).toEqual([1, expect.stringMatching(/^Port \d+ is taken\. [^\n]+\n$/)]);
  });

  /** The same product at another address, with nothing of its own yet. */
  const elsewhere = async (name: string) => {
    const folder = join(product.folder, name);
    const ports = { OPINA_PORT: `${await freePort()}`, SHOP_PORT: `${await freePort()}` };
    return { ...product.env, ...ports, OPINA_STATE: join(folder, 'state'), OPINA_DIR: folder };
  };

  it('on a port that is none says so in one sentence', async () => {
    const [code, text] = await run(['worker/cli/start.ts'], { ...product.env, OPINA_PORT: 'abc' });
    expect([code, text]).toEqual([1, 'OPINA_PORT is abc, which is not a port: give a number from 1 to 65535.\n']);
  });

  it('with a shop port that is taken says so in one sentence', async () => {
    const env = { ...(await elsewhere('taken')), SHOP_PORT: new URL(product.shop).port };
    const [code, text] = await run(['worker/cli/start.ts'], env);
    expect([code, text]).toEqual([1, expect.stringMatching(/^[^\n]*port[^\n]*\n$/i)]);
  });

  it('with a database file that is none says what to do in one sentence', async () => {
    const env = await elsewhere('broken');
    const stateDir = env.OPINA_STATE;
    await (await startLocalWorker({ port: 0, stateDir })).stop();
    for (const file of globSync(`${stateDir}/v3/d1/**/*.sqlite*`)) writeFileSync(file, 'not a database '.repeat(1000));
    const [code, text] = await run(['worker/cli/start.ts'], env);
    expect([code, text]).toEqual([1, expect.stringMatching(/^The database in \S+ cannot be used[^\n]+\n$/)]);
  });
});

describe('a body with a broken chunk', () => {
  it.each(['zz', '-5', 'ffffffffffffffffff'])(
    'of size %s is the sender’s mistake and not the server’s',
    async (size) => {
      const { port, hostname } = new URL(product.opina);
      const socket = connect(Number(port), hostname);
      const lines = [
        'POST /v1/r HTTP/1.1',
        `Host: ${hostname}:${port}`,
        `Origin: ${product.shop}`,
        'Transfer-Encoding: chunked',
      ];
      socket.write([...lines, 'Connection: close', '', size, 'abc', '0', '', ''].join('\r\n'));
      const answer = String(Buffer.concat(await socket.toArray()));
      expect(answer).toMatch(/^HTTP\/1\.1 400 /);
      expect(answer).toContain('"code":"unreadable"');
    },
  );
});

describe('the street', () => {
  it('from a click in the shop to the team’s screen, without a reload', async () => {
    const shop = await visitShop();
    await shop.getByRole('radio', { name: '10', exact: true }).click();
    await shop.getByRole('dialog').getByRole('textbox').fill('O cheiro do manjericão!');
    await shop.getByRole('button', { name: 'Send' }).click();
    await shop.getByRole('dialog').getByText('Thank you').waitFor();
    await dashboard.getByText('O cheiro do manjericão!').waitFor({ timeout: 10_000 });
    expect(await dashboard.evaluate(() => performance.getEntriesByType('navigation').length)).toBe(1);
    expect((await resultsOf('shop/surveys/nps/results')).current).toMatchObject({ n: 1, views: 1, comments: 1 });
  });

  it('and again by keyboard alone', async () => {
    const shop = await visitShop();
    const scores = shop.getByRole('dialog').getByRole('radio');
    while (!(await scores.first().evaluate((radio) => radio.matches(':focus')))) await shop.keyboard.press('Tab');
    for (const key of ['Space', 'ArrowRight', 'ArrowRight', 'Tab']) await shop.keyboard.press(key);
    await shop.keyboard.type('Two leaves were brown.');
    for (const key of ['Tab', 'Tab', 'Enter']) await shop.keyboard.press(key);
    await shop.getByRole('dialog').getByText('Thank you').waitFor();
    await dashboard.getByText('Two leaves were brown.').waitFor({ timeout: 10_000 });
    const { current } = await resultsOf('shop/surveys/nps/results');
    expect([current.n, current.counts[2], current.counts[10], current.comments]).toEqual([2, 1, 1, 2]);
  });

  it.each(['light', 'dark'] as const)(
    'has no accessibility violation in %s, in the shop or on the screen',
    async (colorScheme) => {
      const shop = await visitShop();
      await shop.emulateMedia({ colorScheme });
      await shop.getByRole('radio', { name: '9', exact: true }).click();
      await dashboard.emulateMedia({ colorScheme });
      for (const page of [shop, dashboard]) expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
    },
  );

  it('holds at 320 px: neither page scrolls sideways', async () => {
    const shop = await visitShop();
    for (const page of [shop, dashboard]) {
      await page.setViewportSize({ width: 320, height: 640 });
      await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
    }
    const widths = await shop
      .getByRole('radio')
      .evaluateAll((radios) => radios.map((radio) => radio.parentElement?.clientWidth));
    expect(Math.min(...widths.map(Number))).toBeGreaterThanOrEqual(22);
    await dashboard.setViewportSize({ width: 1280, height: 900 });
  });
});

describe.skipIf(!existsSync(realSurvey))(
  'the real survey of a French shop, a tenth of it here and the whole in the bench',
  () => {
    const isWhole = process.env.WHOLE === 'true';
    const how = '--score nps --comment explication --scale 1-10 --encoding latin1'.split(' ');
    // Byte by byte, whatever they stand for.
    const all = Papa.parse<Row>(readFileSync(realSurvey, 'latin1').trim(), { header: true }).data;
    const rows = isWhole ? all : all.filter((_, row) => row % 10 === 0);
    const scores = rows.filter(({ nps }) => nps !== 'NA');
    const between = (min: number, max: number) => scores.filter(({ nps }) => +nps >= min && +nps <= max).length;
    const n = scores.length;
    const comments = scores.filter(({ explication }) => explication.trim() !== '' && explication !== 'NA').length;
    const groups = { low: between(1, 6), middle: between(7, 8), high: between(9, 10) };
    const path = 'replay/surveys/shop-fr';

    async function send(): Promise<[number | null, string]> {
      const file = join(product.folder, 'shop-fr.csv');
      writeFileSync(file, Papa.unparse(rows), 'latin1');
      return await run(['demo/replay.ts', file, ...how, '--url', product.opina]);
    }

    it.runIf(isWhole)('is the one that is known', () => {
      expect({ n, comments, groups }).toEqual({
        ...{ n: 13_612, comments: 3802 },
        groups: { low: 1194, middle: 3953, high: 8465 },
      });
    });

    it('is replayed, and every number is that of its rows', { timeout: 180_000 }, async () => {
      const [code, text] = await send();
      expect([code, text]).toEqual([0, expect.stringMatching(`newly stored\\s+${n.toLocaleString('en')}\\b`)]);
      const { current, rowsRead } = await resultsOf(`${path}/results?period=90d`);
      expect(current).toMatchObject({ n, comments, views: 0 });
      expect(current.score?.groups).toEqual(groups);
      expect(current.score?.value).toBeCloseTo((100 * (groups.high - groups.low)) / n, 10);
      expect((await resultsOf(`${path}/results?period=90d`)).rowsRead).toBeLessThanOrEqual(1500);
      expect(rowsRead).toBeGreaterThan(0);
    });

    it('reads on the screen as it was written', async () => {
      await dashboard.goto(`${product.opina}/sites/${path}?period=90d`);
      const { newestComments, current } = await resultsOf(`${path}/results?period=90d`);
      const score = current.score?.value ?? 0;
      await dashboard
        .getByText(new RegExp(`^${score.toFixed(isWhole ? 1 : 0)}$`))
        .first()
        .waitFor();
      expect(newestComments.length).toBeGreaterThan(5);
      for (const { comment } of newestComments)
        await dashboard
          .getByText(comment ?? '', { exact: true })
          .first()
          .waitFor();
      expect(newestComments.map(({ comment }) => comment).join(' ')).toMatch(/[éèàêç]/);
    });

    it('changes nothing when it is sent again', { timeout: 180_000 }, async () => {
      const before = await resultsOf(`${path}/results?period=90d`);
      expect(await send()).toEqual([0, expect.stringMatching(/newly stored\s+0\b/)]);
      expect((await resultsOf(`${path}/results?period=90d`)).current).toEqual(before.current);
    });
  },
);

interface Row {
  nps: string;
  explication: string;
}

describe('a second start', () => {
  it('finds the data of the first', async () => {
    const before = await resultsOf('shop/surveys/nps/results');
    await product.stop();
    await product.start();
    expect((await resultsOf('shop/surveys/nps/results')).current).toEqual(before.current);
  });
});
