import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { seed } from '../../demo/seed.ts';
import { serveShop } from '../../demo/shop.ts';
import { endingOf } from './run.ts';
import { openStandIn } from './stand-in.ts';

// Some tests start a process, which may take its time on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const opina = 'http://opina.example';
const host = '127.0.0.1';
const pages = readdirSync(new URL('../../demo/pages', import.meta.url));
let server: Server;
let shop: string;

beforeAll(async () => {
  server = await serveShop({ port: 0, host, opina });
  shop = `http://${host}:${portOf(server)}`;
});
afterAll(() => server.close());

const portOf = (of: Server) => (of.address() as AddressInfo).port;

/** Asks for a path exactly as it is written, which `fetch` would tidy first. */
async function statusOf(path: string) {
  const [answer] = await once(request({ host, port: portOf(server), path }).end(), 'response');
  answer.resume();
  return answer.statusCode;
}

test.each(pages.filter((name) => name.endsWith('.html')))(
  '%s carries the snippet once, and no other script but a module of its own',
  async (name) => {
    const text = await (await fetch(`${shop}/${name}`)).text();
    const scripts = text
      .match(/<script[\s\S]*?<\/script>/g)
      ?.filter((tag) => !/type="module" src="[a-z]+\.js"/.test(tag));
    expect(scripts).toEqual([`<script async src="${opina}/o/shop.js"></script>`]);
    expect(text).not.toMatch(/\son\w+=|style=|<style|https?:\/\/(?!opina\.example)/);
  },
);

test.each(pages.filter((name) => name.endsWith('.html')))(
  'every link, form and image of %s leads to something',
  async (name) => {
    const text = await (await fetch(`${shop}/${name}`)).text();
    const targets = [...text.matchAll(/(?:href|src|action)="([^"#]+)(?:#([^"]*))?"/g)].filter(
      ([, to]) => !to?.startsWith('http'),
    );
    expect(targets.length).toBeGreaterThan(5);
    for (const [, to, id] of targets) {
      const answer = await fetch(`${shop}/${to}`);
      expect(answer.status, to).toBe(200);
      if (id) expect(await answer.text(), `${to}#${id}`).toContain(`id="${id}"`);
    }
  },
);

test('content types are right and nothing is cached', async () => {
  const typeOf = async (path: string) => (await fetch(shop + path)).headers.get('content-type');
  expect(await typeOf('/')).toBe('text/html; charset=utf-8');
  expect(await typeOf('/shop.css')).toBe('text/css; charset=utf-8');
  expect(await typeOf('/mark.svg')).toBe('image/svg+xml');
  expect((await fetch(shop)).headers.get('cache-control')).toBe('no-store');
});

test('what is not there is a page of the shop, with status 404', async () => {
  const answer = await fetch(`${shop}/nope.html?x=1`);
  expect(answer.status).toBe(404);
  expect(await answer.text()).toContain('Nothing grows here');
});

test.each([
  '/../shop.ts',
  '/..%2fshop.ts',
  '/%2e%2e/shop.ts',
  '//etc/passwd',
  '/pages/../index.html',
  '/index.html%00.css',
])('no path leads out of the pages: %s', async (path) => {
  expect(await statusOf(path)).toBe(404);
});

test('only reading is possible', async () => {
  expect((await fetch(shop, { method: 'POST' })).status).toBe(405);
});

test('a taken port is one clear sentence', async () => {
  const port = portOf(server);
  await expect(serveShop({ port, host, opina })).rejects.toThrow(
    `${host}:${port} is taken: give the shop another port in SHOP_PORT.`,
  );
});

test('what is missing is made, and what a team changed stays', async () => {
  await using standIn = await openStandIn();
  const given = { opina: standIn.url, token: 'token', shopOrigin: 'http://127.0.0.1:8788' };
  await seed(given);
  const site = standIn.sites.get('/api/sites/shop');
  expect(site).toEqual({ name: 'Folha & Filho', origins: ['http://127.0.0.1:8788', 'http://localhost:8788'] });
  const survey = standIn.surveys.get('/api/sites/shop/surveys/nps');
  expect(survey).toMatchObject({ scale: 'nps', status: 'live', privacyUrl: 'http://127.0.0.1:8788/privacy.html' });

  const changed = { ...(survey ?? {}), name: 'Ours' } as NonNullable<typeof survey>;
  standIn.surveys.set('/api/sites/shop/surveys/nps', changed);
  await seed(given);
  expect(standIn.surveys.get('/api/sites/shop/surveys/nps')).toBe(changed);
});

const startShop = (env: object) =>
  spawn(process.execPath, [new URL('../../demo/main.ts', import.meta.url).pathname], {
    env: { ...process.env, ...env },
  });

test('the process says where the shop is in one line, and ends with its parent', async () => {
  await using standIn = await openStandIn();
  const child = startShop({ OPINA_URL: standIn.url, OPINA_TOKEN: 'token', SHOP_PORT: '0' });
  const ended = endingOf(child);
  await once(child.stdout, 'data');
  child.stdin.end();
  const { code, out, err } = await ended;
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(out).toMatch(/^\{"shop":"http:\/\/127\.0\.0\.1:\d+"\}\n$/);
  expect(standIn.sites.get('/api/sites/shop')?.origins[0]).toBe(JSON.parse(out).shop);
});

test.each([
  [{ OPINA_URL: '' }, 'OPINA_URL is not set: the shop is started by npm start.'],
  [{ SHOP_PORT: 'x' }, 'SHOP_PORT is x, which is not a port.'],
])('a shop that cannot start says why in one sentence (%#)', async (env, sentence) => {
  const child = startShop({ OPINA_URL: opina, OPINA_TOKEN: 'token', SHOP_PORT: '0', ...env });
  expect(await endingOf(child)).toEqual({ code: 1, out: '', err: `${sentence}\n` });
});

test('an Opina that is not there is one clear sentence', async () => {
  const gone = await openStandIn();
  await gone[Symbol.asyncDispose]();
  const child = startShop({ OPINA_URL: gone.url, OPINA_TOKEN: 'token', SHOP_PORT: '0' });
  const err = `No Opina answers at ${gone.url} (ECONNREFUSED): start it with npm start.\n`;
  expect(await endingOf(child)).toEqual({ code: 1, out: '', err });
});
