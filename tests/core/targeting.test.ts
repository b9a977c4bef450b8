import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { SurveyConfig } from '../../core/contract.ts';
import { explain } from '../../core/explanation.ts';
import { dayMs } from '../../core/periods.ts';
import { type Act, type Acts, type Case, chosenOf, drawOf, lastAsked, quietUntil } from '../../core/targeting.ts';
import { createMemory } from '../../widget/memory.ts';
import { passes } from '../passes.ts';

const now = Date.UTC(2026, 10, 22);
const ago = (days: number) => now - days * dayMs;

const surveyOf = (change: Partial<SurveyConfig> = {}): SurveyConfig => ({
  ...{ id: 'nps', language: 'en', when: [], delay: 0, quiet: [90, 14, 30] },
  ...change,
});

const caseOf = (change: Partial<SurveyConfig> = {}, given: Partial<Case> = {}): Case => ({
  survey: surveyOf(change),
  ...{ isAuto: true, visitor: 'v', see: () => undefined },
  ...{ acts: {}, now },
  ...given,
});

describe('a survey asks', () => {
  const acts = (acts: Record<string, Partial<Act>>) => ({ acts: acts as Acts });
  const at = (text: string) => ({ now: Date.parse(text) });
  it.each<[string, Partial<SurveyConfig>, Partial<Case>, boolean]>([
    ['when nothing is against it', {}, {}, true],
    ['not on its own where it stands behind a tab', { display: 'tab' }, {}, false],
    ['not before its start', { from: Date.UTC(2026, 10, 23) }, {}, false],
    ['from the moment of its start on', { from: now }, {}, true],
    ['until its end', { until: now + 1000 }, {}, true],
    ['not from the moment of its end on', { until: now }, {}, false],
    ['not a visitor who was asked as often as it may', { most: 2 }, acts({ nps: { times: 2 } }), false],
    ['a visitor who was asked less often', { most: 2 }, acts({ nps: { times: 1 } }), true],
    ['not within 90 days of a response', {}, acts({ nps: { response: ago(89.9) } }), false],
    ['from the 90th day of a response on', {}, acts({ nps: { response: ago(90) } }), true],
    ['not within 14 days of a dismissal', {}, acts({ nps: { dismissal: ago(13.9) } }), false],
    ['from the 14th day of a dismissal on', {}, acts({ nps: { dismissal: ago(14) } }), true],
    [
      'not sooner for a dismissal after the response',
      {},
      acts({ nps: { response: ago(40), dismissal: ago(20) } }),
      false,
    ],
    ['not within 30 days of another survey', {}, acts({ csat: { response: ago(29.9) } }), false],
    ['from the 30th day of another survey on', {}, acts({ csat: { dismissal: ago(30) } }), true],
    ['where its rule holds', { where: { none: [{ fact: ['path'], matches: 'x' }] } }, at('2026-11-22'), true],
    ['not where its rule does not hold', { where: { fact: ['path'], matches: 'x' } }, {}, false],
  ])('%s', (_, change, given, asks) => {
    expect(passes(caseOf(change, given))).toBe(asks);
  });

  it('not of itself where the page says so, whatever else speaks for it', () => {
    expect(passes(caseOf({}, { isAuto: false }))).toBe(false);
  });
});

describe('a share', () => {
  const visitors = Array.from({ length: 100_000 }, (_, index) => `visitor ${index}`);
  const placeFor = (visitor: string, id = 'nps') => drawOf(id, visitor);

  it.each([0.001, 0.01, 0.1, 0.25, 0.5, 0.9])(
    'of %f is that of 100,000 visitors, within 3 standard errors',
    (share) => {
      for (const name of [
        (index: number) => `${index}`,
        (index: number) => `0.${index * 7919}`,
        (i: number) => visitors[i] ?? '',
      ]) {
        const asked = visitors.filter((_, index) => placeFor(name(index)) < share).length;
        expect(Math.abs(asked / visitors.length - share)).toBeLessThan(
          3 * Math.sqrt((share * (1 - share)) / visitors.length),
        );
      }
    },
  );

  it.each(['顧客', '😀', '客'.repeat(9)])('is that of visitors whatever script they are named in: %s', (end) => {
    const places = visitors.map((_, index) => placeFor(`${index}${end}`));
    // Of visitors who share a place all are asked, or none.
    expect(new Set(places).size).toBeGreaterThan(99_000);
    for (const share of [0.001, 0.01, 0.1, 0.5]) {
      const asked = places.filter((place) => place < share).length;
      const error = Math.sqrt((share * (1 - share)) / places.length);
      expect(Math.abs(asked / places.length - share)).toBeLessThan(3 * error);
    }
  });

  it('is even: no hundredth of all places is taken by more or less than chance would have it', () => {
    const cells = new Array(100).fill(0);
    for (const visitor of visitors) cells[Math.floor(placeFor(visitor) * 100)]++;
    // Chi-square with 99 degrees of freedom: 149 at p = 0.001.
    expect(cells.reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0)).toBeLessThan(149);
  });

  it('asks the same visitors every time, and when it is raised none of them fewer', () => {
    const isAsked = (visitor: string, share: number) => passes(caseOf({ share }, { visitor }));
    fc.assert(
      fc.property(
        fc.string(),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (visitor, one, other) => {
          const [less, more] = [Math.min(one, other), Math.max(one, other)];
          expect(isAsked(visitor, less)).toBe(isAsked(visitor, less));
          if (isAsked(visitor, less)) expect(isAsked(visitor, more)).toBe(true);
        },
      ),
    );
  });

  it('of one survey says nothing about another', () => {
    const both = visitors.filter((visitor) => placeFor(visitor) < 0.5 && placeFor(visitor, 'csat') < 0.5).length;
    expect(Math.abs(both / visitors.length - 0.25)).toBeLessThan(3 * Math.sqrt(0.1875 / visitors.length));
  });
});

describe('of several that are due', () => {
  const acts = { a: { response: ago(100), times: 1 }, b: { dismissal: ago(200), times: 1 } };
  const due = (...all: [id: string, priority?: number][]) =>
    all.map(([id, priority]) => surveyOf({ id, ...(priority !== undefined && { priority }) }));
  it.each([
    ['the one asked longest ago', due(['a'], ['b']), 'b'],
    ['one that was never asked', due(['a', 9], ['b', 9], ['c']), 'c'],
    ['of those the one of the highest priority', due(['c'], ['d', 2], ['e', 1]), 'd'],
    ['a lower priority only counts below none', due(['c', -1], ['d']), 'd'],
  ])('%s goes first', (_, surveys, first) => {
    expect(chosenOf(surveys, acts)?.id).toBe(first);
  });
});

describe('a survey that was asked more often than another', () => {
  const rival = surveyOf({ id: 'rare' });
  const acts = (change: Partial<Act>, last: number) => ({
    nps: { dismissal: ago(last), times: 2 },
    ...(change.times !== undefined && { rare: { times: change.times, dismissal: ago(60) } }),
  });
  it.each<[string, SurveyConfig, Acts, boolean]>([
    ['lets it go first for twice its period after others', rival, acts({}, 59.9), false],
    ['asks again after that', rival, acts({}, 60), true],
    ['lets it go first where it was asked once less often', rival, acts({ times: 1 }, 40), false],
    ['asks again where the other was asked as often', rival, acts({ times: 2 }, 40), true],
    ['asks again where the other is quiet for itself', { ...rival, quiet: [90, 90, 30] }, acts({ times: 0 }, 40), true],
    ['asks again where the other is not for this visitor', { ...rival, share: 0 }, acts({}, 40), true],
    ['asks again where the other is over', { ...rival, until: Date.UTC(2026, 10, 1) }, acts({}, 40), true],
    ['asks again where the other waits to be called', { ...rival, display: 'tab' }, acts({}, 40), true],
    [
      'lets it go first where it is on another page',
      { ...rival, where: { fact: ['path'], matches: '^/paid' } },
      acts({}, 40),
      false,
    ],
  ])('%s', (_, other, acts, asks) => {
    const of = caseOf({}, { acts });
    expect(passes(of, [of.survey, other])).toBe(asks);
  });
});

const did = fc.constantFrom('response', 'dismissal') as fc.Arbitrary<'response' | 'dismissal'>;

describe('in two tabs of one device', () => {
  beforeEach(() => {
    vi.stubGlobal('localStorage', {});
  });
  afterEach(() => vi.unstubAllGlobals());

  const days = fc.integer({ min: 0, max: 60 });
  const quiet = fc.tuple(days, days, days);
  const ids = ['a', 'b', 'c'];
  const step = fc.oneof(
    fc.record({ kind: fc.constant('wait' as const), hours: fc.integer({ min: 1, max: 40 * 24 }) }),
    fc.record({ kind: fc.constantFrom('trigger' as const, 'show' as const), tab: fc.nat(1), survey: fc.nat(2) }),
    fc.record({ kind: fc.constant('act' as const), tab: fc.nat(1), did }),
  );

  it('no survey shows earlier than its quiet periods allow, in whatever order things happen', () => {
    let shown = 0;
    fc.assert(
      fc.property(
        fc.tuple(quiet, quiet, quiet),
        fc.array(step, { minLength: 30, maxLength: 60, size: 'max' }),
        (quiets, steps) => {
          for (const key of Object.keys(localStorage)) delete localStorage[key];
          const surveys = ids.map((id, index) => surveyOf({ id, quiet: quiets[index] as SurveyConfig['quiet'] }));
          const tabs = [0, 1].map(() => ({
            memory: createMemory({ site: 'shop', _options: {} }),
            pending: new Set<SurveyConfig>(),
            open: undefined as SurveyConfig | undefined,
          }));
          const acted: { id: string; did: 'response' | 'dismissal'; at: number }[] = [];
          let clock = now;
          for (const todo of steps) {
            if (todo.kind === 'wait') {
              clock += todo.hours * 3_600_000;
              continue;
            }
            const tab = tabs[todo.tab] as (typeof tabs)[number];
            const isDue = (survey: SurveyConfig) =>
              passes({ ...caseOf(), survey, acts: tab.memory._acts(), now: clock });
            if (todo.kind === 'act') {
              if (!tab.open) continue;
              const { id } = tab.open;
              const act = { ...tab.memory._acts()[id], [todo.did]: clock, times: 1 };
              tab.memory._write(`did:${id}`, JSON.stringify(act));
              acted.push({ id, did: todo.did, at: clock });
              tab.open = undefined;
              continue;
            }
            const [waiting] = tab.pending;
            const survey = (todo.kind === 'show' && waiting) || (surveys[todo.survey] as SurveyConfig);
            // A trigger is noticed in one moment, and the card comes in a later one, when everything is asked again.
            if (todo.kind === 'trigger' && isDue(survey)) tab.pending.add(survey);
            if (todo.kind === 'show' && tab.pending.delete(survey) && !tab.open && isDue(survey)) {
              tab.open = survey;
              shown++;
              for (const { id, did, at } of acted) {
                const [response, dismissal, others] = survey.quiet;
                const period = id === survey.id ? { response, dismissal }[did] : others;
                expect(clock - at).toBeGreaterThanOrEqual(period * dayMs);
              }
            }
          }
        },
      ),
      { seed: 4, numRuns: 1000 },
    );
    expect(shown).toBeGreaterThan(1000);
  });
});

describe('an explanation', () => {
  const day = fc.integer({ min: 0, max: 120 });
  const act = fc.record(
    { response: day, dismissal: day, times: fc.integer({ min: 1, max: 4 }) },
    { requiredKeys: ['times'] },
  );
  const change = fc.record(
    {
      display: fc.constantFrom('dialog' as const, 'tab' as const, 'inline' as const),
      share: fc.double({ min: 0.01, max: 1, noNaN: true }),
      most: fc.integer({ min: 1, max: 4 }),
      from: fc.constantFrom(Date.UTC(2026, 10, 21), Date.UTC(2026, 10, 23)),
      until: fc.constantFrom(Date.UTC(2026, 10, 21), Date.UTC(2026, 10, 23)),
      where: fc.constantFrom({ fact: ['path'], matches: 'x' }, { none: [{ fact: ['views'], above: 3 }] }),
    },
    { requiredKeys: [] },
  );

  it('agrees with what is shown, always, and has words for every gate', () => {
    fc.assert(
      fc.property(
        change,
        fc.dictionary(fc.constantFrom('nps', 'csat'), act),
        fc.boolean(),
        fc.string(),
        (change, did, isAuto, visitor) => {
          const at = (days?: number) => (days === undefined ? {} : { at: ago(days) });
          const acts = Object.fromEntries(
            Object.entries(did).map(([id, { times, response, dismissal }]) => [
              id,
              {
                times,
                ...(response !== undefined && { response: ago(response) }),
                ...(dismissal !== undefined && { dismissal: ago(dismissal) }),
              },
            ]),
          );
          const of = caseOf(change as Partial<SurveyConfig>, {
            acts,
            ...{ isAuto, visitor, see: ([fact]) => (fact === 'path' ? '/x' : at().at) },
          });
          const [said] = explain([of]);
          expect(said?.asks).toBe(passes(of));
          for (const { saw } of said?.gates ?? []) expect(saw).not.toMatch(/undefined|NaN|^$/);
        },
      ),
    );
  });

  it.each<[string, Partial<Case>, string, string]>([
    [
      'how long ago it was dismissed',
      { acts: { nps: { dismissal: ago(3), times: 1 } } },
      'quiet',
      'nps: dismissed or not answered 3 days ago, 11 of 14 to go',
    ],
    [
      'what was done with another survey',
      { acts: { csat: { response: ago(31), times: 1 } } },
      'quiet',
      'csat 31 days ago, 30 are over',
    ],
    ['that nothing was done', {}, 'quiet', 'nothing was done before'],
  ])('says %s', (_, given, gate, saw) => {
    expect(explain([caseOf({}, given)])[0]?.gates.find((each) => each.gate === gate)?.saw).toBe(saw);
  });
});

describe('of surveys that wait for the same moment, an explanation', () => {
  const load = { on: 'load' } as const;
  const waiting = (id: string, change: Partial<SurveyConfig> = {}) => caseOf({ id, when: [load], ...change });
  const firstsOf = (...cases: Case[]) =>
    explain(cases).map(({ survey, gates, asks }) => [survey, asks, gates.find(({ gate }) => gate === 'first')?.saw]);

  it('says which one goes first, and which ones wait for it', () => {
    const acts = { b: { dismissal: ago(100), times: 1 } };
    const cases = [waiting('a'), waiting('b'), waiting('c', { priority: 1 })];
    expect(firstsOf(...cases.map((of) => ({ ...of, acts: { ...acts } })))).toEqual([
      ['a', false, 'c is due too, and goes first'],
      ['b', false, 'c is due too, and goes first'],
      ['c', true, 'goes before a, b'],
    ]);
  });

  it.each<[string, Case]>([
    ['has a longer delay', waiting('b', { priority: 1, delay: 5 })],
    ['waits for something else', waiting('b', { priority: 1, when: [{ on: 'leave' }] })],
    ['may not ask', waiting('b', { priority: 1, share: 0 })],
    ['opens in its element', waiting('b', { priority: 1, display: 'inline', when: [] })],
  ])('lets none wait for one that %s', (_, other) => {
    expect(firstsOf(waiting('a'), other)[0]).toEqual(['a', true, 'no other is due at the same moment']);
  });

  it('lets one wait whose moments are all among those of the other', () => {
    const [one, two] = [waiting('a'), waiting('b', { priority: 1, when: [{ on: 'leave' }, load] })];
    expect(firstsOf(one, two).map(([, asks]) => asks)).toEqual([false, true]);
    expect(firstsOf(two, waiting('c', { priority: 2 })).map(([, asks]) => asks)).toEqual([true, true]);
  });

  it('lets exactly that one ask which is chosen of all that are due', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(
          fc.record({
            id: fc.constantFrom('a', 'b', 'c', 'd'),
            priority: fc.nat(2),
            asked: fc.integer({ min: 91, max: 900 }),
          }),
          { selector: ({ id }) => id, minLength: 1 },
        ),
        (all) => {
          const acts = Object.fromEntries(all.map(({ id, asked }) => [id, { response: ago(asked), times: 1 }]));
          const cases = all.map(({ id, priority }) => ({ ...waiting(id, { priority }), acts }));
          const surveys = cases.map(({ survey }) => survey);
          const asking = explain(cases).flatMap(({ survey, asks }) => (asks ? [survey] : []));
          expect(asking).toEqual([chosenOf(surveys, acts)?.id]);
        },
      ),
    );
  });
});

it('quiet periods end with the last of them', () => {
  const acts = { nps: { response: ago(80), dismissal: ago(1), times: 2 }, csat: { response: ago(20), times: 1 } };
  expect(quietUntil(surveyOf(), acts)).toBe(Math.max(ago(80) + 90 * dayMs, ago(1) + 14 * dayMs, ago(20) + 30 * dayMs));
  expect(lastAsked(acts.nps)).toBe(ago(1));
});
