import { exports } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import type { SurveyConfig, WidgetConfig } from '../../core/contract.ts';
import { scales } from '../../core/scales.ts';
import loader from '../../dist/widget/loader.txt';
import { npsSurvey, openShop, problemOf } from './fixtures.ts';

const fetchScript = (site: string) => exports.default.fetch(`http://localhost/o/${site}.js`);

/** The loader around the place where the configuration goes, of which there is one. */
const [before = '', after = '', ...more] = loader.split('OPINA_CONFIG');

/** The configuration in a script, which is the loader and nothing else besides. JSON is JavaScript since ES2019. */
async function readConfig(site: string): Promise<WidgetConfig> {
  const script = await (await fetchScript(site)).text();
  expect(more).toEqual([]);
  expect([script.slice(0, before.length), script.slice(-after.length)]).toEqual([before, after]);
  return JSON.parse(script.slice(before.length, -after.length)) as WidgetConfig;
}

const { name, scale, status, ...shown } = npsSurvey;

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
      site,
      surveys: [
        { id: 'nps', min: 0, max: 10, ...shown },
        { id: 'stars', min: 1, max: 5, ...shown, privacyUrl: 'https://a.b/c' },
      ],
    });
    const script = await (await fetchScript(site)).text();
    expect(script.split(JSON.stringify(config))).toHaveLength(2);
    expect(script.split(JSON.stringify(npsSurvey.question))).toHaveLength(3);
  });

  it('has no survey of a site without one', async () => {
    const { site, call } = await openShop();
    await call('PUT', `/api/sites/${site}-bare`, { name: 'Bare', origins: [] });
    expect(await readConfig(`${site}-bare`)).toEqual({ site: `${site}-bare`, surveys: [] });
  });

  it('knows the ends of every scale', async () => {
    const { site, call } = await openShop();
    for (const scale of Object.keys(scales)) {
      await call('PUT', `/api/sites/${site}/surveys/${scale}`, { ...npsSurvey, scale });
    }
    const ends = ({ id, min, max }: SurveyConfig) => [id, min, max];
    const expected = Object.entries(scales).map(([id, { min, max }]) => [id, min, max]);
    expect((await readConfig(site)).surveys.map(ends).sort()).toEqual(expected.sort());
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
    const expected = surveys.map((survey, index) => ({ id: `s${index}`, min: 0, max: 10, ...shown, ...survey }));
    expect((await readConfig(site)).surveys).toEqual(expected);
  });

  it("tells nothing that is the team's alone", async () => {
    const source = { hash: `${'c0ffee'.repeat(10)}c0de`, endAt: 1_234_567_890_123 };
    const { site, call } = await openShop({ name: 'Inside name', source });
    const origins = ['https://staging-inside.example'];
    await call('PUT', `/api/sites/${site}`, { name: 'Inside shop', origins });
    await call('PUT', `/api/sites/${site}/surveys/hidden`, { ...npsSurvey, status: 'paused', question: 'Inside?' });
    const { surveys } = await readConfig(site);
    expect(surveys.map((survey) => Object.keys(survey).sort())).toEqual([
      ['id', 'max', 'min', ...Object.keys(shown)].sort(),
    ]);
    const script = await (await fetchScript(site)).text();
    for (const inside of ['Inside', 'inside', source.hash, String(source.endAt), 'hidden"']) {
      expect(script.slice(before.length)).not.toContain(inside);
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
