/** Values to try where a schema does not say by itself what it takes. */

import fc from 'fast-check';
import { facts } from '../../../core/rules.ts';

const seed = 20_261_122;
const perKind = 60;

/** Without NUL, in characters as readers count them. */
const plain = (maxLength: number) => fc.string({ unit: 'grapheme', maxLength }).filter((text) => !text.includes('\0'));

const kinds: fc.Arbitrary<unknown>[] = [
  plain(60).map((text) => `/${text}`),
  plain(80),
  fc.emailAddress(),
  fc.webUrl({ withQueryParameters: true }),
  fc.webUrl().map((url) => new URL(url).origin),
  fc.stringMatching(/^[0-9a-f]{64}$/u),
  fc.date({ min: new Date(0), max: new Date(4e12), noInvalidDate: true }).map((date) => date.toISOString()),
  fc.integer({ min: 0, max: 10 }),
  fc.integer({ min: 1, max: 10_000 }),
  fc.double({ min: 0, max: 1, noNaN: true }),
];

const sampleOf = (kind: fc.Arbitrary<unknown>) => fc.sample(kind, { numRuns: perKind, seed });

export const words: string[] = [
  ...facts,
  ...['ease', 'other', 'plan', 'size', 'de', 'pt-BR', 'zh-Hant-TW', '/shop/*', '^/a'],
  ...['#buy', '.cart > button', 'a[href]', 'load', 'event.size'],
];

const general: unknown[] = [...kinds.flatMap(sampleOf), ...words, true, false, null, 0, -1];

/** Inputs by which a schema that looks at its input before it chooses another one shows all that it can choose. */
export const samples = {
  plain: ['', 0, true, []] as unknown[],
  named: ['load', 'time', 'scroll', 'leave', 'click', 'see', 'event'].map((on): unknown => ({ on })),
};

const ofPattern = new Map<string, unknown[]>();

function matching(pattern: RegExp): unknown[] {
  const known = ofPattern.get(pattern.source);
  if (known) return known;
  let made: unknown[] = [];
  try {
    made = sampleOf(fc.stringMatching(pattern));
  } catch {
    // What fast-check cannot read is found among the general ones.
  }
  ofPattern.set(pattern.source, made);
  return made;
}

interface Said {
  pattern: unknown;
  length: number | undefined;
}

export function candidatesFor({ pattern, length }: Said): unknown[] {
  const ofLength = length === undefined ? [] : longestOf(length);
  return [...(pattern instanceof RegExp ? matching(pattern) : []), ...ofLength, ...general];
}

/** As long as may be, of characters of one byte, of three, of two units, and of quotes. */
const longestOf = (length: number) => [
  ...['x', '好', "'"].map((character) => character.repeat(length)),
  ...['😀'.repeat(length / 2), `${' '.repeat(length - 1)}x`, `/${'a/'.repeat((length - 1) / 2)}`],
];
