import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contradictionOf } from '../../core/contradictions.ts';
import { type Fact, factsOf, holds, nameOf, type Rule, simplify, type Value } from '../../core/rules.ts';

const test = (fact: Fact, test: object) => ({ fact, ...test }) as Rule;
const path = (one: object) => test('path', one);
const trait = (one: object) => test('trait.plan', one);

const never: [why: string, rule: Rule][] = [
  ['no path is “/a” and is “/b”', { all: [path({ is: '/a' }), path({ is: '/b' })] }],
  ['no path is “/a” or “/b” and is “/c”', { all: [path({ is: ['/a', '/b'] }), path({ is: '/c' })] }],
  ['no path is “/x” and begins with “/y”', { all: [path({ is: '/x' }), path({ starts: '/y' })] }],
  ['no path contains “y” and is “/x”', { all: [path({ contains: 'y' }), path({ is: '/x' })] }],
  ['no path begins with “/x” and begins with “/y”', { all: [path({ starts: '/x' }), path({ starts: '/y' })] }],
  ['no path fits “/x*” and begins with “/y”', { all: [path({ glob: '/x*' }), path({ starts: '/y' })] }],
  ['no path fits “*.html” and fits “*.php”', { all: [path({ glob: '*.html' }), path({ glob: '*.php' })] }],
  ['no path begins with “shop”', path({ starts: 'shop' })],
  ['no path is “shop”', path({ is: 'shop' })],
  ['no path is “/a?b=1”', path({ is: '/a?b=1' })],
  ['no path contains “#top”', path({ contains: '#top' })],
  ['no url begins with “/checkout”', test('url', { starts: '/checkout' })],
  ['no url is “shop.example/a”', test('url', { is: 'shop.example/a' })],
  ['no url fits “localhost:8080/*”', test('url', { glob: 'localhost:8080/*' })],
  ['no url contains “#top”', test('url', { contains: '#top' })],
  ['no referrer contains “#/a”', test('referrer', { contains: '#/a' })],
  ['no referrer begins with “www.search.example”', test('referrer', { starts: 'www.search.example' })],
  [
    'no path is “/ç” and does not begin with “/%C3%A7”',
    { all: [path({ is: '/ç' }), { not: path({ starts: '/%C3%A7' }) }] },
  ],
  ['no path is not known', path({ known: false })],
  [
    'no path matches “^/a” and does not match “^/a”',
    { all: [path({ matches: '^/a' }), { not: path({ matches: '^/a' }) }] },
  ],
  [
    'no path begins with “/a/b” and does not begin with “/a”',
    { all: [path({ starts: '/a/b' }), { not: path({ starts: '/a' }) }] },
  ],
  [
    'no path fits “/*/sale/*” and does not contain “sale”',
    { all: [path({ glob: '/*/sale/*' }), { not: path({ contains: 'sale' }) }] },
  ],
  ['no trait.plan is above 5 and is below 3', { all: [trait({ above: 5 }), trait({ below: 3 })] }],
  ['no trait.plan is above 5 and is not above 5', { all: [trait({ above: 5 }), { not: trait({ above: 5 }) }] }],
  ['no trait.plan is above 5 and is not above 4', { all: [trait({ above: 5 }), { not: trait({ above: 4 }) }] }],
  ['no trait.plan is “pro” and is not “pro”', { all: [trait({ is: 'pro' }), { not: trait({ is: 'pro' }) }] }],
  ['no trait.plan is not known and is “pro”', { all: [trait({ known: false }), trait({ is: 'pro' })] }],
  ['no trait.plan is not known and contains “p”', { all: [trait({ known: false }), trait({ contains: 'p' })] }],
  ['no trait.plan is known and is not known', { all: [trait({ known: true }), trait({ known: false })] }],
  ['no trait.plan is “pro” and is above 3', { all: [trait({ is: 'pro' }), trait({ above: 3 })] }],
  ['no trait.plan is known and is not known', { not: { any: [trait({ known: false }), trait({ known: true })] } }],
  ['no device is “watch”', test('device', { is: 'watch' })],
  ['no device begins with “w”', test('device', { starts: 'w' })],
  [
    'no device is not “phone” or “tablet” or “desktop”',
    { not: test('device', { is: ['phone', 'tablet', 'desktop'] }) },
  ],
  ['no views is below 1', test('views', { below: 1 })],
  ['no views is 0', test('views', { is: 0 })],
  ['no visits is above 2 and is below 3', { all: [test('visits', { above: 2 }), test('visits', { below: 3 })] }],
  [
    'no visits is above 2 and is below 4 and is not 3',
    { all: [test('visits', { above: 2 }), test('visits', { below: 4 }), { not: test('visits', { is: 3 }) }] },
  ],
  ['no returning is true and is false', { all: [test('returning', { is: true }), test('returning', { is: false })] }],
  ['no device is “watch”, and no path is “a”', { any: [test('device', { is: 'watch' }), path({ is: 'a' })] }],
  ['no path is “/a” and is “/b”', { all: [{ any: [path({ is: '/a' }), path({ is: '/a' })] }, path({ is: '/b' })] }],
  ['there is nothing that any of it could be', { any: [] }],
  ['there is nothing that any of it could be', { not: { all: [] } }],
  ['there is nothing that any of it could be', { all: [path({ is: '/' }), { any: [] }] }],
];

const maybe: [why: string, rule: Rule][] = [
  ['two starts, one within the other', { all: [path({ starts: '/a' }), path({ starts: '/a/b' })] }],
  ['a start and an end that overlap', { all: [path({ starts: '/ab' }), path({ glob: '*bc' })] }],
  [
    'an address that is cut',
    { all: ['h', 'https', 'https:', 'https://', 'https://a'].map((starts) => test('url', { starts })) },
  ],
  ...['#/a', '#!/a', '/#', '#/a#b'].map((contains): (typeof maybe)[number] => ['a route', test('url', { contains })]),
  ['an address of an app', test('url', { is: 'capacitor://localhost/a' })],
  ['a start, encoded and not', { all: [path({ starts: '/ç' }), path({ is: '/%C3%A7/a' })] }],
  ['a part of several', { all: [path({ is: ['/a', '/b'] }), path({ is: '/b' })] }],
  ['what is not known and not that', { all: [trait({ known: false }), { not: trait({ is: 'pro' }) }] }],
  ['no number', { all: [{ not: trait({ above: 3 }) }, { not: trait({ below: 3 }) }] }],
  ['exactly a number', { all: [{ not: trait({ above: 3 }) }, { not: trait({ below: 3 }) }, trait({ below: 9 })] }],
  ['a number that is text', { all: [trait({ is: ['7', 'pro'] }), trait({ above: 3 })] }],
  ['an infinity', trait({ above: Number.MAX_VALUE })],
  ['a visit among those left out', { all: [test('visits', { above: 1 }), { not: test('visits', { is: [2, 3] }) }] }],
  ['who may not be counted', { not: test('visits', { above: 0 }) }],
  ['neither true nor false', { not: test('verified', { is: true }) }],
  ['one branch that can be', { any: [path({ is: 'a' }), { all: [path({ is: '/a' })] }] }],
  ['all of nothing', { all: [] }],
  [
    'more than can be looked through',
    {
      all: Array.from({ length: 7 }, (_, at) => ({
        any: [path({ contains: `${at}` }), path({ contains: 'x' }), path({ contains: 'y' })],
      })),
    },
  ],
];

describe('a rule that can never be true', () => {
  it.each(never)('is said to be so: %s', (why, rule) => {
    expect(contradictionOf(rule)).toBe(`can never be true: ${why}`);
  });
});

describe('a rule that may be true', () => {
  it.each(maybe)('is left alone: %s', (_, rule) => {
    expect(contradictionOf(rule)).toBeUndefined();
  });
});

/** All that the facts of the small world can be. What is certain on every page is always known. */
const letters = ['', 'a', 'b', 'aa', 'ab', 'ba', 'bb', 'a\nb'];
const world: { [Name in Fact]?: (Value | undefined)[] } = {
  path: letters.map((text) => `/${text}`),
  device: ['phone', 'tablet', 'desktop'],
  verified: [true, false, undefined],
  visits: [1, 2, 3, 4, 5, 6, undefined],
  'trait.a': [...letters, '0', '1', '1.0', '1.5', '2', '3', '7', true, undefined],
};

const part = fc.constantFrom('a', 'b', 'ab', '/', '/a', '/b', '/ab', '1');
const number = fc.constantFrom(0, 1, 1.5, 2, 3);
const glob = fc.constantFrom('*', 'a*', '*b', '/a*', '/*b', '*ab*', '/', 'a', '/*a*');
const pattern = fc.constantFrom('^/a', 'b$', '^a', 'a|b', '[ab]b');
const known = fc.record({ known: fc.boolean() });
const ofText = fc.oneof(
  fc.record({ is: fc.oneof(part, fc.array(part, { minLength: 1, maxLength: 3 })) }),
  ...(['starts', 'contains'] as const).map((name) => part.map((text) => ({ [name]: text }))),
  glob.map((text) => ({ glob: text })),
  pattern.map((text) => ({ matches: text })),
);
const ofNumbers = fc.oneof(
  ...(['is', 'above', 'below'] as const).map((name) => number.map((bound) => ({ [name]: bound }))),
);
const device = fc.record({ is: fc.subarray(['phone', 'tablet', 'desktop', 'watch'], { minLength: 1 }) });
const of = (fact: Fact, tests: fc.Arbitrary<object>) => fc.oneof(tests, known).map((one) => test(fact, one));
const anyTest = fc.oneof(
  of('path', ofText),
  of('trait.a', fc.oneof(ofText, ofNumbers)),
  of('visits', ofNumbers),
  of('verified', fc.record({ is: fc.boolean() })),
  of('device', device),
);

/** Rules about one fact conflict more often than rules about several. */
const ruleOf = (tests: fc.Arbitrary<Rule>): fc.Arbitrary<Rule> =>
  fc.letrec<{ rule: Rule }>((tie) => {
    const parts = fc.array(tie('rule'), { maxLength: 4 });
    return {
      rule: fc.oneof(
        { maxDepth: 4, depthSize: 'small' },
        tests,
        parts.map((all) => ({ all })),
        parts.map((any) => ({ any })),
        tie('rule').map((not) => ({ not })),
      ),
    };
  }).rule;

/** Whether the rule holds for anything in the small world. */
function isTrueSomewhere(rule: Rule): boolean {
  const facts = [...new Set(factsOf(rule))];
  const tried = (at: number, seen: Map<Fact, Value | undefined>): boolean => {
    const fact = facts[at];
    if (!fact) return holds(simplify(rule), (path) => seen.get(nameOf(path)));
    return (world[fact] ?? []).some((value) => tried(at + 1, new Map(seen).set(fact, value)));
  };
  return tried(0, new Map());
}

describe('of every rule about a small world', () => {
  it('none that is true somewhere in it is refused, and most that are true nowhere are', { timeout: 60_000 }, () => {
    const found = { refused: 0, never: 0, rules: 0 };
    const rules = fc.oneof(
      ruleOf(anyTest),
      ruleOf(of('path', ofText)),
      ruleOf(of('trait.a', fc.oneof(ofText, ofNumbers))),
      ruleOf(of('visits', ofNumbers)),
      ruleOf(fc.oneof(of('device', device), of('verified', fc.record({ is: fc.boolean() })))),
    );
    fc.assert(
      fc.property(rules, (rule) => {
        const isRefused = contradictionOf(rule) !== undefined;
        const isNever = !isTrueSomewhere(rule);
        expect([rule, isRefused && !isNever]).toEqual([rule, false]);
        found.rules++;
        if (isRefused) found.refused++;
        if (isNever) found.never++;
      }),
      { seed: 20_261_122, numRuns: 1500 },
    );
    expect(found.refused / found.never).toBeGreaterThan(0.9);
    expect(found.never / found.rules).toBeGreaterThan(0.05);
  });

  it('the longest there may be is told in the end, whatever its branches multiply to', () => {
    const some = (at: number) => ({ any: [path({ contains: `${at}` }), { not: path({ contains: `${at + 1}` }) }] });
    const rule = { all: [...Array.from({ length: 24 }, (_, at) => some(at)), path({ is: '/a' }), path({ is: '/b' })] };
    expect(contradictionOf(rule)).toBe('can never be true: no path is “/a” and is “/b”');
  });
});
