/** Responses given under faults, and what became of them in the database. */

import { timeOf } from '../../../core/id.ts';
import type { World } from '../world.ts';
import { faults } from './faults.ts';
import { planVisitors, type VisitorPlan } from './plan.ts';
import { type Given, visit } from './visitor.ts';

interface Count {
  given: number;
  stored: number;
  missing: number;
  doubled: number;
  /** Stored once, but with another score or comment than the visitor's last. */
  wrong: number;
  /** Stored under another time than that at which the visitor was asked, as well as the device can know that. */
  misdated: number;
}

interface Row {
  id: string;
  page: string;
  score: number;
  comment: string | null;
}

interface Load {
  responses: number;
  seed: number;
  /** How many visitors there are at a time. */
  parallel: number;
  /** How often the Worker is stopped and started again meanwhile. */
  restarts: number;
}

/** Counts by what went wrong, where a response may be counted more than once, and of all. */
export async function runFaults(world: World, { responses, seed, parallel, restarts }: Load) {
  const plans = planVisitors(responses, seed);
  const everything: { plan: VisitorPlan; given: Given }[] = [];
  const restartedAt: number[] = [];
  let restarting: Promise<void> | undefined;

  const onGiven = (plan: VisitorPlan) => (given: Given) => {
    everything.push({ plan, given });
    const isTime = everything.length >= ((restartedAt.length + 1) * responses) / (restarts + 1);
    if (restarting || !isTime || restartedAt.length === restarts) return;
    restartedAt.push(Date.now());
    restarting = world.restart().finally(() => {
      restarting = undefined;
    });
  };
  const waiting = [...plans];
  const visitors = Array.from({ length: parallel }, async () => {
    for (let plan = waiting.shift(); plan; plan = waiting.shift()) await visit(world, plan, onGiven(plan));
  });
  await Promise.all(visitors);
  await restarting;

  const rows = await rowsByPage(world);
  const counted = everything.map(({ plan, given }) => {
    const [from, to] = given.between;
    const isRestarted = restartedAt.some((at) => from < at && at < to + 1000);
    const besides = [...given.besides, clockName(plan), isRestarted ? 'the Worker restarted' : ''];
    const stored = rows.get(given.task.page) ?? [];
    return { names: [given.task.fault, ...besides], given, stored, count: countOf(given, plan, stored) };
  });
  const isLost = ({ count }: { count: Count }) => count.missing + count.doubled + count.wrong + count.misdated > 0;
  const names = new Set([...Object.keys(faults), ...counted.flatMap(({ names }) => names)].filter(Boolean));
  const sumOf = (name: string) => sum(counted.filter(({ names }) => names.includes(name)).map(({ count }) => count));
  const known = new Set(everything.map(({ given }) => given.task.page));
  return {
    counts: Object.fromEntries([...names].map((name) => [name, sumOf(name)])),
    all: sum(counted.map(({ count }) => count)),
    /** What was given and what was stored of it, wherever they differ. */
    failures: counted.filter(isLost),
    /** Pages of rows that nobody gave. */
    strangers: [...rows.keys()].filter((page) => !known.has(page)),
  };
}

async function rowsByPage(world: World): Promise<Map<string, Row[]>> {
  const { results } = await world.worker.db.prepare('SELECT id, page, score, comment FROM response').run<Row>();
  return Map.groupBy(results as Row[], ({ page }) => page);
}

const clockName = ({ aheadMs }: VisitorPlan) =>
  aheadMs > 0 ? 'clock an hour ahead' : aheadMs < 0 ? 'clock two days behind' : 'clock right';

function countOf({ score, comment, between }: Given, { aheadMs }: VisitorPlan, rows: Row[]): Count {
  const [row] = rows;
  const isWrong = row !== undefined && (row.score !== score || row.comment !== (comment ?? null));
  return {
    given: 1,
    stored: rows.length > 0 ? 1 : 0,
    missing: rows.length > 0 ? 0 : 1,
    doubled: rows.length > 1 ? 1 : 0,
    wrong: isWrong ? 1 : 0,
    misdated: row !== undefined && isMisdated(timeOf(row.id), between, aheadMs) ? 1 : 0,
  };
}

/** By how much a device takes its clock to be further ahead than it is: an answer may have taken that long. */
const measureMs = 15_000;

/** A clock that is behind is believed; one that is ahead is not, and the device sets it right by the server's. */
function isMisdated(at: number, [from, to]: Given['between'], aheadMs: number): boolean {
  if (aheadMs > 0) return at < from - measureMs || at > Date.now();
  return at < from + aheadMs || at > to + aheadMs;
}

function sum(counts: Count[]): Count {
  const none = { given: 0, stored: 0, missing: 0, doubled: 0, wrong: 0, misdated: 0 };
  const names = Object.keys(none) as (keyof Count)[];
  return counts.reduce((total, count) => {
    for (const name of names) total[name] += count[name];
    return total;
  }, none);
}
