import { exports } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { type Survey, usual, type WidgetConfig } from '../../core/contract.ts';
import { type Rule, simplify } from '../../core/rules.ts';
import { type ScaleName, scales, segmentOf } from '../../core/scales.ts';
import plain from '../../dist/widget/plain.txt';
import plainStanding from '../../dist/widget/plain-standing.txt';
import rules from '../../dist/widget/rules.txt';
import several from '../../dist/widget/several.txt';
import severalStanding from '../../dist/widget/several-standing.txt';
import version from '../../dist/widget/ui.txt';
import { literalOf } from '../../worker/literal.ts';
import { npsSurvey, openShop, problemOf } from './fixtures.ts';
import { secrets } from './siteverify.ts';

const fetchScript = (site: string) => exports.default.fetch(`http://localhost/o/${site}.js`);

const scripts = { plain, plainStanding, rules, several, severalStanding };

/** The one of the scripts that a site gets. */
async function scriptOf(site: string) {
  const text = await (await fetchScript(site)).text();
  const found = Object.entries(scripts).flatMap(([name, script]) => {
    const [before = '', after = '', ...more] = script.split('OPINA_CONFIG');
    expect(more).toEqual([]);
    return text.startsWith(before) && text.endsWith(after)
      ? [{ name, config: text.slice(before.length, -after.length) }]
      : [];
  });
  expect(found).toHaveLength(1);
  return found[0] as { name: string; config: string };
}

/** The configuration in a script, with nothing else besides. JSON is JavaScript since ES2019. */
const readConfig = async (site: string): Promise<WidgetConfig> => {
  const answer = await exports.default.fetch(`http://localhost/o/${site}.json`);
  const config = await answer.json<WidgetConfig>();
  expect((await scriptOf(site)).config).toBe(literalOf(config));
  return config;
};

const folder = `o/ui/${version}/`;
const { name, scale, status, quiet, language, ...given } = npsSurvey;
const { response, dismissal, others } = quiet;
const shown = { ...given, quiet: [response, dismissal, others], when: [{ on: 'load' }] };
const ofStars = { metric: 'stars', min: 1, segments: '00122' };

describe('the script of a site', () => {
  it('is the loader with the live surveys in it, once', async () => {
    const { site, call } = await openShop();
    await call('PUT', `/api/sites/${site}/surveys/stars`, {
      ...npsSurvey,
      scale: 'stars',
      privacyUrl: 'https://a.b/c',
    });
    const config = await readConfig(site);
    expect(config).toEqual({
      ...{ site, folder, ui: 'full' },
      surveys: [
        { id: 'nps', ...shown },
        { id: 'stars', ...ofStars, ...shown, privacyUrl: 'https://a.b/c' },
      ],
    });
    const script = await (await fetchScript(site)).text();
    expect(script.split(literalOf(config))).toHaveLength(2);
    expect(script.split(JSON.stringify(npsSurvey.question))).toHaveLength(3);
  });

  it('has each variant as a survey of its own, with rules as widgets have them', async () => {
    const change = { question: 'Would you?', delay: 9, subject: 'us' };
    const paid = { on: 'event', event: 'paid' } as const;
    const where: Rule = { fact: 'event.plan', is: 'pro' };
    const variants = [
      { id: 'plain', change: {} },
      { id: 'short', weight: 2, change: { ...change, when: [{ ...paid, where }] } },
    ];
    const { site } = await openShop({ variants });
    const survey = { id: 'nps', ...shown };
    expect((await scriptOf(site)).name).toBe('several');
    expect((await readConfig(site)).surveys).toEqual([
      {
        ...survey,
        variants: [
          { ...survey, variant: 'plain', upTo: 1 / 3 },
          {
            ...{ ...survey, question: change.question, delay: change.delay, variant: 'short', upTo: 1 },
            when: [{ ...paid, where: simplify(where) }],
          },
        ],
      },
    ]);
  });

  it.each<[string, Partial<Survey>, Partial<Survey> | undefined]>([
    ['plain', {}, undefined],
    ['plainStanding', { display: 'tab' }, undefined],
    ['plainStanding', {}, { display: 'inline' }],
    ['several', {}, {}],
    ['plain', {}, { display: 'dialog' }],
    ['rules', { when: [{ on: 'leave' }] }, undefined],
    ['rules', { where: { fact: 'path', is: '/' } }, undefined],
    ['rules', { share: 0.5 }, undefined],
    ['rules', { most: 1 }, undefined],
    ['rules', { cancelOn: ['left'] }, undefined],
    ['rules', { until: '2999-01-01T00:00:00Z' }, undefined],
    ['severalStanding', { from: '2999-01-01T00:00:00Z' }, { display: 'tab' }],
  ])('is the one called %s for %o and %o', async (name, one, other) => {
    const { site, call } = await openShop();
    await call('PUT', `/api/sites/${site}/surveys/nps`, { ...npsSurvey, ...one });
    if (other) await call('PUT', `/api/sites/${site}/surveys/other`, { ...npsSurvey, ...other });
    expect((await scriptOf(site)).name).toBe(name);
  });

  it('carries rules as widgets know them', async () => {
    const { site, call } = await openShop();
    const where = { all: [{ fact: 'path', starts: '/a.b' }, { not: { fact: 'query.q', known: true } }] };
    const when = [{ on: 'event', event: 'paid', where: { fact: 'event.total', is: [5, 'x'] } }];
    await call('PUT', `/api/sites/${site}/surveys/nps`, { ...npsSurvey, where, when });
    const [survey] = (await readConfig(site)).surveys;
    expect(survey?.where).toEqual({
      none: [{ none: [{ fact: ['path'], matches: '^/a\\.b' }] }, { fact: ['query', 'q'], matches: '^' }],
    });
    expect(survey?.when).toEqual([
      { on: 'event', event: 'paid', where: { fact: ['event', 'total'], matches: '^(?:5|x)$' } },
    ]);
  });

  it('has the options in its address, and nothing else that stands there', async () => {
    const { site } = await openShop();
    const script = await (
      await exports.default.fetch(`http://localhost/o/${site}.js?theme=dark%22&ver=6.4&auto=`)
    ).text();
    expect(script).toContain('options:{theme:"dark\\"",auto:""}');
    expect(script).not.toContain('6.4');
  });

  it('has no survey of a site without one', async () => {
    const { site, call } = await openShop();
    await call('PUT', `/api/sites/${site}-bare`, { name: 'Bare', origins: [] });
    expect(await readConfig(`${site}-bare`)).toEqual({ site: `${site}-bare`, folder, ui: 'basic', surveys: [] });
  });

  it.each<[ScaleName, string, number, number, string, true?]>([
    ['nps-1-10', 'nps', 1, 10, '0000001122'],
    ['csat', 'csat', 1, 5, '00122'],
    ['stars', 'stars', 1, 5, '00122'],
    ['ces-7', 'ces', 1, 7, '0001222'],
    ['ces-7-effort', 'ces', 1, 7, '2221000', true],
    ['ces-5', 'ces', 1, 5, '00122'],
    ['ces-5-effort', 'ces', 1, 5, '22100', true],
    ['thumbs', 'thumbs', 0, 1, '02'],
  ])('says all that is to be known of the scale %s', async (scale, metric, min, max, segments, isReversed) => {
    expect(segments).toHaveLength(max - min + 1);
    const { site, call } = await openShop({ status: 'paused' });
    await call('PUT', `/api/sites/${site}/surveys/other`, { ...npsSurvey, scale });
    const config = { id: 'other', metric, min, segments, ...(isReversed && { isReversed }) };
    expect((await readConfig(site)).surveys).toEqual([{ ...config, ...shown }]);
  });

  it('says no more of the usual scale than that it is no other', async () => {
    const { site } = await openShop();
    expect((await readConfig(site)).surveys).toEqual([{ id: 'nps', ...shown }]);
    const { metric, min, segments } = usual;
    const { nps } = scales;
    const scores = Array.from({ length: nps.max - nps.min + 1 }, (_, index) => nps.min + index);
    const digits = scores.map((score) => ['low', 'middle', 'high'].indexOf(segmentOf(nps, score)));
    expect({ metric, min, segments }).toEqual({ metric: nps.metric, min: nps.min, segments: digits.join('') });
  });

  it('asks in standard words about the subject of a survey, or about the site by its name', async () => {
    const { question: _, ...standard } = npsSurvey;
    const { site, call } = await openShop();
    await call('PUT', `/api/sites/${site}/surveys/nps`, { ...standard, subject: 'the checkout' });
    await call('PUT', `/api/sites/${site}/surveys/other`, standard);
    await call('PUT', `/api/sites/${site}/surveys/own`, npsSurvey);
    await call('PUT', `/api/sites/${site}`, { name: 'Folha & Filho', origins: [] });
    const subjects = (await readConfig(site)).surveys.map(({ id, subject }) => [id, subject]);
    expect(subjects).toEqual([
      ['nps', 'the checkout'],
      ['other', 'Folha & Filho'],
      ['own', undefined],
    ]);
  });

  it('carries all that a survey may have', async () => {
    const { site, call } = await openShop({ status: 'paused' });
    const more: Partial<Survey> = {
      ...{ followUp: { low: 'Why?' }, links: { high: { text: 'Review us', url: 'https://a.b/c' } }, tab: 'Feedback' },
      ...{ reasons: ['ease', 'price'], reasonLabels: { price: 'The price' }, contact: true, register: 'informal' },
      ...{
        display: 'card',
        position: 'top-start',
        when: [{ on: 'event', event: 'paid' }],
        translations: { de: { question: 'Wie?' } },
      },
    };
    await call('PUT', `/api/sites/${site}/surveys/other`, { ...npsSurvey, ...more });
    const { display: _, ...sent } = more;
    expect((await readConfig(site)).surveys).toEqual([{ id: 'other', subject: 'Shop', ...shown, ...sent }]);
  });

  it.each<['basic' | 'full', string, Partial<Survey>]>([
    ['basic', 'an NPS card', { display: 'card' }],
    ['basic', 'an NPS from 1 to 10', { scale: 'nps-1-10' }],
    ['basic', 'no reasons and no contact', { reasons: [], contact: false }],
    ['basic', 'a paused CSAT', { scale: 'csat', status: 'paused' }],
    ['full', 'a CSAT', { scale: 'csat' }],
    ['full', 'a thumb', { scale: 'thumbs' }],
    ['full', 'a tab', { display: 'tab' }],
    ['full', 'a dialog', { display: 'dialog' }],
    ['full', 'a place in the page', { display: 'inline' }],
    ['basic', 'reasons', { reasons: ['ease'] }],
    ['basic', 'contact', { contact: true }],
  ])('names the %s survey UI for an NPS and %s', async (kind, _, change) => {
    const { site, call } = await openShop();
    expect((await call('PUT', `/api/sites/${site}/surveys/other`, { ...npsSurvey, ...change })).status).toBe(200);
    expect(await readConfig(site)).toMatchObject({ folder, ui: kind });
  });

  it('names the full survey UI for a site with Turnstile, of which the other knows nothing', async () => {
    const { site, call } = await openShop();
    await call('PUT', `/api/sites/${site}/turnstile`, { siteKey: '1x00000000000000000000AA', secret: secrets.passes });
    expect(await readConfig(site)).toMatchObject({ ui: 'full', turnstile: '1x00000000000000000000AA' });
  });

  it('names the dictionary for a survey in another language, if there is one', async () => {
    const { site, call } = await openShop();
    const dictionaryOf = async (language: string) => {
      await call('PUT', `/api/sites/${site}/surveys/nps`, { ...npsSurvey, language });
      return (await readConfig(site)).surveys[0]?.dictionary;
    };
    expect(await dictionaryOf('pt')).toBe('pt-BR');
    expect(await dictionaryOf('es-MX')).toBe('es-419');
    expect(await dictionaryOf('en-GB')).toBeUndefined();
    expect(await dictionaryOf('eu')).toBeUndefined();
  });

  it('loses a survey that is paused, and has it again when it is live', async () => {
    const { site, call } = await openShop();
    const idsWhen = async (status: string) => {
      await call('PUT', `/api/sites/${site}/surveys/nps`, { ...npsSurvey, status });
      return (await readConfig(site)).surveys.map(({ id }) => id);
    };
    expect([await idsWhen('paused'), await idsWhen('live')]).toEqual([[], ['nps']]);
  });

  it('carries any text as it was written', async () => {
    const { site, call } = await openShop({ status: 'paused' });
    const texts = [
      "$& $1 $$ $` $' $<name>",
      '</script><script>alert(1)</script><!--',
      'a\u2028b\u2029c',
      `"quoted" 'single' \`tick\` \${x} \\ \\u0022 \\`,
      '👩‍👩‍👧‍👦 é e\u0301 مرحبا \u202e',
      'OPINA_CONFIG OPINA_UI',
      '{"site":"other"}',
      'line\nline\ttab\r\u0001\u007f\u0085\ufeff',
      '%3Cscript%3E &lt;b&gt;',
    ];
    const surveys = texts.map((text) => ({ question: text, low: text, high: text, followUp: text, thanks: text }));
    for (const [index, survey] of surveys.entries()) {
      await call('PUT', `/api/sites/${site}/surveys/s${index}`, { ...npsSurvey, ...survey });
    }
    const expected = surveys.map((survey, index) => ({ id: `s${index}`, ...shown, ...survey }));
    expect((await readConfig(site)).surveys).toEqual(expected);
  });

  it("tells nothing that is the team's alone", async () => {
    const source = { hash: `${'c0ffee'.repeat(10)}c0de`, endAt: 1_234_567_890_123 };
    const { site, call } = await openShop({ name: 'Inside name', subject: 'us', source });
    const origins = ['https://staging-inside.example'];
    await call('PUT', `/api/sites/${site}`, { name: 'Inside shop', origins });
    await call('PUT', `/api/sites/${site}/surveys/hidden`, { ...npsSurvey, status: 'paused', question: 'Inside?' });
    const { surveys } = await readConfig(site);
    const keysOf = (survey: object) => Object.keys(survey).sort();
    expect(surveys.map(keysOf)).toEqual([keysOf({ id: 'nps', ...shown })]);
    const { config: script } = await scriptOf(site);
    for (const inside of ['Inside', 'inside', source.hash, String(source.endAt), 'hidden"']) {
      expect(script).not.toContain(inside);
    }
  });

  it('may be loaded by every page and kept for five minutes', async () => {
    const { site } = await openShop();
    const answer = await fetchScript(site);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': 'public, max-age=300, stale-while-revalidate=300',
      'cross-origin-resource-policy': 'cross-origin',
      'access-control-allow-origin': '*',
    });
    for (const name of ['Set-Cookie', 'Vary', 'Access-Control-Allow-Credentials']) {
      expect([name, answer.headers.get(name)]).toEqual([name, null]);
    }
  });
});

describe('the configuration of a site as JSON', () => {
  const fetchJson = (site: string) => exports.default.fetch(`http://localhost/o/${site}.json`);

  it('is what its script carries, under the same headers', async () => {
    const { site } = await openShop({ contact: true });
    const [script, json] = [await fetchScript(site), await fetchJson(site)];
    expect(await json.json()).toEqual(await readConfig(site));
    expect(json.headers.get('Content-Type')).toBe('application/json');
    const rest = ({ headers }: Response) => [...headers].filter(([name]) => !name.startsWith('content-'));
    expect(rest(json)).toEqual(rest(script));
    await script.text();
  });

  it('of a site that there is not is a refusal that every page can read', async () => {
    const answer = await fetchJson('no-such-shop');
    expect(answer.headers.get('Access-Control-Allow-Origin')).toBe('*');
    expect((await problemOf(answer)).code).toBe('unknown-site');
  });
});

describe('a file of the survey UI that is not there any more', () => {
  const fetchUi = (path: string) => exports.default.fetch(`http://localhost/o/ui/${path}`, { redirect: 'manual' });

  it.each(['basic.js', 'full.js', 'words-pt-BR.js'])('leads to the one there is: %s', async (file) => {
    const answer = await fetchUi(`gone/${file}`);
    expect([answer.status, answer.headers.get('Location')]).toEqual([302, `/${folder}${file}`]);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'cache-control': 'no-store',
      'access-control-allow-origin': '*',
      'cross-origin-resource-policy': 'cross-origin',
    });
  });

  it.each([
    `${version}/gone.js`,
    'gone/full.css',
    'gone/.js',
    'gone/a.b.js',
    'gone/..%2f..%2fx.js',
    'gone/%2f%2fevil.test%2fx.js',
    'gone/%5cevil.js',
    'gone/a/b.js',
    'full.js',
  ])('is not there, and leads nowhere: %s', async (path) => {
    const answer = await fetchUi(path);
    expect(answer.headers.has('Location')).toBe(false);
    expect((await problemOf(answer)).code).toBe('not-found');
  });
});

describe('the script of a site that there is not', () => {
  it('is a problem document that nobody keeps, and is there once the site is', async () => {
    const { site, call } = await openShop();
    const answer = await fetchScript(`${site}-late`);
    expect(answer.headers.get('Cache-Control')).toBe('no-store');
    expect(await problemOf(answer)).toMatchObject({ code: 'unknown-site', detail: `There is no site ${site}-late.` });
    await call('PUT', `/api/sites/${site}-late`, { name: 'Late', origins: [] });
    expect((await fetchScript(`${site}-late`)).status).toBe(200);
  });

  it.each(['constructor', 'a'.repeat(200), '-', '--'])('is a problem document: %s', async (site) => {
    expect((await problemOf(await fetchScript(site))).code).toBe('unknown-site');
  });
});
