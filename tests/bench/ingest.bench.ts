/** Responses a second, as against a Worker that does nothing but insert the row. Medians of 3, by turns. */

import { afterAll, beforeAll, expect, it } from 'vitest';
import { idAt } from '../ingest/ids.ts';
import { load, type Rate } from '../ingest/load.ts';
import { type Mode, modes, openSite, postOf, type Site, site } from '../ingest/site.ts';
import { type Bare, openBare } from './bare.ts';
import { medianOf, rounded } from './median.ts';
import { keepResults } from './results.ts';

const rounds = 3;
const seconds = 4;
const bars = { directToBare: 0.9, groupedToDirect: 2 };

let bare: Bare;
const sites = new Map<Mode, Site>();

beforeAll(async () => {
  bare = await openBare();
  for (const mode of modes) sites.set(mode, await openSite(mode));
});
afterAll(async () => {
  await bare.close();
  for (const opened of sites.values()) await opened.close();
});

const post = { site, survey: 'nps', rev: 1, score: 9, page: '/thanks', device: 'phone', channel: 'web' };
const next = () => postOf('/v1/r', { ...post, id: idAt(Date.now()) });

it.each([32, 128])(
  'responses of %d connections are stored nearly as fast as rows can be inserted',
  async (connections) => {
    const ways = [['bare', bare.port] as const, ...[...sites].map(([mode, { port }]) => [mode, port] as const)];
    const rates: Record<string, Rate[]> = Object.fromEntries(ways.map(([way]) => [way, []]));
    for (const [, port] of ways) await load({ port, connections, seconds: 1, next });
    for (let round = 0; round < rounds; round++) {
      for (const [way, port] of ways) rates[way]?.push(await load({ port, connections, seconds, next }));
    }
    const of = (way: string) => medianOf((rates[way] ?? []).map(({ perSecond }) => perSecond));
    const perSecond = Object.fromEntries(ways.map(([way]) => [way, of(way)]));
    const errors = Object.values(rates)
      .flat()
      .reduce((sum, rate) => sum + rate.errors, 0);
    const directToBare = rounded(of('direct') / of('bare'));
    const groupedToDirect = modes.includes('grouped') ? rounded(of('grouped') / of('direct')) : undefined;
    const results = { perSecond, errors, directToBare, ...(groupedToDirect && { groupedToDirect }) };
    console.table({ ...perSecond, errors, directToBare, groupedToDirect });
    keepResults(`ingest of ${connections} connections`, { rounds, seconds, bars, ...results, rates });
    expect(errors).toBe(0);
    expect(directToBare).toBeGreaterThanOrEqual(bars.directToBare);
    if (groupedToDirect !== undefined) expect(groupedToDirect).toBeGreaterThanOrEqual(bars.groupedToDirect);
  },
);
