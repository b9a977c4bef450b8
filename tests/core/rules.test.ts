import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Fact, holds, nameOf, type Rule, type See, simplify, type Value } from '../../core/rules.ts';

const seeing =
  (facts: Record<string, Value | undefined>): See =>
  (path) =>
    facts[nameOf(path)];
const isTrue = (rule: Rule, facts: Record<string, Value | undefined>) => holds(simplify(rule), seeing(facts));

describe('a test', () => {
  const path = (path: string) => ({ path });
  const total = (value: Value | undefined) => ({ 'event.total': value });
  it.each<[string, Rule, holdsOf: Record<string, Value | undefined>[], failsOf: Record<string, Value | undefined>[]]>([
    ['is', { fact: 'path', is: '/a' }, [path('/a')], [path('/a/'), path('/A'), path('x/a'), path('/a\n'), {}]],
    [
      'is one of several',
      { fact: 'path', is: ['/a', '/b.c'] },
      [path('/a'), path('/b.c')],
      [path('/bxc'), path('/a/b.c')],
    ],
    ['is a number', { fact: 'event.total', is: 5 }, [total(5), total('5')], [total(55), total('5.0'), total(true)]],
    ['is a truth', { fact: 'verified', is: true }, [{ verified: true }], [{ verified: false }, {}]],
    ['is false', { fact: 'returning', is: false }, [{ returning: false }], [{ returning: true }, {}]],
    ['is empty', { fact: 'query.q', is: '' }, [{ 'query.q': '' }], [{ 'query.q': ' ' }, {}]],
    ['starts', { fact: 'path', starts: '/a.' }, [path('/a.'), path('/a.b')], [path('/ab'), path('x/a.b'), {}]],
    ['contains', { fact: 'path', contains: '(x|y)' }, [path('/(x|y)/')], [path('/x'), {}]],
    [
      'glob',
      { fact: 'path', glob: '/a/*.html' },
      [path('/a/.html'), path('/a/b/c.html')],
      [path('/a/bhtml'), path('/a/b.htm'), path('/b/a/x.html')],
    ],
    ['glob without a star', { fact: 'path', glob: '/a?b' }, [path('/a?b')], [path('/ab'), path('/a')]],
    ['matches', { fact: 'path', matches: '^/(de|fr)/\\d+$' }, [path('/de/1')], [path('/en/1'), path('/de/x'), {}]],
    ['matches beyond 16 bits', { fact: 'path', matches: '^.$' }, [path('🪴')], [path('🪴🪴')]],
    ['above', { fact: 'event.total', above: 50 }, [total(50.5), total('51')], [total(50), total('x'), total(''), {}]],
    ['below', { fact: 'event.total', below: 50 }, [total(49), total('-1')], [total(50), total('x'), total(''), {}]],
    ['known', { fact: 'trait.plan', known: true }, [{ 'trait.plan': '' }, { 'trait.plan': false }], [{}]],
    ['not known', { fact: 'trait.plan', known: false }, [{}], [{ 'trait.plan': 'pro' }]],
  ])('by %s holds of what fits, and of nothing else', (_, rule, fitting, other) => {
    for (const facts of fitting) expect(isTrue(rule, facts), JSON.stringify(facts)).toBe(true);
    for (const facts of other) expect(isTrue(rule, facts), JSON.stringify(facts)).toBe(false);
  });
});

describe('rules', () => {
  const a: Rule = { fact: 'trait.a', is: true };
  const b: Rule = { fact: 'trait.b', is: true };
  it.each<[string, Rule, (a: boolean, b: boolean) => boolean]>([
    ['all', { all: [a, b] }, (a, b) => a && b],
    ['any', { any: [a, b] }, (a, b) => a || b],
    ['not', { not: a }, (a) => !a],
    ['one in another', { all: [{ any: [a, b] }, { not: { all: [a, b] } }] }, (a, b) => a !== b],
  ])('are joined by %s', (_, rule, expected) => {
    for (const isA of [true, false]) {
      for (const isB of [true, false]) {
        expect(isTrue(rule, { 'trait.a': isA, 'trait.b': isB })).toBe(expected(isA, isB));
      }
    }
  });
});

it('text operators mean what they say of any text, whatever regular expressions make of its characters', () => {
  const characters = fc.constantFrom(...'ab*.?+^$(){}[]|\\/-é🪴 ');
  const text = fc.string({ unit: characters, maxLength: 8 });
  const fact: Fact = 'trait.path';
  const see = (path: string) => ({ [fact]: path });
  fc.assert(
    fc.property(text, text, (path, operand) => {
      expect(isTrue({ fact, is: operand }, see(path))).toBe(path === operand);
      expect(isTrue({ fact, is: path }, see(path))).toBe(true);
      expect(isTrue({ fact, starts: operand }, see(path))).toBe(path.startsWith(operand));
      expect(isTrue({ fact, contains: operand }, see(path))).toBe(path.includes(operand));
      const parts = operand.split('*');
      const glob = parts.length === 1 ? path === operand : fitsGlob(path, parts);
      expect(isTrue({ fact, glob: operand }, see(path))).toBe(glob);
    }),
    { numRuns: 2000 },
  );
});

it('a text about an address means what stands there, however browsers write it', () => {
  const path = (path: string) => new URL(path, 'https://shop.example').pathname;
  for (const [rule, at] of [
    [{ is: '/preços' }, '/preços'],
    [{ is: ['/', '/pre%C3%A7os'] }, '/preços'],
    [{ starts: '/guia de' }, '/guia de plantas'],
    [{ contains: '🪴' }, '/p/🪴/fotos'],
    [{ glob: '/*/größe' }, '/schuhe/größe'],
  ] as const) {
    expect(isTrue({ fact: 'path', ...rule } as Rule, { path: path(at) }), at).toBe(true);
    expect(isTrue({ fact: 'path', ...rule } as Rule, { path: path('/precos') }), at).toBe(false);
  }
});

/** The first part at the start, the last at the end, and the others one after the other between them. */
function fitsGlob(text: string, parts: string[]): boolean {
  const [first = '', ...rest] = parts;
  const last = rest.pop() ?? '';
  if (!text.startsWith(first) || text.length < first.length + last.length || !text.endsWith(last)) return false;
  let at = first.length;
  for (const part of rest) {
    const found = text.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return at <= text.length - last.length;
}
