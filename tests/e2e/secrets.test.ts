import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

it('nothing that is built holds a secret, or what looks like one', () => {
  const built = ['dist/public', 'dist/worker', 'dist/widget'].flatMap((folder) =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.name.endsWith('.map'))
      .map(({ parentPath, name }) => `${parentPath}/${name}`),
  );
  expect(built.length).toBeGreaterThan(50);
  const known = Object.entries(process.env).flatMap(([name, value = '']) =>
    /TOKEN|SECRET|KEY|PASSWORD/u.test(name) && value.length >= 16 ? [value] : [],
  );
  for (const file of built) {
    const text = readFileSync(file, 'utf8');
    expect([file, text.match(/\b[0-9a-f]{64}\b/u)?.[0], known.some((secret) => text.includes(secret))]).toEqual([
      file,
      undefined,
      false,
    ]);
  }
});
