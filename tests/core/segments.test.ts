import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Fact, holds, nameOf, type Rule, type SurveyRule, simplify, type Test } from '../../core/rules.ts';
import { expand, namesIn, type Segments } from '../../core/segments.ts';

const pro: Rule = { fact: 'trait.plan', is: 'pro' };
const here: Rule = { fact: 'path', starts: '/shop' };
const loyal: Rule = { any: [{ fact: 'visits', above: 3 }, { not: { fact: 'trait.orders', below: 2 } }] };
const segments: Segments = { pro, loyal };

describe('a rule', () => {
  it.each<[string, SurveyRule, names: string[], Rule]>([
    ['a test alone', here, [], here],
    ['a name alone', { segment: 'loyal' }, ['loyal'], loyal],
    ['not a name', { not: { segment: 'pro' } }, ['pro'], { not: pro }],
    ['all of a test and a name', { all: [here, { segment: 'pro' }] }, ['pro'], { all: [here, pro] }],
    ['any of two names', { any: [{ segment: 'pro' }, { segment: 'loyal' }] }, ['pro', 'loyal'], { any: [pro, loyal] }],
    [
      'the same name twice, at different depths',
      { all: [{ segment: 'pro' }, { any: [here, { not: { all: [{ segment: 'pro' }, { segment: 'loyal' }] } }] }] },
      ['pro', 'pro', 'loyal'],
      { all: [pro, { any: [here, { not: { all: [pro, loyal] } }] }] },
    ],
  ])('of %s has each segment where its name stood', (_, rule, names, expanded) => {
    expect(namesIn(rule)).toEqual(names);
    expect(expand(rule, segments)).toEqual({ rule: expanded });
  });

  it.each<[string, SurveyRule]>([
    ['alone', { segment: 'students' }],
    ['after one that is there', { all: [{ segment: 'pro' }, { segment: 'students' }, { segment: 'others' }] }],
    ['denied', { any: [here, { not: { segment: 'students' } }] }],
  ])('with a name of no segment, %s, is no rule, and the name is told', (_, rule) => {
    expect(expand(rule, segments)).toEqual({ unknown: 'students' });
  });

  it('finds no segment in what every object has', () => {
    for (const segment of ['constructor', 'valueOf', 'toString', '__proto__']) {
      expect(expand({ segment }, segments)).toEqual({ unknown: segment });
    }
  });
});

describe('whatever is named', () => {
  const facts = ['trait.a', 'trait.b', 'trait.c'] as const;
  const test = fc.constantFrom(...facts).map((fact): Test => ({ fact, is: true }));
  const ruleOf = <Part>(part: fc.Arbitrary<Part>) =>
    fc.letrec<{ rule: Rule<Part> }>((tie) => ({
      rule: fc.oneof(
        { maxDepth: 3, withCrossShrink: true },
        part as fc.Arbitrary<Rule<Part>>,
        fc.array(tie('rule'), { minLength: 1, maxLength: 3 }).map((all) => ({ all })),
        fc.array(tie('rule'), { minLength: 1, maxLength: 3 }).map((any) => ({ any })),
        tie('rule').map((not) => ({ not })),
      ),
    })).rule;
  const named = fc.constantFrom('one', 'two').map((segment) => ({ segment }));

  /** What a rule with names means, said without putting anything into it. */
  function isTrue(rule: SurveyRule, of: { segments: Segments; known: ReadonlySet<Fact> }): boolean {
    if ('segment' in rule) return isTrue(of.segments[rule.segment] as Rule, of);
    if ('all' in rule) return rule.all.every((part) => isTrue(part, of));
    if ('any' in rule) return rule.any.some((part) => isTrue(part, of));
    return 'not' in rule ? !isTrue(rule.not, of) : of.known.has(rule.fact);
  }

  it('holds of whom the segment holds, all, any or not', () => {
    const rules = ruleOf<Test | { segment: string }>(fc.oneof(test, named));
    fc.assert(
      fc.property(rules, ruleOf(test), ruleOf(test), fc.subarray([...facts]), (rule, one, two, some) => {
        const segments = { one, two };
        const known = new Set<Fact>(some);
        const expanded = expand(rule, segments);
        const simple = 'rule' in expanded ? simplify(expanded.rule) : undefined;
        const isSo = simple && holds(simple, (path) => known.has(nameOf(path)));
        expect(isSo).toBe(isTrue(rule, { segments, known }));
      }),
      { numRuns: 1000 },
    );
  });
});
