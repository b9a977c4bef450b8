import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { type Survey, standardReasons, type Texts } from '../../core/contract.ts';
import type { SiteListing } from '../../core/results.ts';
import { npsSurvey, openShop, origin, problemOf } from './fixtures.ts';

type Json = Record<string, unknown>;

describe('what the team sends', () => {
  const wrongSites: Record<string, [change: Json, field: string]> = {
    'no name': [{ name: undefined }, 'name'],
    'a name of white space': [{ name: ' \t' }, 'name'],
    'a name of 81 units': [{ name: 'a'.repeat(81) }, 'name'],
    'no origins': [{ origins: undefined }, 'origins'],
    'one origin': [{ origins: origin }, 'origins'],
    '21 origins': [{ origins: Array(21).fill(origin) }, 'origins'],
    'an origin with a slash': [{ origins: [origin, `${origin}/`] }, 'origins.1'],
    'an origin with a path': [{ origins: [`${origin}/a`] }, 'origins.0'],
    'an origin in upper case': [{ origins: ['https://Shop.example'] }, 'origins.0'],
    'an origin with the usual port': [{ origins: [`${origin}:443`] }, 'origins.0'],
    'an origin with a name and password': [{ origins: ['https://a:b@shop.example'] }, 'origins.0'],
    'every origin': [{ origins: ['*'] }, 'origins.0'],
    'no origin': [{ origins: ['null'] }, 'origins.0'],
    'an origin of a file': [{ origins: ['file:///'] }, 'origins.0'],
    'an origin of a script': [{ origins: ['javascript:alert(1)'] }, 'origins.0'],
    'a key that is not known': [{ owner: 'me' }, 'owner'],
    'a constructor': [{ constructor: {} }, 'constructor'],
  };
  const wrongSurveys: Record<string, [change: Json, field: string]> = {
    'a scale that is not known': [{ scale: 'nps-2' }, 'scale'],
    'a scale that every object has': [{ scale: 'toString' }, 'scale'],
    'a status that is not known': [{ status: 'draft' }, 'status'],
    'a language that is none': [{ language: 'en_GB' }, 'language'],
    'an empty question': [{ question: ' ' }, 'question'],
    'a question of 301 units': [{ question: 'a'.repeat(301) }, 'question'],
    'a question with a NUL': [{ question: '\0' }, 'question'],
    'half an emoji in the thanks': [{ thanks: '\ud83d' }, 'thanks'],
    'a script for privacy': [{ privacyUrl: 'javascript:alert(1)' }, 'privacyUrl'],
    'data for privacy': [{ privacyUrl: 'data:text/html,hi' }, 'privacyUrl'],
    'half a second': [{ delay: 0.5 }, 'delay'],
    'a delay of more than an hour': [{ delay: 3601 }, 'delay'],
    'no quiet': [{ quiet: undefined }, 'quiet'],
    'a quiet that is a number': [{ quiet: 9 }, 'quiet'],
    'a quiet without others': [{ quiet: { response: 1, dismissal: 1 } }, 'quiet.others'],
    'a quiet with more': [{ quiet: { ...npsSurvey.quiet, more: 1 } }, 'quiet.more'],
    'a source without its hash': [{ source: { endAt: 1 } }, 'source.hash'],
    'a source whose hash is none': [{ source: { endAt: 1, hash: 'A'.repeat(64) } }, 'source.hash'],
    'a key that is not known': [{ colour: 'red' }, 'colour'],
    'the id in the body': [{ id: 'nps' }, 'id'],
    'a follow-up of true': [{ followUp: true }, 'followUp'],
    'a follow-up of null': [{ followUp: null }, 'followUp'],
    'an empty follow-up': [{ followUp: '' }, 'followUp'],
    'a list of follow-ups': [{ followUp: ['Why?'] }, 'followUp'],
    'a follow-up for no segment': [{ followUp: { detractors: 'Why?' } }, 'followUp.detractors'],
    'an empty follow-up for a segment': [{ followUp: { low: 'Why?', high: ' ' } }, 'followUp.high'],
    'one link': [{ links: { text: 'Review us', url: 'https://a.example' } }, 'links.text,links.url'],
    'a link without its text': [{ links: { high: { url: 'https://a.example' } } }, 'links.high.text'],
    'a script for a link': [{ links: { high: { text: 'A', url: 'javascript:alert(1)' } } }, 'links.high.url'],
    'a link with more': [{ links: { high: { text: 'A', url: 'https://a.b', rel: '' } } }, 'links.high.rel'],
    'a list of labels': [{ reasonLabels: ['ease'] }, 'reasonLabels'],
    'a label of no reason': [{ reasonLabels: { Ease: 'Ease' } }, 'reasonLabels.Ease'],
    'an empty label': [{ reasonLabels: { ease: '' } }, 'reasonLabels.ease'],
    'labels that are the prototype': [{ reasonLabels: JSON.parse('{"__proto__": "A"}') }, 'reasonLabels.__proto__'],
    'a label of the constructor': [{ reasonLabels: { constructor: 'A' } }, 'reasonLabels.constructor'],
    '9 labels': [{ reasonLabels: Object.fromEntries(Array.from({ length: 9 }, (_, n) => [n, 'A'])) }, 'reasonLabels'],
    'a tab of 81 units': [{ tab: 'a'.repeat(81) }, 'tab'],
    'translations for no language': [{ translations: { pt_BR: {} } }, 'translations.pt_BR'],
    'translations that are text': [{ translations: { de: 'Wie?' } }, 'translations.de'],
    'translations that are the prototype': [
      { translations: JSON.parse('{"__proto__": {}}') },
      'translations.__proto__',
    ],
    'an empty question in a translation': [{ translations: { de: { question: '' } } }, 'translations.de.question'],
    'a translated name': [{ translations: { de: { name: 'Besuch' } } }, 'translations.de.name'],
    'a translated script': [
      { translations: { de: { links: { low: { text: 'A', url: 'data:,' } } } } },
      'translations.de.links.low.url',
    ],
    'a translation into its own language': [{ translations: { EN: {} } }, 'translations'],
    'two translations into one language': [{ translations: { 'pt-br': {}, 'pt-BR': {} } }, 'translations'],
    '41 translations': [
      { translations: Object.fromEntries(Array.from({ length: 41 }, (_, n) => [`de-${n + 10}`, {}])) },
      'translations',
    ],
    'a register that is not known': [{ register: 'rude' }, 'register'],
    'an empty subject': [{ subject: '' }, 'subject'],
    'a display that is not known': [{ display: 'popup' }, 'display'],
    'a position that is not known': [{ position: 'left' }, 'position'],
    'a look that is not known': [{ scale: 'csat', look: 'emoji' }, 'look'],
    'faces for an NPS': [{ look: 'faces' }, 'look'],
    'a reason without a label': [{ reasons: ['ease', 'price'], reasonLabels: { prices: 'A' } }, 'reasons'],
    'a reason that every object has': [{ reasons: ['constructor'] }, 'reasons'],
    'a reason twice': [{ reasons: ['ease', 'ease'] }, 'reasons'],
    '9 reasons': [{ reasons: [...standardReasons, 'a', 'b', 'c'], reasonLabels: { a: 'A' } }, 'reasons'],
    'contact of 1': [{ contact: 1 }, 'contact'],
    'the event of earlier surveys': [{ event: 'paid' }, 'event'],
    'a moment for a dialog': [{ display: 'dialog', when: [{ on: 'load' }] }, 'when'],
    'all that is for cards in a tab': [
      {
        ...{ display: 'tab', when: [{ on: 'load' }], cancelOn: ['paid'], where: { fact: 'path', is: '/' } },
        ...{ share: 0.5, priority: 1, most: 1 },
      },
      'when,cancelOn,where,share,priority,most',
    ],
  };

  const rightSurveys: Record<string, Partial<Survey>> = {
    'no follow-up': { followUp: false },
    'a follow-up by segment': { followUp: { low: 'What went wrong?', high: 'What did you like?' } },
    links: { links: { high: { text: 'Review us', url: 'https://reviews.example/shop?a=b' } } },
    'standard reasons': { reasons: [...standardReasons] },
    'reasons of its own': { reasons: ['ease', 'price'], reasonLabels: { price: 'The price', ease: 'Ease' } },
    'the texts of a tab': { display: 'tab', position: 'top-start', tab: 'Feedback' },
    'a card after an event': { display: 'card', when: [{ on: 'event', event: 'paid' }] },
    'a dialog for a while': { display: 'dialog', from: '2026-11-22T09:00Z', until: '2027-01-01T00:00:00.000+01:00' },
    'a tab that stops': { display: 'tab', stopAfter: 1_000_000_000, perDay: 1 },
    'a dialog': { display: 'dialog' },
    'a place in the page': { display: 'inline', contact: true, register: 'informal', subject: 'the checkout' },
    translations: { translations: { de: { question: 'Wie?', followUp: false, tab: 'Meinung' }, 'pt-BR': {} } },
  };

  it('is stored as it was sent, with everything that a survey may have', async () => {
    const { site, call } = await openShop();
    const path = `/api/sites/${site}/surveys/nps`;
    for (const [what, change] of Object.entries(rightSurveys)) {
      const survey = { ...npsSurvey, ...change };
      expect([what, await (await call('PUT', path, survey)).json()]).toEqual([what, survey]);
      expect([what, await (await call('GET', path)).json()]).toEqual([what, survey]);
    }
    const csat = { ...npsSurvey, scale: 'csat', look: 'numbers' };
    expect(await (await call('PUT', `/api/sites/${site}/surveys/csat`, csat)).json()).toEqual(csat);
  });

  it('may be a survey without a text of its own', async () => {
    const { site, call } = await openShop();
    const { question, low, high, followUp, thanks, ...bare } = npsSurvey;
    const path = `/api/sites/${site}/surveys/bare`;
    expect((await call('PUT', path, bare)).status).toBe(200);
    expect(await (await call('GET', path)).json()).toEqual(bare);
    const { name, scale, status, language } = bare;
    const listing = { id: 'bare', name, scale, status, language };
    const [{ surveys }] = (await (await call('GET', '/api/sites')).json()) as [SiteListing];
    expect(surveys).toContainEqual(listing);
    expect(await (await call('GET', `${path}/results`)).json()).toMatchObject({ survey: listing });
  });

  it('may be a survey in 40 languages of ordinary texts, and no more than 64 KiB', async () => {
    const { site, call } = await openShop();
    const put = (texts: Texts) => {
      const translations = Object.fromEntries(Array.from({ length: 40 }, (_, n) => [`zh-${n + 10}`, texts]));
      return call('PUT', `/api/sites/${site}/surveys/nps`, { ...npsSurvey, translations });
    };
    const question = '好'.repeat(100);
    expect((await put({ question, followUp: question, thanks: question })).status).toBe(200);
    expect((await problemOf(await put({ question: '好'.repeat(300), thanks: '好'.repeat(300) }))).code).toBe(
      'too-large',
    );
  });

  it('may be a survey that was stored before there was anything but an NPS card', async () => {
    const { site, call } = await openShop();
    const path = `/api/sites/${site}/surveys/old`;
    const definition = `{"name":"Old","scale":"nps","status":"live","language":"en","question":"How likely?",
      "low":"Not","high":"Very","followUp":"Why?","thanks":"Thanks.","privacyUrl":"https://a.b/c","delay":2,
      "quiet":{"response":90,"dismissal":14,"others":30},"source":{"hash":"${'a'.repeat(64)}","endAt":1}}`;
    await env.DB.prepare(`INSERT INTO survey (site, id, definition) VALUES (?1, 'old', ?2)`)
      .bind(site, definition)
      .run();
    const stored = (await (await call('GET', path)).json()) as Survey;
    expect(stored).toEqual(JSON.parse(definition));
    expect((await call('PUT', path, { ...stored, name: 'New' })).status).toBe(200);
  });

  it('is refused with the field and the reason when it is wrong, and changes nothing', async () => {
    const { site, call } = await openShop();
    const fieldsOf = async (path: string, valid: object, wrong: Record<string, [change: Json, field: string]>) => {
      const said: [string, string][] = [];
      for (const [what, [change]] of Object.entries(wrong)) {
        const { code, errors } = await problemOf(await call('PUT', path, { ...valid, ...change }));
        said.push([what, `${code} ${[...new Set(errors?.map(({ field, reason }) => reason && field))].join()}`]);
      }
      const expected = Object.entries(wrong).map(([what, [, field]]) => [what, `invalid ${field}`]);
      expect(said).toEqual(expected);
    };
    const path = `/api/sites/${site}`;
    await fieldsOf(path, { name: 'Shop', origins: [origin] }, wrongSites);
    await fieldsOf(`${path}/surveys/nps`, npsSurvey, wrongSurveys);
    expect(await (await call('GET', path)).json()).toEqual({ name: 'Shop', origins: [origin] });
    expect(await (await call('GET', `${path}/surveys/nps`)).json()).toEqual(npsSurvey);
  });

  it('cannot make a site or a survey whose name is not one', async () => {
    const { site, call } = await openShop();
    const slugs = ['Shop', '-shop', 'shop-', 'a'.repeat(41), 'sh%00op', 'sh%2Fop', '%E0%A4%A', "a'--", '__proto__'];
    const refused = async (name: string, path: string, body: unknown) => {
      const { code, errors } = await problemOf(await call('PUT', path, body));
      return [name, code, errors?.[0]?.field];
    };
    for (const name of slugs) {
      expect(await refused(name, `/api/sites/${name}`, { name: 'Shop', origins: [] })).toEqual([
        name,
        'invalid',
        'site',
      ]);
      const path = `/api/sites/${site}/surveys/${name}`;
      expect(await refused(name, path, npsSurvey)).toEqual([name, 'invalid', 'survey']);
    }
  });

  it('cannot change the scale or the source of a survey', async () => {
    const { site, call } = await openShop();
    const source = { hash: 'a'.repeat(64), endAt: Date.UTC(2026, 10, 22, 12) };
    const put = (change: object) => call('PUT', `/api/sites/${site}/surveys/nps`, { ...npsSurvey, ...change });
    expect((await problemOf(await put({ scale: 'csat' }))).code).toBe('fixed');
    expect((await put({ source })).status).toBe(200);
    expect((await problemOf(await put({ source: { ...source, endAt: 1 } }))).code).toBe('fixed');
    expect((await problemOf(await put({}))).code).toBe('fixed');
    expect((await put({ source, name: 'Renamed' })).status).toBe(200);
  });

  it('cannot give a survey to a site that is not there', async () => {
    const { call } = await openShop();
    expect((await problemOf(await call('PUT', '/api/sites/none/surveys/nps', npsSurvey))).code).toBe('unknown-site');
  });
});
