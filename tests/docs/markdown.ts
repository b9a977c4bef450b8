/** Reads the tables and the code of a document, for the tests that hold them to what they say. */

import { readFileSync } from 'node:fs';

/** A row of a table, by what stands over its columns. */
export type Row = Record<string, string>;

/** What stands under a heading, up to the next one. */
function sectionOf(document: string, heading: string): string {
  const [, section] = readFileSync(document, 'utf8').split(new RegExp(`^#+ ${heading}$`, 'm'));
  if (!section) throw new Error(`${document} has no heading ${heading}.`);
  // A `#` inside of code is no heading.
  const [before = ''] = section.split(/^#+ (?=[A-Z])/m);
  return before;
}

/** The rows of the table under a heading, or of a later one there. */
export function rowsOf(document: string, heading: string, nth = 0): Row[] {
  const tables = sectionOf(document, heading).match(/(?:^\|.*\n)+/gm) ?? [];
  const cellsOf = (line: string) => line.split('|').slice(1, -1);
  const [names = '', , ...lines] = tables[nth]?.trim().split('\n') ?? [];
  if (lines.length === 0) throw new Error(`${document} has no such table under ${heading}.`);
  const columns = cellsOf(names).map((name) => name.trim());
  return lines.map((line) => Object.fromEntries(cellsOf(line).map((cell, at) => [columns[at], cell.trim()])));
}

/** The fenced code of a language under a heading, or a later piece of it there. */
export function codeOf(document: string, heading: string, language: string, nth = 0): string {
  const pieces = [...sectionOf(document, heading).matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)];
  const code = pieces.filter(([, name]) => name === language)[nth]?.[2];
  if (!code) throw new Error(`${document} has no such ${language} under ${heading}.`);
  return code;
}

/** The pieces of code in a cell or a sentence. */
export function codesIn(text = ''): string[] {
  return [...text.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code);
}

/** The only piece of code in a cell. */
export function codeIn(text = ''): string {
  const [code = '', ...more] = codesIn(text);
  if (!code || more.length > 0) throw new Error(`"${text}" is not one piece of code.`);
  return code;
}
