import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Client } from './fuzz/client.ts';
import { requestsTo } from './fuzz/requests.ts';
import { unmatched } from './fuzz/routes.ts';
import type { Sent } from './fuzz/sent.ts';
import { readRows, tables } from './fuzz/stored.ts';
import { isWhole } from './machine.ts';
import { openSite, type Site } from './site.ts';

const requests = isWhole ? 200_000 : 20_000;
const clients = 10;
/** Requests after which the rows are looked at. */
const perRound = 2000;

let opened: Site;
beforeAll(async () => {
  opened = await openSite();
});
afterAll(() => opened.close());

it('every route of the application is sent something', () => {
  expect(unmatched).toEqual([]);
});

it(
  'whatever is sent is stored as it was sent or refused in words, and never breaks the server',
  async () => {
    const all = Array.from({ length: clients }, (_, at) => new Client(opened, at));
    const arbitraries = all.map(({ site }) => requestsTo({ site: 'shop', ownSite: site, session: opened.session }));
    const stored = Object.fromEntries(Object.keys(tables).map((path) => [path, 0]));
    for (let sent = 0; sent < requests; sent += perRound) {
      await Promise.all(
        all.map(async (client, at) => {
          const arbitrary = arbitraries[at] as fc.Arbitrary<Sent>;
          for (const one of fc.sample(arbitrary, { numRuns: perRound / clients, seed: sent + at }))
            await client.send(one);
        }),
      );
      for (const path of Object.keys(tables)) {
        const taken = new Map(all.flatMap((client) => [...(client.taken.get(path) ?? [])]));
        const { count, rows } = await readRows(opened, path, [...taken.keys()]);
        stored[path] = (stored[path] ?? 0) + taken.size;
        expect(rows).toEqual([...taken.values()].sort((a, b) => (`${a.id}` < `${b.id}` ? -1 : 1)));
        expect(count).toBe(stored[path]);
      }
      for (const { taken } of all) for (const rows of taken.values()) rows.clear();
    }
    for (const client of all) client.close();

    const sum = (name: keyof Client['counts']) => all.reduce((total, { counts }) => total + counts[name], 0);
    const totals = {
      requests,
      answers: sum('answers'),
      refused: sum('refused'),
      stored: sum('stored'),
      unanswered: sum('unanswered'),
      notHttp: sum('notHttp'),
    };
    console.table(totals);
    expect(totals.stored / requests).toBeGreaterThan(0.2);
    expect(totals.unanswered / requests).toBeLessThan(0.1);
  },
  isWhole ? 20 * 60_000 : 300_000,
);
