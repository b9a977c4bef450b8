import { afterEach, describe, expect, it, vi } from 'vitest';
import type { SurveyConfig } from '../../core/contract.ts';
import { type Rule, simplify } from '../../core/rules.ts';
import { explain } from '../../widget/explain.ts';
import { type Situation, usual } from '../../worker/dashboard/simulator/situation.ts';
import { verdictsOf } from '../../worker/dashboard/simulator/verdicts.ts';
import { contextOf } from '../context.ts';

const home = 'https://shop.example/';
const now = Date.UTC(2026, 10, 22, 12);

const nps: SurveyConfig = {
  ...{ id: 'nps', language: 'en', when: [{ on: 'load' }], delay: 5, quiet: [90, 14, 30] },
};
const where = (rule: Rule) => ({ where: simplify(rule) });
const verdictOf = (survey: Partial<SurveyConfig>, situation: Partial<Situation>) =>
  verdictsOf([{ ...nps, ...survey }], { ...usual, ...situation }, { home, now }).all[0];

afterEach(() => vi.unstubAllGlobals());

it.each<[string, Partial<SurveyConfig>, Partial<Situation>, failing: string[]]>([
  ['asks anybody anywhere', {}, {}, []],
  ['does not ask on another page', where({ fact: 'path', starts: '/pricing' }), { url: '/about' }, ['where']],
  ['asks on its page', where({ fact: 'path', starts: '/pricing' }), { url: '/pricing?plan=pro' }, []],
  ['asks whoever has the trait', where({ fact: 'trait.orders', above: 2 }), { traits: 'orders=3' }, []],
  ['leaves alone who answered', {}, { did: { 'nps.response': '3' } }, ['quiet']],
  ['asks again after its quiet days', {}, { did: { 'nps.response': '91' } }, []],
  ['leaves alone who was asked by another', {}, { did: { 'ces.dismissal': '29' } }, ['quiet']],
  ['asks no more often than it may', { most: 2 }, { did: { 'nps.times': '2' } }, ['most']],
  ['does not ask before its day', { from: Date.UTC(2026, 11, 1) }, {}, ['from']],
  ['asks from its day on', { from: Date.UTC(2026, 11, 1) }, { at: '2026-12-01T00:00:00.000Z' }, []],
  ['is a tab, on a page that lets none ask', { display: 'tab' }, { auto: 'false' }, ['display', 'auto']],
])('%s', (_, survey, situation, failing) => {
  const verdict = verdictOf(survey, situation);
  expect(verdict?.gates.filter(({ passes }) => !passes).map(({ gate }) => gate)).toEqual(failing);
  expect(verdict?.asks).toBe(failing.length === 0);
});

it('draws a share anew for each visitor', () => {
  const asked = Array.from({ length: 200 }, (_, index) => verdictOf({ share: 0.5 }, { visitor: `${index}` })?.asks);
  const count = asked.filter(Boolean).length;
  expect(count).toBeGreaterThan(60);
  expect(count).toBeLessThan(140);
});

it('says what the storage mode refuses', () => {
  const survey = where({ fact: 'visits', above: 1 });
  expect(verdictOf(survey, {})?.refusal).toBe('visits needs the storage mode always, and this page has after-action');
  expect(verdictOf(survey, { storage: 'always', visits: '2' })).toMatchObject({ asks: true, refusal: undefined });
});

it('lets another survey go first that was asked less often', () => {
  const surveys = [nps, { ...nps, id: 'ces' }];
  const situation = { ...usual, did: { 'nps.times': '3' } };
  const turnAt = (days: number) => {
    const { all } = verdictsOf(
      surveys,
      { ...situation, did: { ...situation.did, 'nps.response': `${days}` } },
      { home, now },
    );
    return all.map(({ gates }) => gates.find(({ gate }) => gate === 'turn')?.passes);
  };
  expect([turnAt(59), turnAt(61)]).toEqual([
    [false, true],
    [true, true],
  ]);
});

describe('of several that ask', () => {
  const surveys = [nps, { ...nps, id: 'ces', priority: 1, quiet: [90, 14, 0] } satisfies SurveyConfig];
  const firstOf = (situation: Partial<Situation>) =>
    verdictsOf(surveys, { ...usual, ...situation }, { home, now }).first;

  it('the one asked longest ago goes first, then the one of the highest priority', () => {
    expect(firstOf({})).toBe('ces');
    expect(firstOf({ did: { 'ces.response': '100' } })).toBe('nps');
  });

  it('none goes first where one alone asks', () => {
    expect(firstOf({ did: { 'nps.response': '1' } })).toBeUndefined();
  });
});

it('are the words that the widget says on such a page', async () => {
  const surveys = [nps, { ...nps, id: 'ces', ...where({ fact: 'path', contains: 'pricing' }) }];
  vi.useFakeTimers({ now });
  vi.spyOn(console, 'table').mockImplementation(() => {});
  vi.stubGlobal('location', new URL('/pricing', home));
  vi.stubGlobal('document', { referrer: '', documentElement: { lang: 'en' }, querySelectorAll: () => [] });
  vi.stubGlobal('screen', { width: 1280, height: 800 });
  vi.stubGlobal('matchMedia', () => ({ matches: true }));
  const act = { response: now - 3 * 86_400_000, times: 1 };
  vi.stubGlobal('localStorage', { 'opina:shop:did:nps': JSON.stringify(act) });
  const said = await explain(contextOf({}, { person: 'ana' }, surveys));
  vi.useRealTimers();
  const situation = { ...usual, url: '/pricing', person: 'ana', did: { 'nps.response': '3' } };
  const { all } = verdictsOf(surveys, situation, { home, now });
  const calm = { gate: 'calm', passes: true, saw: 'nothing is in the way' };
  expect(all.map(({ refusal: _, gates, ...rest }) => ({ ...rest, gates: [...gates, calm] }))).toEqual(said);
});
