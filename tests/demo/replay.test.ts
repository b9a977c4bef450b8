import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import type { Survey } from '../../core/contract.ts';
import { idOf } from '../../demo/replay/ids.ts';
import { emptyFolder, fileOf, runReplay } from './run.ts';
import { openStandIn, type StandIn } from './stand-in.ts';

// Each test starts a process or more, which may take its time on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const path = '/api/sites/replay/surveys/answers';
const csv = (rows: number) => `nps,why\n${Array.from({ length: rows }, (_, i) => `${i % 11},"row ${i}"`).join('\n')}\n`;
const columns = ['--score', 'nps', '--comment', 'why'];
const argsFor = ({ url }: Pick<StandIn, 'url'>, file: string) => [file, ...columns, '--url', url, '--token', 'token'];
const placesIn = (cwd: string) => readdirSync(join(cwd, '.opina/replay'));

/** The figure after a name in the report. */
const figure = (out: string, name: string) =>
  Number(new RegExp(`^${name} +([\\d,]+)`, 'm').exec(out)?.[1]?.replace(',', ''));

test('a file is stored, and reported; a second time it is all there already', async () => {
  await using standIn = await openStandIn();
  const file = fileOf('nps,why\n9,good\nNA,\n10,NA\n12,x\n');
  const first = await runReplay(argsFor(standIn, file)).ended;
  expect(first).toMatchObject({ code: 0, err: expect.not.stringContaining('Error') });
  for (const [name, value] of Object.entries({
    rows: 4,
    valid: 2,
    'with comment': 1,
    invalid: 2,
    sent: 2,
    'newly stored': 2,
  })) {
    expect(figure(first.out, name), name).toBe(value);
  }
  expect(first.out).toContain('1 not on 0–10: row 4 (12)');
  expect(first.out).toContain('The server has 2 responses on nps in 7d, 1 with a comment.');
  expect(first.out).toContain(`${standIn.url}/sites/replay/surveys/answers?period=7d`);
  expect(standIn.sites.get('/api/sites/replay')).toEqual({ name: 'replay', origins: [standIn.url] });
  expect(standIn.surveys.get(path)).toMatchObject({
    status: 'paused',
    scale: 'nps',
    source: { hash: expect.stringMatching(/^[0-9a-f]{64}$/) },
  });

  const second = await runReplay(argsFor(standIn, file)).ended;
  expect([figure(second.out, 'newly stored'), figure(second.out, 'already there')]).toEqual([0, 2]);
  expect(standIn.stored.size).toBe(2);
});

test('a replay that is killed goes on where it was, and nothing is lost or doubled', async () => {
  await using standIn = await openStandIn();
  const [file, cwd] = [fileOf(csv(1200)), emptyFolder()];
  const killed = runReplay(argsFor(standIn, file), { cwd });
  standIn.onPost = () => void (standIn.posts.length === 800 && killed.child.kill('SIGKILL'));
  await killed.ended;
  expect(placesIn(cwd).filter((name) => name.endsWith('-replay-answers.json'))).toHaveLength(1);
  const before = standIn.posts.length;

  const { code, out, err } = await runReplay(argsFor(standIn, file), { cwd }).ended;
  expect(code).toBe(0);
  expect(err).toMatch(/Going on after row [5-9]\d\d,/);
  expect(figure(out, 'newly stored') + figure(out, 'already there')).toBe(1200);
  expect(standIn.stored.size).toBe(1200);
  expect(standIn.posts.length - before).toBeLessThanOrEqual(700);
  expect(placesIn(cwd).filter((name) => name.endsWith('.json'))).toEqual([]);
});

test('an interrupted replay says so, and goes on', async () => {
  await using standIn = await openStandIn();
  const [file, cwd] = [fileOf(csv(800)), emptyFolder()];
  const stopped = runReplay(argsFor(standIn, file), { cwd });
  standIn.onPost = () => void (standIn.posts.length === 300 && stopped.child.kill('SIGINT'));
  const first = await stopped.ended;
  expect(first).toMatchObject({ code: 1, err: expect.stringContaining('the same command goes on from here') });
  expect(figure(first.out, 'newly stored')).toBe(standIn.stored.size);
  const kept = standIn.stored.size;

  const second = await runReplay(argsFor(standIn, file), { cwd }).ended;
  expect(second.err).toContain(`Going on after row ${kept},`);
  expect(figure(second.out, 'newly stored')).toBe(800);
  expect(standIn.posts).toHaveLength(800);
});

test('a place that another server or timeline left behind is not used', async () => {
  await using standIn = await openStandIn();
  const [file, cwd] = [fileOf(csv(900)), emptyFolder()];
  const killed = runReplay(argsFor(standIn, file), { cwd });
  standIn.onPost = () => void (standIn.posts.length === 700 && killed.child.kill('SIGKILL'));
  await killed.ended;
  standIn.surveys.clear();
  standIn.stored.clear();
  const later = standIn.posts[0]?.body.id;

  const { out } = await runReplay([...argsFor(standIn, file), '--days', '7'], { cwd }).ended;
  expect([figure(out, 'newly stored'), standIn.stored.size]).toEqual([900, 900]);
  expect(standIn.stored.has(later ?? '')).toBe(false);
});

test('when somebody else makes the survey in the same moment, the ids are those of the one who was first', async () => {
  await using standIn = await openStandIn();
  const source = { hash: createHash('sha256').update(csv(20)).digest('hex'), endAt: 1_700_000_000_000 };
  const first = { scale: 'nps', name: 'first', source } as Survey;
  standIn.onSurvey = () => standIn.surveys.set(path, first);
  expect(await runReplay(argsFor(standIn, fileOf(csv(20)))).ended).toMatchObject({ code: 0 });
  expect(standIn.surveys.get(path)?.name).toBe('first');
  const ids = Array.from({ length: 20 }, (_, index) => idOf(source, { index, rows: 20 }));
  expect([...standIn.stored.keys()].toSorted()).toEqual(ids);
});

test('a survey belongs to one file, one scale and one spread', async () => {
  await using standIn = await openStandIn();
  const file = fileOf(csv(20));
  const again = (...more: string[]) => runReplay([...argsFor(standIn, file), ...more]).ended;
  expect(await again('--days', '28')).toMatchObject({ code: 0 });
  expect(await again()).toMatchObject({ code: 0 });
  expect((await again('--days', '7')).err).toBe(
    'The survey answers was first replayed with --days 28: do so again, or choose another --survey.\n',
  );
  expect((await again('--scale', '1-10')).err).toContain('has the scale nps, not nps-1-10');
  writeFileSync(file, csv(21));
  expect((await again()).err).toContain('comes from another file');
  standIn.surveys.set(path, { ...JSON.parse(JSON.stringify(standIn.surveys.get(path))), source: undefined });
  expect((await again()).err).toContain('does not come from a file');
});

test('the origin is one of the site, and the token may be given, set or found', async () => {
  await using standIn = await openStandIn();
  const [file, cwd] = [fileOf(csv(3)), emptyFolder()];
  const args = [file, '--score', 'nps', '--url', standIn.url];
  standIn.sites.set('/api/sites/replay', { name: 'Shop', origins: ['https://shop.example', 'https://b.example'] });
  expect((await runReplay(args).ended).err).toContain('Give --token, set OPINA_TOKEN, or run npm start');
  expect((await runReplay([...args, '--token', 'old']).ended).err).toContain('The token is not accepted');
  expect((await runReplay([...args, '--token', 'token', '--origin', 'https://c.example']).ended).err).toBe(
    'The site replay takes nothing from https://c.example; its origins are https://shop.example, https://b.example.\n',
  );
  expect(await runReplay(args, { env: { OPINA_TOKEN: 'token' }, cwd }).ended).toMatchObject({ code: 0 });
  expect(standIn.posts[0]?.origin).toBe('https://shop.example');
});

test('a refused row makes the replay fail after everything else was sent', async () => {
  await using standIn = await openStandIn();
  standIn.onPost = ({ score }) => (score === 4 ? { code: 'closed', detail: 'Too late.' } : undefined);
  const { code, out } = await runReplay(argsFor(standIn, fileOf(csv(11)))).ended;
  expect([code, figure(out, 'newly stored'), figure(out, 'refused')]).toEqual([1, 10, 1]);
  expect(out).toContain('1 Too late.: row 5');
});

test.each([
  [['missing.csv', '--score', 'nps'], 'There is no file missing.csv.'],
  [[fileOf(csv(1)), '--score', 'rating'], 'There is no column "rating"; there are: nps, why.'],
  [[fileOf(csv(1)), '--score', 'nps', '--encoding', 'x'], '--encoding x is not an encoding; try utf-8 or latin1.'],
  [[fileOf(csv(1)), '--score', 'nps', '--scale', '0-11'], '--scale 0-11 is not a scale; --help lists them.'],
  [[fileOf(csv(1)), '--score', 'nps', '--sclae', '0-10'], "Unknown option '--sclae'. --help lists the options."],
  [[], 'Name the CSV file to replay; --help says how.'],
])('a wrong command is one clear sentence (%#)', async (args, sentence) => {
  expect(await runReplay(args).ended).toEqual({ code: 1, out: '', err: `${sentence}\n` });
});

test('the help names every option', async () => {
  const { code, out } = await runReplay(['--help']).ended;
  const source = readFileSync(new URL('../../demo/replay/options.ts', import.meta.url), 'utf8');
  const flags = [...source.matchAll(/^ {2}(\w+): \{ type: /gm)]
    .map(([, name]) => name)
    .filter((name) => name !== 'help');
  expect(code).toBe(0);
  expect(flags.length).toBeGreaterThan(10);
  for (const flag of flags) expect(out).toContain(`--${flag}`);
});
