/** Visitors who answer on their own device, whatever goes wrong there. */

import type { BrowserContext, Page } from 'playwright-core';
import { ordinaryPage, type World } from '../world.ts';
import { setClock } from './clock.ts';
import { elsewhereOf, type Fault, faults, type Scene } from './faults.ts';
import type { Task, VisitorPlan } from './plan.ts';
import { type FaultyProxy, openProxy } from './proxy.ts';

/** What a visitor has last chosen and written before leaving: this is what must be stored, once. */
export interface Given {
  task: Task;
  score: number;
  comment: string | undefined;
  /** When the survey was asked and when it was left, by our clock. */
  between: [from: number, to: number];
  /** What else was going on. */
  besides: string[];
}

/** So that fifteen seconds without an answer are less than one. */
const speed = 20;

/** Answers everything of a plan, and comes back once more until nothing is kept on the device. */
export async function visit(world: World, { aheadMs, tasks }: VisitorPlan, onGiven: (given: Given) => void) {
  const proxy = await openProxy({ origin: world.opina, isUp: world.isUp });
  const context = await world.browser.newContext({ viewport: { width: 480, height: 480 }, reducedMotion: 'reduce' });
  await context.addInitScript(setClock, { aheadMs, speed });
  const device = { world, proxy, context };
  for (const group of inTabs(tasks)) {
    // Both cards show before anything goes wrong.
    const tabs: Tab[] = [];
    for (const task of group) tabs.push(await ask(device, task, tabs[0]?.page));
    const besides = group.length > 1 ? ['in two tabs at once'] : [];
    const all = await Promise.all(tabs.map((tab) => answer(device, tab)));
    for (const given of all) onGiven({ ...given, besides });
    proxy.next.length = 0;
    for (const page of context.pages().slice(1)) await page.close();
  }
  await comeBack(device);
  await context.close();
  await proxy.close();
}

interface Device {
  world: World;
  proxy: FaultyProxy;
  context: BrowserContext;
}

interface Tab {
  task: Task;
  fault: Fault;
  page: Page;
  from: number;
}

/** Two neighbours that only meet faults of posts are answered at the same time. */
function inTabs(tasks: Task[]): Task[][] {
  const [first, second, ...rest] = tasks;
  if (!first) return [];
  const isOfPosts = [first, second].every((task) => task && (faults[task.fault] as Fault).isOfPosts);
  return second && isOfPosts ? [[first, second], ...inTabs(rest)] : [[first], ...inTabs(tasks.slice(1))];
}

/** In a tab that is still open, where there is one beside that which is busy. */
async function ask({ world, proxy, context }: Device, task: Task, busy: Page | undefined): Promise<Tab> {
  const fault: Fault = faults[task.fault];
  const stub = '<script>opina=function(){(opina.q=opina.q||[]).push(arguments)};opina("show","nps")</script>';
  world.pages.set(task.page, { html: ordinaryPage(stub + scriptOf(proxy)) });
  world.pages.set(elsewhereOf(proxy), { html: ordinaryPage(scriptOf(proxy)) });
  proxy.onFile = (path) => (fault.hasNoReply && path.endsWith('/reply.js') ? 'break' : 'pass');
  const page = context.pages().find((open) => open !== busy) ?? (await context.newPage());
  const from = Date.now();
  await page.goto(world.shop + task.page);
  await page.getByRole('radio').first().waitFor();
  return { task, fault, page, from };
}

const scriptOf = ({ origin }: FaultyProxy) => `<script async src="${origin}/o/shop.js" data-auto="false"></script>`;

async function answer({ proxy }: Device, { task, fault, page, from }: Tab) {
  const scene = { page, proxy };
  const choose = (score: number) => page.getByRole('radio', { name: String(score), exact: true }).click();
  let { score, comment } = task;
  await fault.onCard?.(scene);
  await choose(score);
  await fault.onScore?.(scene);
  if (fault.end) {
    comment = undefined;
    await fault.end(scene);
    await fault.mend?.(scene);
  } else {
    if (task.changedTo !== undefined) {
      score = task.changedTo;
      await choose(score);
    }
    if (fault.hasNoReply) comment = undefined;
    else if (comment) await page.getByRole('textbox').fill(comment);
    await leave(scene, task.leaves, fault);
  }
  return { task, score, comment, between: [from, Date.now()] as Given['between'] };
}

/** Whoever does not wait for thanks leaves before anything is mended, or after, as it comes. */
async function leave(scene: Scene, how: Task['leaves'], fault: Fault): Promise<void> {
  const { page, proxy } = scene;
  if (how === 'sent' && !fault.hasNoReply) {
    await page.getByRole('button', { name: 'Send' }).click();
    await fault.mend?.(scene);
    await page.getByText('Thank you. This helps us.').waitFor();
  } else if (how === 'elsewhere') {
    await fault.mend?.(scene);
    await page.goto(new URL(elsewhereOf(proxy), page.url()).href);
  } else {
    if (how === 'dismissed') await page.getByRole('button', { name: 'Close' }).click();
    else await page.close();
    await fault.mend?.(scene);
  }
}

async function comeBack({ world, proxy, context }: Device): Promise<void> {
  const page = context.pages()[0] ?? (await context.newPage());
  await page.goto(world.shop + elsewhereOf(proxy));
  const isNothingKept = () => !Object.keys(localStorage).some((key) => key.includes(':kept:'));
  await page.waitForFunction(isNothingKept);
}
