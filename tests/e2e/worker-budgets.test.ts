/** Of the Worker, which a new isolate has to read before it answers, each part as small as who loads it can expect. */

import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';

const built = 'dist/worker';
const parts: Record<string, { imports: string[]; modules: string[] }> = JSON.parse(
  readFileSync(`${built}/parts.json`, 'utf8'),
);
/** A part and all that is loaded with it. */
const withImports = (name: string): string[] => [name, ...(parts[name]?.imports ?? []).flatMap(withImports)];
const bytesOf = (names: string[]) =>
  [...new Set(names)].reduce((sum, name) => sum + gzipSync(readFileSync(`${built}/${name}`)).length, 0);
const visitors = withImports('index.mjs');
const modulesOf = (names: string[]) => names.flatMap((name) => parts[name]?.modules ?? []);

it('what visitors and their pages load is at most 40 kB, compressed as Cloudflare does, the scripts of pages included', () => {
  expect(modulesOf(visitors)).toContain('dist/widget/several-standing.txt');
  expect(bytesOf(visitors)).toBeLessThanOrEqual(40_000);
});

it('what the team and the cron need is in other parts, and the passkey library in one of its own', () => {
  const worker = (names: string) => names.split(' ').map((name) => `worker/${name}.ts`);
  const needed = worker('app gatherer schema/posts store/posts');
  const others = [
    ...worker('team jobs guesses schema schema/access schema/rules schema/survey middleware/access middleware/caller'),
    ...worker(
      'store/audit store/fold store/keys store/members store/move/move store/results store/sessions store/surveys',
    ),
    ...['core/metrics.ts', 'core/patterns/patterns.ts'],
  ];
  const loaded = modulesOf(visitors);
  expect(modulesOf(Object.keys(parts))).toEqual(expect.arrayContaining(others));
  expect(loaded).toEqual(expect.arrayContaining(needed));
  expect(loaded.filter((name) => others.includes(name))).toEqual([]);
  const beside = modulesOf([...visitors, ...withImports('parts/team.mjs'), ...withImports('parts/jobs.mjs')]);
  expect(beside.filter((name) => name.includes('simplewebauthn'))).toEqual([]);
});

it('all of it but the passkey library is at most 79 kB', () => {
  const all = Object.keys(parts).filter((name) => !modulesOf([name]).some((id) => id.includes('simplewebauthn')));
  expect(all).toContain('parts/team.mjs');
  expect(bytesOf(all)).toBeLessThanOrEqual(79_000);
});
