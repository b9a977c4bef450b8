import { afterAll, beforeAll, expect, it } from 'vitest';
import { invite, redeemInvitation } from '../../worker/store/members.ts';
import { openWorld, type World } from './world.ts';

let world: World;

beforeAll(async () => {
  world = await openWorld();
  await world.call('PUT', 'sites/other', { name: 'Other', origins: [] });
});
afterAll(() => world.close());

it('a site of others takes no longer to refuse than one that there is not: medians over 1,000 differ by less than 10 %', async () => {
  const { db } = world.worker;
  const link = await invite(db, { site: 'shop', role: 'owner', email: 'ana@shop.example' }, Date.now());
  const headers = { Authorization: `Bearer ${await redeemInvitation(db, link, { now: Date.now() })}` };
  const times: Record<string, number[]> = { other: [], nowhere: [] };
  for (let round = 0; round < 1000; round++) {
    for (const [site, all] of Object.entries(times)) {
      const begunAt = performance.now();
      const answer = await fetch(`${world.opina}/api/sites/${site}/surveys/nps/results`, { headers });
      await answer.arrayBuffer();
      all.push(performance.now() - begunAt);
      expect(answer.status).toBe(404);
    }
  }
  const [one = 0, another = 0] = Object.values(times).map((all) => all.toSorted((a, b) => a - b)[500]);
  expect(one / another).toBeGreaterThan(0.9);
  expect(one / another).toBeLessThan(1.1);
});
