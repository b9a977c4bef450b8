import { readFileSync } from 'node:fs';
import { brotliCompressSync } from 'node:zlib';
import { expect, it } from 'vitest';

/** The document, and what it names. */
const page = readFileSync('dist/public/index.html', 'utf8');
const named = [...page.matchAll(/(?:src|href)="\/([^"]+)"/gu)].map(([, path = '']) => path);
const bytesOf = (path: string) => brotliCompressSync(readFileSync(`dist/public/${path}`)).length;

it('the first load of the dashboard is at most 60 kB, by brotli', () => {
  expect(named).toEqual(expect.arrayContaining([expect.stringMatching(/\.js$/u), expect.stringMatching(/\.css$/u)]));
  const all = ['index.html', ...named].reduce((sum, path) => sum + bytesOf(path), 0);
  expect(all).toBeLessThanOrEqual(60_000);
});
