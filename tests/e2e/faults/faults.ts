/** Everything that goes wrong with the delivery of a response, on the network and with the page. */

import type { Page } from 'playwright-core';
import type { Deed, FaultyProxy } from './proxy.ts';

/** Where a fault can strike. */
export interface Scene {
  page: Page;
  proxy: FaultyProxy;
}

type Strike = (scene: Scene) => unknown;

export interface Fault {
  /** Once the card shows. */
  onCard?: Strike;
  /** Once a score was clicked. */
  onScore?: Strike;
  /** Ends the visit right after the click, before anything else can be said. */
  end?: Strike;
  /** Once the visitor has said everything, whether the page is still there or not. */
  mend?: Strike;
  /** What follows the score does not come. */
  hasNoReply?: boolean;
  /** Only posts are struck: two tabs can meet it at the same time. */
  isOfPosts?: boolean;
}

const answer = (status: number, seconds?: number): Deed =>
  seconds ? { status, headers: { 'Retry-After': `${seconds}` } } : { status };
const strike = (...deeds: Deed[]): Fault => ({
  isOfPosts: true,
  onCard({ proxy }) {
    proxy.next.push(...deeds);
  },
});

const setOffline =
  (isOffline: boolean): Strike =>
  ({ page }) =>
    page.context().setOffline(isOffline);
const takeDown: Strike = ({ proxy }) => {
  proxy.isDown = true;
};
const bringUp: Strike = ({ proxy }) => {
  proxy.isDown = false;
};
const closeTab: Strike = ({ page }) => page.close();
/** Another page of the site, for the visitor whose proxy it is. */
export const elsewhereOf = ({ origin }: FaultyProxy) => `/elsewhere/${new URL(origin).port}`;
const elsewhere: Strike = ({ page, proxy }) => page.goto(new URL(elsewhereOf(proxy), page.url()).href);
/** The page is gone from one moment to the next and hears of nothing. */
const crash: Strike = async ({ page }) => {
  const gone = page.waitForEvent('crash');
  const devtools = await page.context().newCDPSession(page);
  devtools.send('Page.crash').catch(() => {});
  await gone;
  await page.close();
};
/** It finds what the first one keeps. */
const openTab: Strike = async ({ page, proxy }) => {
  const tab = await page.context().newPage();
  proxy.isDown = false;
  await tab.goto(new URL(elsewhereOf(proxy), page.url()).href);
  await tab.waitForFunction('window.opina?.show');
};

export const faults = {
  none: { isOfPosts: true },
  'offline before the click': { onCard: setOffline(true), mend: setOffline(false) },
  'offline between score and comment': { onScore: setOffline(true), mend: setOffline(false) },
  'no connection': { isOfPosts: true, onCard: takeDown, mend: bringUp },
  '500 once': strike(answer(500)),
  '500, 502 and 503': strike(answer(500), answer(502), answer(503, 1)),
  '429 with Retry-After': strike(answer(429, 2), answer(429, 1)),
  'a connection that breaks': strike('break', 'break'),
  'nobody answers': strike('hang', 'hang'),
  'stored, the answer lost': strike('lose', 'lose'),
  'stored, never answered': strike('mute'),
  'closed right after the click': { end: closeTab },
  'closed right after the click, no connection': { onCard: takeDown, end: closeTab, mend: bringUp },
  'closed right after the click, offline': { onCard: setOffline(true), end: closeTab, mend: setOffline(false) },
  'closed right after the click, 503': { ...strike(answer(503), answer(503)), isOfPosts: false, end: closeTab },
  'crashed right after the click': { end: crash },
  'elsewhere right after the click': { end: elsewhere },
  'elsewhere right after the click, the answer lost': { ...strike('lose'), isOfPosts: false, end: elsewhere },
  'closed before the rest of the card has come': { hasNoReply: true, end: closeTab },
  'the rest of the card does not come': { hasNoReply: true },
  'another tab opens, no connection': { onCard: takeDown, onScore: openTab, mend: bringUp },
} satisfies Record<string, Fault>;

export type FaultName = keyof typeof faults;
