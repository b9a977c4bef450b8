import { afterAll, beforeAll, expect, it } from 'vitest';
import { runFaults } from './faults/run.ts';
import { openWorld, type World } from './world.ts';

let world: World;

beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

it('a hundred responses given while everything breaks are stored as they were given, each once', {
  timeout: 400_000,
}, async () => {
  const { all, failures, strangers } = await runFaults(world, { responses: 100, seed: 1, parallel: 4, restarts: 2 });
  expect(failures).toEqual([]);
  expect(all).toEqual({ given: 100, stored: 100, missing: 0, doubled: 0, wrong: 0, misdated: 0 });
  expect(strangers).toEqual([]);
});
