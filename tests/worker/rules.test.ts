import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { limits } from '../../core/contract.ts';
import { survey } from '../../worker/schema/survey.ts';
import { npsSurvey } from './fixtures.ts';

type Json = Record<string, unknown>;

/** What is refused of a survey that is right besides, each with its field; nothing where it is taken. */
function refusalsOf(change: Json): [field: string, reason: string][] {
  const { issues = [] } = v.safeParse(survey, { ...npsSurvey, ...change });
  return issues.map((issue) => [
    v.getDotPath(issue) ?? '',
    issue.received === 'undefined' ? 'is missing' : issue.message,
  ]);
}
const fieldsOf = (change: Json) => [...new Set(refusalsOf(change).map(([field]) => field))].join();

const path = { fact: 'path', starts: '/shop' };
const paths = (count: number) => Array.from({ length: count }, (_, index) => ({ fact: 'path', starts: `/${index}` }));
const nested = (depth: number): Json => (depth === 1 ? path : { any: [nested(depth - 1)] });
const ofEvent = (where: unknown) => ({ when: [{ on: 'event', event: 'paid', where }] });

describe('a rule', () => {
  it.each<[string, unknown]>([
    ['a test', path],
    ['one of several', { fact: 'language', is: ['pt', 'pt-BR'] }],
    ['a parameter that is empty', { fact: 'query.coupon', is: '' }],
    ['a number of a trait', { fact: 'trait.orders', above: 2.5 }],
    ['a trait by a name with spaces', { fact: 'trait.first seen at', known: true }],
    ['several kinds of a trait', { fact: 'trait.plan', is: ['pro', 2, true] }],
    ['a visit', { fact: 'visits', is: [2, 3] }],
    ['whether one was here', { fact: 'returning', is: true }],
    [
      'who is known',
      {
        all: [
          { fact: 'verified', is: false },
          { fact: 'identified', known: true },
        ],
      },
    ],
    ['where one comes from', { fact: 'referrer', glob: 'https://*.example/*' }],
    ['what is not', { not: { fact: 'path', glob: '/admin/*' } }],
    ['a pattern', { fact: 'url', matches: '[?&]utm_source=newsletter(?:&|$)' }],
    ['five deep', nested(limits.depth)],
    ['fifty tests', { any: [{ any: paths(25) }, { not: { all: [{ any: paths(24) }, path] } }] }],
    ['text of 200', { fact: 'url', contains: 'x'.repeat(200) }],
    ['50 values', { fact: 'path', is: Array.from({ length: 50 }, (_, index) => `/${index}`) }],
  ])('may be %s', (_, where) => {
    expect(refusalsOf({ where })).toEqual([]);
    expect(refusalsOf(ofEvent(where))).toEqual([]);
    expect(v.parse(survey, { ...npsSurvey, where })).toEqual({ ...npsSurvey, where });
  });

  it.each<[string, unknown, string]>([
    ['nothing', null, 'where'],
    ['text', 'path', 'where'],
    ['a list', [path], 'where'],
    ['an empty object', {}, 'where.fact'],
    ['a fact alone', { fact: 'path' }, 'where'],
    ['two tests in one', { fact: 'path', starts: '/a', contains: 'b' }, 'where'],
    ['a fact that is not known', { fact: 'weather', is: 'rain' }, 'where.fact'],
    ['a fact that every object has', { fact: 'constructor', is: 'a' }, 'where.fact'],
    ['a parameter without a name', { fact: 'query.', is: 'a' }, 'where.fact'],
    ['a name of 81 units', { fact: `trait.${'a'.repeat(81)}`, is: 'a' }, 'where.fact'],
    ['half a character in a name', { fact: 'trait.a\ud83d', is: 'a' }, 'where.fact'],
    ['a property of no event', { fact: 'event.total', above: 5 }, 'where.fact'],
    ['a test that is not known', { fact: 'path', ends: '/a' }, 'where.ends'],
    ['a test that every object has', { fact: 'path', toString: 'a' }, 'where.toString'],
    ['a letter that no address has', { fact: 'path', matches: '^/pre[cç]os' }, 'where.matches'],
    ['a number for a path', { fact: 'path', above: 5 }, 'where.above'],
    ['a path that is a number', { fact: 'path', is: 5 }, 'where.is'],
    ['a path among numbers', { fact: 'path', is: ['/a', 5] }, 'where.is.1'],
    ['text for a count', { fact: 'views', is: '5' }, 'where.is'],
    ['a start of a count', { fact: 'views', starts: '5' }, 'where.starts'],
    ['text for a yes or no', { fact: 'returning', is: 'true' }, 'where.is'],
    ['both of a yes or no', { fact: 'returning', is: [true, false] }, 'where.is'],
    ['a number for a yes or no', { fact: 'verified', above: 0 }, 'where.above'],
    ['known of text', { fact: 'path', known: 'yes' }, 'where.known'],
    ['a trait of null', { fact: 'trait.plan', is: null }, 'where.is'],
    ['no value', { fact: 'path', is: [] }, 'where.is'],
    ['51 values', { fact: 'path', is: Array(51).fill('/a') }, 'where.is'],
    ['an empty start', { fact: 'path', starts: '' }, 'where.starts'],
    ['text of 201', { fact: 'path', contains: 'a'.repeat(201) }, 'where.contains'],
    ['half a character', { fact: 'path', is: '\ud83d' }, 'where.is'],
    ['a number beyond every number', { fact: 'views', above: Number.POSITIVE_INFINITY }, 'where.above'],
    ['a glob of three stars', { fact: 'path', glob: '*a*b*' }, 'where.glob'],
    ['half a pattern', { any: [path, { fact: 'url', matches: '(' }] }, 'where.any.1.matches'],
    ['a pattern that takes for ever', { fact: 'url', matches: '(a+)+$' }, 'where.matches'],
    [
      'never true, and slow to find out',
      {
        all: [
          { fact: 'url', matches: '^(a+)+$' },
          { fact: 'url', is: `${'a'.repeat(60)}!` },
        ],
      },
      'where.all.0.matches',
    ],
    ['a combination with a test', { all: [path], fact: 'path' }, 'where.fact'],
    ['two combinations', { all: [path], any: [path] }, 'where.any'],
    ['all of nothing', { all: [] }, 'where.all'],
    ['any of nothing, inside', { all: [path, { any: [] }] }, 'where.all.1.any'],
    ['one that is no list', { any: path }, 'where.any'],
    ['not of a list', { not: [path] }, 'where.not'],
    [
      'a wrong test inside',
      { any: [path, { not: { all: [{ fact: 'path', colour: 1 }] } }] },
      'where.any.1.not.all.0.colour',
    ],
    ['six deep', nested(limits.depth + 1), `where${'.any.0'.repeat(limits.depth - 1)}`],
    ['51 tests', { any: [{ any: paths(25) }, { any: paths(26) }] }, 'where'],
    [
      'never true',
      {
        all: [
          { fact: 'device', is: 'phone' },
          { fact: 'device', is: 'tablet' },
        ],
      },
      'where',
    ],
    ['a list of 51', { any: paths(51) }, 'where.any'],
  ])('is refused, with the path inside of it, where it is %s', (_, where, field) => {
    expect(fieldsOf({ where })).toBe(field);
    const isOfEvent = JSON.stringify(where).includes('"event.');
    expect(fieldsOf(ofEvent(where))).toBe(isOfEvent ? '' : field.replace('where', 'when.0.where'));
  });

  it('is refused in words that say what it may be', () => {
    const reasonOf = (where: Json) => refusalsOf({ where })[0]?.[1];
    const ofText = 'is, starts, contains, glob, matches, known';
    expect(reasonOf({ fact: 'path', above: 5 })).toBe(`is none of the tests of this fact: ${ofText}`);
    expect(reasonOf({ fact: 'path' })).toBe(`must have one of ${ofText}, and no more than one`);
    expect(reasonOf({ fact: 'returning' })).toBe('must have one of is, known, and no more than one');
    expect(reasonOf({ fact: 'event.total', above: 1 })).toBe('is only known in the where of an event');
    expect(reasonOf({ fact: 'device', is: 'watch' })).toBe('can never be true: no device is “watch”');
    expect(reasonOf(nested(6))).toBe('must be a test: a rule is at most 5 deep');
  });

  it('may ask for what the event was called with, at every depth of its own where', () => {
    expect(refusalsOf(ofEvent({ any: [{ not: { fact: 'event.total', below: 10 } }, path] }))).toEqual([]);
  });
});

describe('a trigger', () => {
  const right = [
    { on: 'load' },
    { on: 'time', seconds: 1 },
    { on: 'time', seconds: 3600 },
    { on: 'scroll', percent: 100 },
    { on: 'leave' },
    { on: 'click', selector: '#buy' },
    { on: 'see', selector: 'footer' },
    { on: 'event', event: 'paid' },
  ];

  it('may be each there is, eight of them', () => {
    expect(refusalsOf({ when: right })).toEqual([]);
    expect(refusalsOf({ when: [...right, { on: 'load' }] })).toEqual([['when', 'must not be more than 8']]);
  });

  it.each<[string, unknown, string]>([
    ['no list', { on: 'load' }, 'when'],
    ['none', [], 'when'],
    ['text', ['load'], 'when.0'],
    ['one without a moment', [{}], 'when.0.on'],
    ['one that is not known', [{ on: 'load' }, { on: 'hover' }], 'when.1.on'],
    ['one that every object has', [{ on: 'constructor' }], 'when.0.on'],
    ['an object for a moment', [{ on: { toString: 1 } }], 'when.0.on'],
    ['more than a load', [{ on: 'load', seconds: 1 }], 'when.0.seconds'],
    ['no seconds', [{ on: 'time' }], 'when.0.seconds'],
    ['no time', [{ on: 'time', seconds: 0 }], 'when.0.seconds'],
    ['more than an hour', [{ on: 'time', seconds: 3601 }], 'when.0.seconds'],
    ['nothing scrolled', [{ on: 'scroll', percent: 0 }], 'when.0.percent'],
    ['more than everything', [{ on: 'scroll', percent: 101 }], 'when.0.percent'],
    ['an empty event', [{ on: 'event', event: ' ' }], 'when.0.event'],
    ['an event of 81 units', [{ on: 'event', event: 'a'.repeat(81) }], 'when.0.event'],
    ['a rule for a click', [{ on: 'click', selector: 'a', where: path }], 'when.0.where'],
    ['a selector of 201 units', [{ on: 'see', selector: 'a'.repeat(201) }], 'when.0.selector'],
  ])('is refused where there is %s', (_, when, field) => {
    expect(fieldsOf({ when })).toBe(field);
  });

  const selectors = [
    ...['#buy', '.btn.btn--primary', 'a', 'main > article:nth-of-type(2) p', 'a[href^="https://a.b/c?d={e}"]', '*'],
    ...[
      '[data-track=buy i]',
      "[title='it\\'s; here']",
      'ul li:not(.a, #b)',
      'a,b , c',
      '.sm\\:w-1\\/2',
      '.größe',
      ':is(h1, h2) + p',
    ],
    ...[
      'section:has(> img)',
      'a ~ b',
      '::part(x)',
      '#\\31 23',
      '.-a',
      '.--b',
      '[a="]"]',
      'input:checked',
      'my-element',
    ],
  ];
  it.each(selectors)('may wait for %s', (selector) => {
    expect(refusalsOf({ when: [{ on: 'click', selector }] })).toEqual([]);
  });

  const noSelectors = [
    ...[
      '',
      ' ',
      '#',
      '.',
      '.1a',
      '#1',
      '##a',
      'a..b',
      'a >',
      '> a',
      'a,',
      ',a',
      'a,,b',
      'a > > b',
      'a + ~ b',
      'a:not(.b',
      'a)',
    ],
    ...[
      'a[b',
      '[a="b]',
      'a]',
      '{}',
      'a{color:red}',
      '//div/a',
      'a;b',
      '<div>',
      '$("#a")',
      '"a"',
      'a\\',
      'a = b',
      '@media',
    ],
  ];
  it.each(noSelectors)('cannot wait for %j', (selector) => {
    expect(fieldsOf({ when: [{ on: 'see', selector }] })).toBe('when.0.selector');
  });
});

describe('of the rest that says when a survey asks', () => {
  it.each<[string, Json]>([
    ['a share of everybody', { share: 1 }],
    ['a small share', { share: 0.001 }],
    ['a priority', { priority: -100, cancelOn: ['paid', 'left'], most: 1000 }],
    ['a moment of summer', { from: '2026-07-01T00:00+02:00' }],
    ['a leap day', { until: '2028-02-29T23:59:59.999Z' }],
    ['a period over time zones', { from: '2026-01-01T12:00:00+14:00', until: '2025-12-31T22:00:01Z' }],
    ['caps', { stopAfter: 1, perDay: 1_000_000_000 }],
  ])('%s is taken', (_, change) => {
    expect(refusalsOf(change)).toEqual([]);
  });

  it.each<[string, Json, string]>([
    ['no share', { share: 0 }, 'share'],
    ['more than everybody', { share: 1.01 }, 'share'],
    ['a share of text', { share: '0.5' }, 'share'],
    ['half a priority', { priority: 0.5 }, 'priority'],
    ['a priority of 101', { priority: 101 }, 'priority'],
    ['no times', { most: 0 }, 'most'],
    ['no event to call it off', { cancelOn: [] }, 'cancelOn'],
    ['an empty event to call it off', { cancelOn: ['paid', ''] }, 'cancelOn.1'],
    ['nine events to call it off', { cancelOn: Array.from({ length: 9 }, (_, n) => `e${n}`) }, 'cancelOn'],
    ['a date alone', { from: '2026-11-22' }, 'from'],
    ['a time without its zone', { from: '2026-11-22T09:00:00' }, 'from'],
    ['a number of milliseconds', { from: 1_800_000_000_000 }, 'from'],
    ['30 February', { from: '2026-02-30T00:00Z' }, 'from'],
    ['29 February of no leap year', { until: '2027-02-29T00:00Z' }, 'until'],
    ['month 13', { until: '2026-13-01T00:00Z' }, 'until'],
    ['hour 25', { until: '2026-12-01T25:00Z' }, 'until'],
    ['words', { until: 'tomorrow' }, 'until'],
    ['an end before the start', { from: '2026-11-22T09:00+01:00', until: '2026-11-22T07:59Z' }, 'until'],
    ['an end at the start', { from: '2026-11-22T09:00+01:00', until: '2026-11-22T08:00Z' }, 'until'],
    ['a stop after none', { stopAfter: 0 }, 'stopAfter'],
    ['half a response a day', { perDay: 0.5 }, 'perDay'],
  ])('%s is refused', (_, change, field) => {
    expect(fieldsOf(change)).toBe(field);
  });
});
