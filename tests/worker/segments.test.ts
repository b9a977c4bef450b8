import { env, exports } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { limits, type Site, type SurveyConfig, type WidgetConfig } from '../../core/contract.ts';
import { explain, refusalOf } from '../../core/explanation.ts';
import type { SiteListing } from '../../core/results.ts';
import { type Rule, type SurveyRule, simplify } from '../../core/rules.ts';
import type { Segments } from '../../core/segments.ts';
import { putSite } from '../../worker/store/surveys.ts';
import { npsSurvey, openShop, origin, problemOf } from './fixtures.ts';

const phone: Rule = { fact: 'device', is: 'phone' };
const buyers: Rule = { any: [{ fact: 'trait.orders', above: 2 }, { not: { fact: 'trait.plan', is: 'free' } }] };
const shop: Rule = { fact: 'path', starts: '/shop' };
const paths = (count: number): Rule[] => Array.from({ length: count }, (_, at) => ({ fact: 'path', starts: `/${at}` }));
const nested = (depth: number): Rule => (depth === 1 ? shop : { any: [nested(depth - 1)] });
const paid = (where: SurveyRule) => ({ on: 'event', event: 'paid', where });
const inVariant = (where: SurveyRule) => ({
  variants: [
    { id: 'plain', change: {} },
    { id: 'late', change: { when: [{ on: 'load' }, paid(where)] } },
  ],
});

/** Every place of a survey where a rule may stand, by its path. */
const places: [field: string, changeOf: (rule: SurveyRule) => object][] = [
  ['where', (where) => ({ where })],
  ['when.1.where', (where) => ({ when: [{ on: 'load' }, paid(where)] })],
  ['variants.1.change.when.1.where', inVariant],
];

/** A shop with segments. */
async function openSegments(segments: Segments = { phone, buyers }) {
  const { site, call } = await openShop();
  const path = `/api/sites/${site}`;
  const putSegments = (segments?: unknown) => call('PUT', path, { name: 'Shop', origins: [origin], segments });
  const putSurvey = (change: object, id = 'nps') => call('PUT', `${path}/surveys/${id}`, { ...npsSurvey, ...change });
  const configuration = async () =>
    (await (await exports.default.fetch(`http://localhost/o/${site}.json`)).json()) as WidgetConfig;
  expect((await putSegments(segments)).status).toBe(200);
  return { site, path, call, putSegments, putSurvey, configuration };
}

/** What is refused, each field with the reason. */
async function refusalsOf(answer: Promise<Response>): Promise<[field: string, reason: string][]> {
  const { code, errors = [], detail } = await problemOf(await answer);
  expect(code).toBe('invalid');
  for (const { field, reason } of errors) expect(detail).toContain(`${field} ${reason}`);
  return errors.map(({ field, reason }) => [field, reason]);
}

describe('the segments of a site', () => {
  it('are read back as they were put, with those that are not used, and go with a site that has none', async () => {
    const { path, call, putSegments } = await openSegments();
    const expected = { name: 'Shop', origins: [origin], segments: { phone, buyers } };
    expect(await (await call('GET', path)).json()).toEqual(expected);
    const [listing] = (await (await call('GET', '/api/sites')).json()) as [SiteListing];
    expect(listing).toMatchObject(expected);
    expect(await (await putSegments({})).json()).toMatchObject({ segments: {} });
    expect(await (await call('GET', path)).json()).toEqual({ ...expected, segments: {} });
    await putSegments();
    expect(await (await call('GET', path)).json()).toEqual({ name: 'Shop', origins: [origin] });
  });

  it('may be 20, each as large as a rule', async () => {
    const { putSegments } = await openSegments();
    const many = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, at) => [`s${at}`, phone]));
    expect((await putSegments(many(limits.segments))).status).toBe(200);
    expect(await refusalsOf(putSegments(many(limits.segments + 1)))).toEqual([
      ['segments', 'must not be more than 20'],
    ]);
    expect((await putSegments({ large: { any: paths(limits.tests) }, deep: nested(limits.depth) })).status).toBe(200);
  });

  const ofText = 'is, starts, contains, glob, matches, known';
  it.each<[string, unknown, field: string, reason: string]>([
    ['a list', [phone], '', 'must be an object'],
    ['without a rule', { phone: 'phone' }, '.phone', 'must be an object'],
    ['with a name that is none', { Phone: phone }, '.Phone', 'must be 1 to 40 lower-case letters, digits, hyphens'],
    [
      'with a name of JavaScript',
      { constructor: phone },
      '.constructor',
      'is a word of JavaScript and cannot be a key',
    ],
    [
      'made of others',
      { both: { all: [phone, { not: { segment: 'phone' } }] } },
      '.both.all.1.not',
      'must be a test: a segment is not made of others',
    ],
    [
      'about an event',
      { paid: { fact: 'event.total', above: 5 } },
      '.paid.fact',
      'is only known in the where of an event',
    ],
    [
      'with a test that is none',
      { here: { fact: 'path', ends: '/' } },
      '.here.ends',
      `is none of the tests of this fact: ${ofText}`,
    ],
    ['six deep', { deep: nested(6) }, '.deep.any.0.any.0.any.0.any.0', 'must be a test: a rule is at most 5 deep'],
    ['of 51 tests', { large: { any: [{ any: paths(50) }, phone] } }, '.large', 'must not have more than 50 tests'],
    ['never true', { watch: { fact: 'device', is: 'watch' } }, '.watch', 'can never be true: no device is “watch”'],
  ])('are refused where one is %s', async (_, segments, field, reason) => {
    const { putSegments } = await openSegments();
    const [first, ...others] = await refusalsOf(putSegments(segments));
    expect([first?.[0], others]).toEqual([`segments${field}`, []]);
    expect(first?.[1].startsWith(reason), `${first?.[1]}`).toBe(true);
  });

  it('are refused where a pattern of one could take for ever, in the words of rules', async () => {
    const { putSegments, putSurvey } = await openSegments();
    const slow = { fact: 'url', matches: '^(a+)+$' } as const;
    const [[, reason] = []] = await refusalsOf(putSurvey({ where: slow }));
    expect(await refusalsOf(putSegments({ slow }))).toEqual([['segments.slow.matches', reason]]);
  });
});

describe.each(places)('a survey that names segments in its %s', (field, changeOf) => {
  it('is read back as it was put', async () => {
    const { path, call, putSurvey } = await openSegments();
    const survey = { ...npsSurvey, ...changeOf({ all: [shop, { not: { segment: 'buyers' } }] }) };
    expect(await (await putSurvey(survey)).json()).toEqual(survey);
    expect(await (await call('GET', `${path}/surveys/nps`)).json()).toEqual(survey);
  });

  it.each<[string, Segments, SurveyRule, reason: string]>([
    ['not there', {}, { any: [shop, { segment: 'buyers' }] }, 'names the segment buyers, which the site does not have'],
    [
      'against the rest of the rule',
      { phone },
      { all: [{ segment: 'phone' }, { fact: 'device', is: 'tablet' }] },
      'with its segments in it can never be true: no device is “phone” and is “tablet”',
    ],
    [
      'against another',
      { phone, buyers },
      { all: [{ segment: 'phone' }, { not: { segment: 'phone' } }] },
      'with its segments in it can never be true: no device is “phone” and is not “phone”',
    ],
    [
      'too large together',
      { half: { any: paths(26) } },
      { any: [{ segment: 'half' }, { not: { segment: 'half' } }] },
      'with its segments in it must not have more than 50 tests',
    ],
    [
      'too deep together',
      { deep: nested(4) },
      { all: [shop, { not: { segment: 'deep' } }] },
      'with its segments in it must not be more than 5 deep',
    ],
  ])('is refused where they are %s', async (_, segments, rule, reason) => {
    const { path, call, putSurvey } = await openSegments(segments);
    expect(await refusalsOf(putSurvey(changeOf(rule)))).toEqual([[field, reason]]);
    expect(await (await call('GET', `${path}/surveys/nps`)).json()).toEqual(npsSurvey);
  });

  it('keeps its site from taking one away, or from making one of it what it cannot be', async () => {
    const { path, call, putSegments, putSurvey } = await openSegments();
    const rule = { all: [{ segment: 'phone' }, { any: [...paths(10), { segment: 'buyers' }] }] } as SurveyRule;
    expect((await putSurvey(changeOf(rule))).status).toBe(200);
    const before = await (await call('GET', path)).json();
    const gone = `must stay: the survey nps uses it in ${field}`;
    expect(await refusalsOf(putSegments())).toEqual([['segments.phone', gone]]);
    expect(await refusalsOf(putSegments({ phone }))).toEqual([['segments.buyers', gone]]);
    expect(await refusalsOf(putSegments({ phone: shop }))).toEqual([['segments.buyers', gone]]);
    const used = `is used by the survey nps: its ${field} with its segments in it`;
    const large = { any: paths(40) };
    const isLarge = `${used} must not have more than 50 tests`;
    expect(await refusalsOf(putSegments({ phone, buyers: large }))).toEqual([['segments.buyers', isLarge]]);
    const deep = `${used} must not be more than 5 deep`;
    expect(await refusalsOf(putSegments({ phone: nested(5), buyers }))).toEqual([['segments.phone', deep]]);
    const starts = { all: [shop, { not: { fact: 'path', starts: '/' } }] } as Rule;
    expect((await refusalsOf(putSegments({ phone: starts, buyers })))[0]?.[0]).toBe('segments.phone');
    expect(await (await call('GET', path)).json()).toEqual(before);

    expect((await putSegments({ phone: shop, buyers, more: phone })).status).toBe(200);
    expect((await putSurvey({})).status).toBe(200);
    expect((await putSegments()).status).toBe(200);
  });
});

describe('a site', () => {
  it('is refused a segment that the rest of a survey is against, which is named', async () => {
    const { putSegments, putSurvey } = await openSegments();
    const where = { all: [{ segment: 'phone' }, { fact: 'device', starts: 'ph' }] };
    await putSurvey({ where, status: 'paused' }, 'paused');
    expect(await refusalsOf(putSegments({ phone: { fact: 'device', is: 'tablet' }, buyers }))).toEqual([
      [
        'segments.phone',
        'is used by the survey paused: its where with its segments in it can never be true: no device is “tablet” and begins with “ph”',
      ],
    ]);
  });

  it('is not kept from what it wants by the surveys of another', async () => {
    const { putSurvey } = await openSegments();
    await putSurvey({ where: { segment: 'buyers' } });
    const other = await openSegments();
    expect((await other.putSegments()).status).toBe(200);
  });

  it('on another database is kept from the same, by the surveys that are there', async () => {
    const { site, putSegments, putSurvey } = await openSegments();
    await env.DB.prepare(`UPDATE site SET place = 'DB_1' WHERE id = ?1`).bind(site).run();
    expect((await putSurvey({ where: { segment: 'buyers' } })).status).toBe(200);
    expect(await refusalsOf(putSegments({ phone }))).toEqual([
      ['segments.buyers', 'must stay: the survey nps uses it in where'],
    ]);
    expect((await refusalsOf(putSurvey({ where: { segment: 'others' } })))[0]?.[0]).toBe('where');
  });
});

describe('the rules of a survey, with their segments in them', () => {
  const large = { fact: 'trait.plan', is: Array.from({ length: 50 }, (_, at) => `${at}`.padStart(150, '-')) } as const;
  const small = { fact: 'trait.plan', is: 'pro' } as const;
  const use = { segment: 'plans' };
  const tooLarge = /^with its segments in it makes all rules (?:2[3-9]|3\d)\d{3} characters, more than 20000$/;

  it.each<[string, string[], object]>([
    ['moments', ['where', 'when.0.where', 'when.1.where'], { where: use, when: [paid(use), paid({ all: [use] })] }],
    [
      'variants',
      ['where'],
      {
        where: use,
        variants: [
          { id: 'a', change: {} },
          { id: 'b', change: { delay: 9 } },
        ],
      },
    ],
  ])('are refused where %s make them too many characters', async (_, fields, change) => {
    const { putSegments, putSurvey } = await openSegments({ plans: large });
    const refused = await refusalsOf(putSurvey(change));
    expect(refused).toEqual(fields.map((field) => [field, expect.stringMatching(tooLarge)]));
    expect((await putSegments({ plans: small })).status).toBe(200);
    expect((await putSurvey(change)).status).toBe(200);
    const used = refused.map(([field, reason]) => [
      'segments.plans',
      `is used by the survey nps: its ${field} ${reason}`,
    ]);
    expect(await refusalsOf(putSegments({ plans: large }))).toEqual(used);
  });

  it('may be as many as fit', async () => {
    const { putSurvey } = await openSegments({ plans: large });
    expect((await putSurvey({ where: use, when: [paid(use)] })).status).toBe(200);
  });
});

describe('what pages load', () => {
  it('is the rule that stands where a name stood, in where and in moments, and no name', async () => {
    const { configuration, putSurvey, putSegments } = await openSegments();
    const rule: SurveyRule = { any: [{ all: [shop, { segment: 'buyers' }] }, { not: { segment: 'phone' } }] };
    const written = (buyers: Rule): Rule => ({ any: [{ all: [shop, buyers] }, { not: phone }] });
    await putSurvey({ where: rule, ...inVariant(rule), when: [paid(rule)] });
    for (const now of [buyers, shop]) {
      await putSegments({ phone, buyers: now });
      const config = await configuration();
      const simple = simplify(written(now));
      expect(config.surveys[0]).toMatchObject({ where: simple, when: [{ event: 'paid', where: simple }] });
      expect(config.surveys[0]?.variants?.[1]).toMatchObject({ where: simple, when: [{}, { where: simple }] });
      expect(JSON.stringify(config)).not.toMatch(/buyers|segment"/u);
    }
  });

  it('needs the memory that its segments need', async () => {
    const { configuration, putSurvey } = await openSegments({ loyal: { fact: 'visits', above: 3 } });
    await putSurvey({ where: { any: [shop, { segment: 'loyal' }] } });
    const [asked] = (await configuration()).surveys;
    const refusal = 'visits needs the storage mode always, and this page has after-action';
    expect(refusalOf(asked ?? {}, 'after-action')).toBe(refusal);
    expect(refusalOf(asked ?? {}, 'always')).toBeUndefined();
  });

  it('asks nobody where a segment went while the survey came, and says why, until one of them is put again', async () => {
    const { site, configuration, putSurvey, putSegments } = await openSegments();
    const rule: SurveyRule = { any: [shop, { not: { segment: 'buyers' } }] };
    await putSurvey({ where: rule, when: [paid(rule)] });
    // What two requests at once leave behind, each of which found the other's row as it was before.
    const without: Site = { name: 'Shop', origins: [origin], segments: { phone } };
    await putSite(env.DB, site, without);
    await putSurvey({}, 'other');
    const [asked, other] = (await configuration()).surveys;
    const never = { fact: ['segment', 'buyers'], matches: '^' };
    expect(asked).toMatchObject({ where: never, when: [{ where: never }] });
    const see = ([kind]: readonly string[]) => (kind === 'path' ? '/shop' : undefined);
    const visit = { acts: {}, now: Date.now(), isAuto: true, visitor: 'ana', see };
    const [said] = explain([{ ...visit, survey: asked as SurveyConfig }]);
    expect(said).toMatchObject({ asks: false, when: '2 s after the event paid with segment.buyers known' });
    expect(said?.gates.find(({ gate }) => gate === 'where')?.saw).toBe('segment.buyers known: no, not known');
    expect(other).not.toHaveProperty('where');
    expect((await putSegments({ phone: shop })).status).toBe(200);
    expect((await putSegments({ phone, buyers })).status).toBe(200);
    expect((await configuration()).surveys[0]?.where).toEqual(simplify({ any: [shop, { not: buyers }] }));
  });
});
