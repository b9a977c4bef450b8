import { execFile } from 'node:child_process';
import { expect, it } from 'vitest';

const usage =
  'npm run move -- SITE PLACE [--url http://localhost:8787] [--token TOKEN], as in: npm run move -- shop DB_1';

it.each([
  [['shop'], `Say which site and where to: ${usage}`],
  [['shop', 'DB_1', '--bad'], `Unknown option '--bad': ${usage}`],
])('npm run move says what is wrong with %j', async (args, sentence) => {
  const said = await new Promise((resolve) => {
    const child = execFile(process.execPath, ['worker/cli/move.ts', ...args], (_, stdout, stderr) =>
      resolve([child.exitCode, (stdout + stderr).trim()]),
    );
  });
  expect(said).toEqual([1, sentence]);
});
