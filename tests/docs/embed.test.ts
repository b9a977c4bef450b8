import { execFileSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import * as v from 'valibot';
import { describe, expect, it, vi } from 'vitest';
import {
  changeable,
  displays,
  type Site,
  type Survey,
  type SurveyConfig,
  standardReasons,
} from '../../core/contract.ts';
import { languages } from '../../core/languages.ts';
import type { SurveyRule } from '../../core/rules.ts';
import { type Scale, scales, segmentOf } from '../../core/scales.ts';
import { explain } from '../../widget/explain.ts';
import { allowed } from '../../widget/given.ts';
import { questionWords } from '../../widget/locales/en.ts';
import { addOptions, defaults } from '../../widget/options.ts';
import { isProven } from '../../worker/identity.ts';
import { faultsOf } from '../../worker/schema/segments.ts';
import { survey as surveySchema } from '../../worker/schema/survey.ts';
import { site as siteSchema } from '../../worker/schema.ts';
import { contextOf } from '../context.ts';
import { codeIn, codeOf, codesIn, type Row, rowsOf } from './markdown.ts';

const document = 'docs/embed.md';
const namesOf = (rows: Row[], column: string) => rows.map((row) => codeIn(row[column]));
const read = (file: string) => readFileSync(file, 'utf8');

describe('of the options', () => {
  const rows = rowsOf(document, 'Options');

  it('every one is in the table', () => {
    expect(namesOf(rows, 'option').toSorted()).toEqual(Object.keys(allowed).toSorted());
  });

  it.each(rows)('$option has the values and the default that it says', (row) => {
    const name = codeIn(row.option) as keyof typeof defaults;
    const rule = allowed[name] as RegExp;
    if (name === 'language')
      expect([row.values, addOptions({}, { [name]: 'pt-BR' })[name]]).toEqual(['a BCP 47 tag', 'pt-BR']);
    else for (const value of codesIn(row.values)) expect(rule.test(value), value).toBe(true);
    expect(codesIn(row.default)).toEqual(defaults[name] === undefined ? [] : [defaults[name]]);
  });
});

describe('of the methods', () => {
  const api = read('widget/api.ts');
  const membersOf = (name: string) => api.match(new RegExp(`interface ${name} \\{\\n([\\s\\S]*?)\\n\\}`))?.[1] ?? '';
  const fieldsOf = (type: string) => [...type.matchAll(/(\w+)\??:/g)].map(([, name]) => name).join(', ');

  /** A parameter by its name, or by its fields where its type has some that are known. */
  function parameter([, name, mark, type = '']: string[]): string {
    const fields = fieldsOf(type.startsWith('{') ? type : membersOf(type));
    return `${fields ? `{ ${fields} }` : name}${mark}`;
  }

  const methods = membersOf('Methods').matchAll(/^ {2}(\w+)\((.*)\): .+;$/gm);
  const calls = [...methods].map(([, name, parameters = '']) => {
    // The second name in `listener: (detail: Detail) => void` stands after no comma.
    const found = parameters.matchAll(/(?:^|, )(\w+)(\??): (\{[^}]*\}|\w+)?/g);
    return `${name}(${[...found].map(parameter).join(', ')})`;
  });

  it('every one is in the table, with its arguments', () => {
    expect(calls.length).toBeGreaterThan(5);
    expect(namesOf(rowsOf(document, 'Methods'), 'method')).toEqual(calls);
  });

  it('and of the events every one', () => {
    const [, union = ''] = api.match(/type EventName = (.+);/) ?? [];
    const events = [...union.matchAll(/'(\w+)'/g)].map(([, name]) => name);
    expect(namesOf(rowsOf(document, 'Events'), 'event')).toEqual(events);
  });
});

describe('of the looks', () => {
  /** Each use of a public property, in the order of the stylesheets: light comes first. */
  const uses = globSync('widget/**/*.{css,ts,tsx}').flatMap((file) => [
    ...read(file).matchAll(/(?<name>--opina-\w+)(?:, (?<fallback>[^)]+))?/g),
  ]);
  const byName = Map.groupBy(uses, ({ groups }) => groups?.name);
  const rows = rowsOf(document, 'Looks');

  it('every custom property is in the table', () => {
    expect(namesOf(rows, 'property').toSorted()).toEqual([...byName.keys()].toSorted());
  });

  it.each(rows)('$property has the defaults that it says', (row) => {
    const used = new Set(byName.get(codeIn(row.property))?.map(({ groups }) => groups?.fallback));
    expect([...used]).toEqual([...new Set([codeIn(row.light), codeIn(row.dark)])]);
  });

  it('every part is in the table', () => {
    const parts = globSync('widget/**/*.tsx').flatMap((file) => [...read(file).matchAll(/\bpart="(\w+)"/g)]);
    const names = parts.map(([, name]) => `::part(${name})`);
    expect(namesOf(rowsOf(document, 'Looks', 1), 'part').toSorted()).toEqual(names.toSorted());
  });
});

describe('of a survey', () => {
  const rows = rowsOf(document, 'Surveys');
  /** The fields stand in the last schema of a pipe, before what holds of variants. */
  const { entries } = surveySchema.pipe[0].pipe[0].pipe[2];
  const least = JSON.parse(codeOf(document, 'Surveys', 'sh').match(/\{[\s\S]*\}/)?.[0] ?? '') as Survey;
  const reasonOf = (change: object) => v.safeParse(surveySchema, { ...least, ...change }).issues?.[0]?.message;

  const rowOf = (field: string) => rows.find((row) => row.field === `\`${field}\``);

  it('the least one is a survey', () => {
    expect(reasonOf({})).toBeUndefined();
    expect(Object.keys(least).toSorted()).toEqual(
      rows.flatMap((row) => (row.default === 'required' ? codesIn(row.field) : [])).toSorted(),
    );
  });

  it('every field is in the table', () => {
    expect(namesOf(rows, 'field').toSorted()).toEqual(Object.keys(entries).toSorted());
  });

  it.each(rows)('$field is required or not, as it says', (row) => {
    const name = codeIn(row.field) as keyof Survey;
    const { [name]: _, ...rest } = least;
    expect(v.safeParse(surveySchema, rest).success).toBe(row.default !== 'required');
  });

  const wordsOf = (row: Row) => {
    const entry = entries[codeIn(row.field) as keyof typeof entries];
    const schema: object = 'wrapped' in entry ? entry.wrapped : entry;
    return 'options' in schema ? schema.options : undefined;
  };
  it.each(rows.filter((row) => wordsOf(row) && row.field !== '`scale`'))(
    '$field is one of the words it says',
    (row) => {
      expect(codesIn(row.values)).toEqual(wordsOf(row));
      if (!/^(?:required|none)$/u.test(row.default ?? '')) expect(wordsOf(row)).toContain(codeIn(row.default));
    },
  );

  /** Values of a size, by what the table calls them. */
  const ofSize: Record<string, (size: number) => string> = {
    text: (size) => 'x'.repeat(size),
    'an http or https URL': (size) => 'https://shop.example/'.padEnd(size, 'x'),
  };
  const bounded = rows.flatMap((row) => {
    const [, kind = '', most] = row.values?.match(/^(.*?) of up to (\d+)/) ?? [];
    const make = ofSize[kind];
    return make ? [{ field: codeIn(row.field), most: Number(most), make }] : [];
  });
  it.each(bounded)('$field is as long as it says, and no longer', ({ field, most, make }) => {
    expect(reasonOf({ [field]: make(most) })).toBeUndefined();
    expect(reasonOf({ [field]: make(most + 1) })).toBe(`must not be longer than ${most} UTF-16 units`);
  });

  const days = (count: number) => ({ response: count, dismissal: count, others: count });
  const named = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, at) => [`r${at}`, 'x']));
  const inTags = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, at) => [`pt-${at + 10}`, {}]));
  const ways = (count: number) => Array.from({ length: count }, (_, at) => ({ id: `v${at}`, change: {} }));
  const allReasons = [...standardReasons, ...Object.keys(named(3))];
  it.each([
    ['delay', 0, -1, (delay: number) => ({ delay })],
    ['delay', 1, 1, (delay: number) => ({ delay })],
    ['when', 0, 1, (count: number) => ({ when: Array(count).fill({ on: 'load' }) })],
    ['cancelOn', 0, 1, (count: number) => ({ cancelOn: Array(count).fill('paid') })],
    ['cancelOn', 1, 1, (size: number) => ({ cancelOn: ['x'.repeat(size)] })],
    ['share', 1, 0.001, (share: number) => ({ share })],
    ['priority', 1, 1, (priority: number) => ({ priority })],
    ['most', 0, -1, (most: number) => ({ most })],
    ['most', 1, 1, (most: number) => ({ most })],
    ['variants', 0, -1, (count: number) => ({ variants: ways(count) })],
    ['variants', 1, 1, (count: number) => ({ variants: ways(count) })],
    ['stopAfter', 0, -1, (stopAfter: number) => ({ stopAfter })],
    ['stopAfter', 1, 1, (stopAfter: number) => ({ stopAfter })],
    ['perDay', 1, 1, (perDay: number) => ({ perDay })],
    ['quiet', 0, -1, (count: number) => ({ quiet: days(count) })],
    ['quiet', 1, 1, (count: number) => ({ quiet: days(count) })],
    ['reasons', 0, 1, (count: number) => ({ reasons: allReasons.slice(0, count), reasonLabels: named(3) })],
    ['reasonLabels', 0, 1, (count: number) => ({ reasonLabels: named(count) })],
    ['reasonLabels', 1, 1, (size: number) => ({ reasonLabels: { other: 'x'.repeat(size) } })],
    ['links', 0, 1, (size: number) => ({ links: { low: { text: 'x'.repeat(size), url: 'https://shop.example' } } })],
    ['translations', 0, 1, (count: number) => ({ translations: inTags(count) })],
  ])('%s is bound by its number %i', (field, nth, beyond, make) => {
    const bound = Number(rowOf(field)?.values?.match(/\d+/g)?.[nth]);
    expect(reasonOf(make(bound))).toBeUndefined();
    expect(reasonOf(make(bound + beyond))).toMatch(/^must /);
  });

  it('the reasons with standard names are the ones that it says', () => {
    expect(codesIn(rowOf('reasons')?.['what it does'])).toEqual(standardReasons);
  });

  it('what a variant can change is what it says', () => {
    const [list] = read(document).match(/^`change` may have .*?\./m) ?? [];
    expect(codesIn(list).slice(1)).toEqual(changeable);
  });

  it('the texts that can be translated are the ones that it says', () => {
    const isText = (field: string) =>
      reasonOf({ translations: { pt: { [field]: undefined } } }) !== 'is not a known field';
    const texts = codesIn(rowOf('translations')?.['what it does']);
    expect(texts.toSorted()).toEqual(Object.keys(entries).filter(isText).toSorted());
  });
});

describe('of the segments', () => {
  const site = JSON.parse(codeOf(document, 'Segments', 'sh').match(/\{[\s\S]*\}/)?.[0] ?? '') as Site;
  const where = JSON.parse(codeOf(document, 'Segments', 'json')) as SurveyRule;
  const { segments = {} } = site;

  it('the examples are a site, and a rule that its surveys can have', () => {
    const least = JSON.parse(codeOf(document, 'Surveys', 'sh').match(/\{[\s\S]*\}/)?.[0] ?? '') as Survey;
    expect(v.parse(siteSchema, site)).toEqual(site);
    expect(faultsOf(v.parse(surveySchema, { ...least, where }), segments)).toEqual([]);
    expect(faultsOf({ ...least, where })).not.toEqual([]);
  });

  it('there may be as many as it says', () => {
    const [, most] = read(document).match(/has up to (\d+) such segments/) ?? [];
    const isRight = (count: number) => {
      const named = Array.from({ length: count }, (_, at) => [`s${at}`, segments.staff]);
      return v.safeParse(siteSchema, { ...site, segments: Object.fromEntries(named) }).success;
    };
    expect([isRight(Number(most)), isRight(Number(most) + 1)]).toEqual([true, false]);
  });
});

describe('of the scales', () => {
  const rows = rowsOf(document, 'Scales');

  it('every one is in the table', () => {
    expect(namesOf(rows, 'scale')).toEqual(Object.keys(scales));
  });

  it.each(rows)('$scale has the scores, the segments and the question that it says', (row) => {
    const scale: Scale = scales[codeIn(row.scale) as keyof typeof scales];
    const scores = Array.from({ length: scale.max - scale.min + 1 }, (_, index) => scale.min + index);
    const within = (segment: string) => scores.filter((score) => segmentOf(scale, score) === segment);
    const range = ([first, ...others]: number[]) => [first, ...others.slice(-1)].join(' to ');
    expect([row.scores, row.low, row.high]).toEqual([range(scores), range(within('low')), range(within('high'))]);
    const question = questionWords[scale.good === 'low' ? 'effort' : scale.metric];
    expect(row['the standard question']).toBe(question.replace('{x}', 'Acme'));
  });
});

it('every display is in its table', () => {
  expect(namesOf(rowsOf(document, 'Displays'), 'display')).toEqual(displays);
});

it('every language is named', () => {
  const [list] = read(document).match(/the visitor's language: .*$/m) ?? [];
  expect(codesIn(list).slice(0, languages.length)).toEqual(languages);
  expect(codesIn(list).slice(languages.length)).toEqual(['es-MX', 'es-419', 'zh-TW', 'zh-Hant']);
});

it('explain answers the gates that the table says', async () => {
  vi.spyOn(console, 'table').mockImplementation(() => {});
  vi.stubGlobal('screen', { width: 1280, height: 800 });
  vi.stubGlobal('location', new URL('https://shop.example/'));
  vi.stubGlobal('matchMedia', () => ({ matches: true }));
  const page = { referrer: '', documentElement: { lang: 'en' }, querySelectorAll: () => [] };
  vi.stubGlobal('document', page);
  const gates = async (given: Record<string, unknown>, act?: 'response') => {
    const survey = { id: 'nps', when: [], delay: 0, quiet: [90, 14, 30], ...given } as object as SurveyConfig;
    const context = contextOf({ ...addOptions({}, given), storage: 'none' }, {}, [survey]);
    if (act) context._write('did:nps', JSON.stringify({ [act]: Date.now(), times: 1 }));
    const [explanation] = await explain(context);
    return explanation?.gates ?? [];
  };
  const usual = await gates({});
  expect(usual.map(({ gate }) => gate)).toEqual(namesOf(rowsOf(document, 'Trying it'), 'gate'));
  expect(usual.every(({ passes }) => passes)).toBe(true);
  vi.stubGlobal('document', { ...page, hidden: true });
  const shut = { display: 'tab', auto: false, from: Date.UTC(9999), until: Date.UTC(2000), share: 0 };
  const closed = await gates({ ...shut, most: 1, where: { fact: ['path'], matches: 'x' } }, 'response');
  const open = closed.filter(({ passes }) => passes).map(({ gate }) => gate);
  // Only another survey can go first.
  expect(open).toEqual(['turn', 'first']);
});

it('the bytes are those of the budgets', () => {
  const [budgets = ''] = read('tests/e2e/budgets.test.ts').match(/const mostBytes = \{.*\}/) ?? [];
  const bytes = rowsOf(document, 'What it costs').map((row) => Number(row['bytes at most']?.replace(',', '')));
  expect(bytes).toEqual([...budgets.matchAll(/: ([\d_]+)/g)].map(([, value = '']) => Number(value.replace('_', ''))));
});

it('the hash that the example computes proves who the visitor is', async () => {
  const secret = 'c0ffee'.repeat(10);
  const code = codeOf(document, 'Verified identity', 'js');
  const hashOf = (id: string) => {
    const program = `${code}process.stdout.write(proofOf(${JSON.stringify(id)}))`;
    const env = { ...process.env, OPINA_IDENTITY_SECRET: secret };
    return String(execFileSync(process.execPath, ['--input-type=module', '-e', program], { env }));
  };
  for (const person of ['customer-4711', 'Ana ✓ 用户']) {
    expect(await isProven({ secret }, { person, hash: hashOf(person) }, 0)).toBe(true);
  }
  expect(await isProven({ secret }, { person: 'customer-4712', hash: hashOf('customer-4711') }, 0)).toBe(false);
});
