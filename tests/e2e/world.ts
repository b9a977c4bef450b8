/** A Worker, a site on another origin with pages of its own, and a browser. */

import { rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Browser, chromium } from 'playwright-core';
import { inject } from 'vitest';
import type { Survey } from '../../core/contract.ts';
import { type LocalWorker, startLocalWorker } from '../../worker/cli/local.ts';
import { createAdminLink, redeemLink } from '../../worker/store/people.ts';
import { answerOutside } from '../worker/siteverify.ts';
import { copyState } from './state.ts';

export const survey: Survey = {
  name: 'After the visit',
  scale: 'nps',
  status: 'live',
  language: 'en',
  question: 'How likely are you to recommend Acme to a friend or colleague?',
  low: 'Not at all likely',
  high: 'Extremely likely',
  followUp: 'What is the main reason for your score?',
  thanks: 'Thank you. This helps us.',
  privacyUrl: 'https://shop.example/privacy',
  delay: 0,
  quiet: { response: 90, dismissal: 14, others: 30 },
};

/** A page of the site: its body, and headers beyond the usual. */
export interface HostPage {
  html: string;
  headers?: Record<string, string>;
}

export interface World {
  /** The Worker's origin. */
  opina: string;
  /** The site's origin. */
  shop: string;
  worker: LocalWorker;
  browser: Browser;
  /** The snippet, as it is pasted. */
  snippet: string;
  /** Pages of the site by path. */
  pages: Map<string, HostPage>;
  /** Sets the survey `nps` to the usual one, with changes. */
  ask(change: Partial<Survey>): Promise<void>;
  /** Makes or replaces a survey of that id. */
  put(id: string, survey: Survey): Promise<void>;
  /** Calls the API as a member of the team. */
  call(method: string, path: string, body?: unknown): Promise<unknown>;
  /** A fresh sign-in link. */
  signInLink(): Promise<string>;
  /** Stops the Worker, whatever it is doing, and starts it again on the same state and port. */
  restart(): Promise<void>;
  /** Done once the Worker is not being started again. */
  isUp(): Promise<void>;
  close(): Promise<void>;
}

/** A port nobody uses at this moment. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

const switches = ['--no-sandbox', '--disable-background-networking', '--disable-component-update', '--no-first-run'];

export function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: inject('chromium'), args: switches });
}

/** The whole browser, with what only windows have; `without` are switches of Playwright's own that are not wanted. */
export function launchWindowed(without: string[]): Promise<Browser> {
  return chromium.launch({ executablePath: inject('windowed'), args: switches, ignoreDefaultArgs: without });
}

export async function openWorld(change: Partial<Survey> = {}): Promise<World> {
  const stateDir = copyState();
  const port = await freePort();
  const start = () => startLocalWorker({ port, stateDir, answerOutside });
  const opina = `http://localhost:${port}`;
  const pages = new Map<string, HostPage>([['/favicon.ico', { html: '' }]]);
  const server = createServer((request, response) => servePage(pages, request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const shop = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  let restarting = Promise.resolve();
  const world: World = {
    ...{ opina, shop, pages, worker: await start(), browser: await launchBrowser() },
    snippet: `<script async src="${opina}/o/shop.js"></script>`,
    ask: (changes) => world.put('nps', { ...survey, ...changes }),
    put: async (id, made) => void (await world.call('PUT', `sites/shop/surveys/${id}`, made)),
    signInLink: () => createAdminLink(world.worker.db, 'owner', 'Owner', Date.now()),
    async call(method, path, body) {
      const headers = { Authorization: `Bearer ${session}` };
      const answer = await fetch(`${opina}/api/${path}`, { method, headers, body: JSON.stringify(body) ?? null });
      if (!answer.ok) throw new Error(await answer.text());
      return answer.status === 204 ? undefined : answer.json();
    },
    restart() {
      restarting = world.worker.stop().then(async () => {
        world.worker = await start();
      });
      return restarting;
    },
    isUp: () => restarting,
    async close() {
      await world.browser.close();
      server.close();
      await world.worker.stop();
      rmSync(stateDir, { recursive: true });
    },
  };
  const session = await redeemLink(world.worker.db, await world.signInLink(), { now: Date.now() });
  await world.call('PUT', 'sites/shop', { name: 'Acme', origins: [shop] });
  await world.ask(change);
  return world;
}

function servePage(pages: Map<string, HostPage>, request: IncomingMessage, response: ServerResponse): void {
  const page = pages.get(new URL(request.url ?? '/', 'http://host').pathname);
  response.writeHead(page ? 200 : 404, { 'Content-Type': 'text/html; charset=utf-8', ...page?.headers });
  response.end(page?.html);
}

/** An ordinary page that carries a snippet. */
export function ordinaryPage(snippet: string, body = ''): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Shop</title>
    <meta name="viewport" content="width=device-width, initial-scale=1"></head>
    <body><h1>Shop</h1><p>Plants and pots.</p>${body}${snippet}</body></html>`;
}
