import { afterAll, beforeAll, expect, it } from 'vitest';
import { runFaults } from '../e2e/faults/run.ts';
import { openWorld, type World } from '../e2e/world.ts';

let world: World;

beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

it('a thousand responses given while everything breaks are stored as they were given, each once', async () => {
  const { counts, all, failures, strangers } = await runFaults(world, {
    responses: 1000,
    seed: 2,
    parallel: 4,
    restarts: 10,
  });
  console.table({ ...counts, all });
  expect(failures).toEqual([]);
  expect(all).toEqual({ given: 1000, stored: 1000, missing: 0, doubled: 0, wrong: 0, misdated: 0 });
  expect(strangers).toEqual([]);
});
