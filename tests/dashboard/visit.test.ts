import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { SurveyConfig } from '../../core/contract.ts';
import { dayMs } from '../../core/periods.ts';
import { type Fact, facts, pathOf } from '../../core/rules.ts';
import type { Visit } from '../../core/targeting.ts';
import { addOptions } from '../../widget/options.ts';
import { casesIn } from '../../widget/visit.ts';
import { devices, modes, type Situation, usual } from '../../worker/dashboard/simulator/situation.ts';
import { actsOf, addressOf, traitsIn, visitOf } from '../../worker/dashboard/simulator/visit.ts';
import { contextOf } from '../context.ts';

const home = 'https://shop.example/';
const now = Date.UTC(2026, 10, 22);
const seen = (change: Partial<Situation>, fact: Fact) => visitOf({ ...usual, ...change }, home).see(pathOf(fact));

afterEach(() => vi.unstubAllGlobals());

describe('an address', () => {
  it.each([
    ['', 'https://shop.example/'],
    ['  https://shop.example/a?b=c ', 'https://shop.example/a?b=c'],
    ['shop.example/a', 'https://shop.example/a'],
    ['localhost:5173/a', 'https://localhost:5173/a'],
    ['HTTP://Shop.Example', 'http://shop.example/'],
    ['/pricing?plan=pro', 'https://shop.example/pricing?plan=pro'],
    ['//other.example/a', 'https://other.example/a'],
    ['h', 'https://h/'],
    ['ftp://shop.example/', undefined],
    ['https://', undefined],
    ['two words', undefined],
  ])('pasted as %j is %s', (text, href) => {
    expect(addressOf(text, home)?.href).toBe(href);
  });
});

it.each<[string, ReturnType<typeof traitsIn>]>([
  ['', {}],
  ['plan=pro\norders=3\npaid=true', { plan: 'pro', orders: 3, paid: true }],
  [' first seen at = 2026-11-22 \n\n=x\nplan', { 'first seen at': '2026-11-22' }],
  ['sum=1=1\nempty=', { sum: '1=1', empty: '' }],
  ['a=1e3\nb=007\nc=NaN\nd=-0\ne=-2.5\nf=Infinity', { a: '1e3', b: '007', c: 'NaN', d: '-0', e: -2.5, f: 'Infinity' }],
])('traits typed as %j are %j', (text, traits) => {
  expect(traitsIn(text)).toEqual(traits);
});

it.each<[string, Partial<Situation>, Fact, unknown]>([
  ['a fragment is no part of the address', { url: '/a?b=c#d' }, 'url', 'https://shop.example/a?b=c'],
  ['a route is, in a fragment', { url: '/a#/d' }, 'url', 'https://shop.example/a#/d'],
  ['a parameter is found by its name', { url: '/a?b.c=d' }, 'query.b.c', 'd'],
  ['of what is no address nothing is known', { url: 'a b' }, 'path', undefined],
  ['of what is no address no parameter is known', { url: 'a b' }, 'query.b', undefined],
  ['what every object has is no parameter', { url: '/a' }, 'query.constructor', undefined],
  ['what every object has is no trait', {}, 'trait.toString', undefined],
  ['letters of an address are encoded', { url: '/preços' }, 'path', '/pre%C3%A7os'],
  ['letters of a referrer are encoded', { referrer: 'https://a.example/ç' }, 'referrer', 'https://a.example/%C3%A7'],
  [
    'an app that visitors come from is one',
    { referrer: 'android-app://a.example' },
    'referrer',
    'android-app://a.example',
  ],
  ['who came from nowhere has no referrer', {}, 'referrer', undefined],
  ['a proof of nobody proves nothing', { proof: 'true' }, 'verified', false],
  ['views are not counted by the way', { views: '5' }, 'views', undefined],
  ['views are counted where they may be', { views: '5', storage: 'always' }, 'views', 5],
  ['a first visit is no return', { storage: 'always' }, 'returning', false],
  ['whether one returns is not known by the way', { visits: '5' }, 'returning', undefined],
  ['a count that is still being typed is one', { visits: '', storage: 'always' }, 'visits', 1],
])('%s', (_, change, fact, value) => {
  expect(seen(change, fact)).toBe(value);
});

describe('what was done before', () => {
  const did = {
    'nps.response': '3',
    'nps.times': '5',
    'ces.dismissal': '0.5',
    'csat.times': '0',
    'stars.response': 'x',
  };
  const acts = { nps: { response: now - 3 * dayMs, times: 5 }, ces: { dismissal: now - dayMs / 2, times: 1 } };

  it('is so many days ago, and was asked at least as often', () => {
    expect(actsOf({ ...usual, did }, now)).toEqual(acts);
    expect(actsOf({ ...usual, did: { 'nps.response': '1', 'nps.dismissal': '2', 'nps.times': '1' } }, now)).toEqual({
      nps: { response: now - dayMs, dismissal: now - 2 * dayMs, times: 2 },
    });
  });

  it('is forgotten in mode none, unless the server knows who it is', () => {
    const nobody: Situation = { ...usual, did, storage: 'none' };
    expect(actsOf(nobody, now)).toEqual({});
    expect(actsOf({ ...nobody, person: 'ana', proof: 'true' }, now)).toEqual(acts);
  });

  it.each(modes)('is what the widget finds on the device in mode %s', (storage) => {
    const stored = Object.entries(acts).map(([id, act]) => [`opina:shop:did:${id}`, JSON.stringify(act)]);
    vi.stubGlobal('localStorage', Object.fromEntries(stored));
    expect(actsOf({ ...usual, did, storage }, now)).toEqual(contextOf({ storage })._acts());
  });
});

/** What the widget sees on a page where all of this is the case. */
function widgetVisit(situation: Situation): Visit {
  const { person, proof, device, language, referrer, storage, auto } = situation;
  const isPhone = device === 'phone';
  const visitor = [+situation.visitor, +situation.visits, +situation.views - 1, Date.now()];
  vi.stubGlobal('location', addressOf(situation.url, home));
  vi.stubGlobal('document', { referrer, documentElement: { lang: language } });
  vi.stubGlobal('screen', isPhone ? { width: 844, height: 390 } : { width: 820, height: 1180 });
  vi.stubGlobal('matchMedia', () => ({ matches: device === 'desktop' }));
  vi.stubGlobal('localStorage', { 'opina:shop:visitor': JSON.stringify(visitor) });
  const options = addOptions({}, { storage, auto });
  const claim = person ? { person, ...(proof === 'true' && { hash: 'f'.repeat(64) }) } : {};
  const context = contextOf(options, { ...claim, traits: traitsIn(situation.traits) });
  return casesIn(context)({} as SurveyConfig);
}

it('is the visit that the widget sees, in every situation', () => {
  const word = fc.string({ minLength: 1, unit: 'grapheme-ascii' });
  const count = fc.integer({ min: 1, max: 99 }).map(String);
  const yesOrNo = fc.constantFrom('true', 'false');
  const situations = fc.record({
    url: word.map((path) => `${home}${path}`),
    language: fc.constantFrom('en', 'pt-BR'),
    device: fc.constantFrom(...devices),
    referrer: fc.constantFrom('', 'https://search.example/?q=pots'),
    auto: yesOrNo,
    person: fc.constantFrom('', 'ana'),
    proof: yesOrNo,
    traits: word,
    visitor: count,
    storage: fc.constantFrom(...modes),
    views: count,
    visits: count,
    at: fc.constant(''),
    did: fc.constant({}),
  });
  const named: Fact[] = ['query.q', 'query.constructor', 'trait.plan', 'trait.orders', 'trait.a.b', 'event.total'];
  fc.assert(
    fc.property(situations, fc.dictionary(word, word), (situation, query) => {
      const url = `${situation.url.replace(/[?#].*/s, '')}?${new URLSearchParams({ ...query, q: 'x' })}#part`;
      const full = { ...situation, url, traits: `plan=pro\norders=3\na.b=c\n${situation.traits}` };
      const [ours, theirs] = [visitOf(full, home), widgetVisit(full)];
      const all = [...facts, ...named, ...Object.keys(query).map((name) => `query.${name}` as const)];
      expect(all.map((fact) => [fact, ours.see(pathOf(fact))])).toEqual(
        all.map((fact) => [fact, theirs.see(pathOf(fact))]),
      );
      expect(ours.isAuto).toBe(theirs.isAuto);
      // Who is neither named nor remembered has a draw of that page view.
      if (full.person || full.storage === 'always') expect(ours.visitor).toBe(`${theirs.visitor}`);
    }),
  );
});
