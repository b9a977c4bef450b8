import { existsSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { codesIn, rowsOf } from './markdown.ts';

const document = 'docs/accessibility.md';

it.each(rowsOf(document, 'What is tested'))('$criterion: its test is there', ({ test }) => {
  const files = codesIn(test);
  expect(files.length).toBeGreaterThan(0);
  for (const file of files) expect(existsSync(file), file).toBe(true);
});

it('has the number of questions and of states that are tested', () => {
  const listIn = (file: string, start: RegExp) => readFileSync(file, 'utf8').match(start)?.[1] ?? '';
  const kinds = listIn('tests/e2e/kinds.ts', /export const kinds = \{([\s\S]*?)\n\}/).match(/ofScale\(/g);
  const states = listIn('tests/e2e/stage.ts', /export const states = \[(.*?)\]/).split(',');
  expect([kinds?.length, states.length]).toEqual([9, 6]);
  expect(readFileSync(document, 'utf8')).toContain('Nine questions');
  expect(readFileSync(document, 'utf8')).toContain('six states');
});
