import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { countRows, idAt, openShop, origin, post, problemOf } from './fixtures.ts';
import { dummyToken, secrets } from './siteverify.ts';

const chrome = '(KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36';
const linux = `Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 ${chrome}`;

const responseOf = (site: string, more = {}) => ({
  ...{ site, survey: 'nps', id: idAt(Date.now()), rev: 1, score: 9 },
  ...more,
});
const refusalOf = async (answer: Response) => (answer.ok ? 'stored' : (await problemOf(answer)).code);

describe('by its user agent', () => {
  const posts = async (agent: string) => {
    const { site } = await openShop();
    const headers = { Origin: origin, 'User-Agent': agent };
    const { rev: _, score: __, ...view } = responseOf(site);
    const answers = [await post('/v1/r', responseOf(site), headers), await post('/v1/v', view, headers)];
    return Promise.all(answers.map(refusalOf));
  };

  it.each([
    `Mozilla/5.0 AppleWebKit/537.36 (compatible; Googlebot/2.1; +http://www.google.com/bot.html) ${chrome}`,
    `Mozilla/5.0 AppleWebKit/537.36 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm) ${chrome}`,
    'Mozilla/5.0 (compatible; YandexRenderResourcesBot/1.0; +http://yandex.com/bots) AppleWebKit/537.36',
    'Mozilla/5.0 (compatible; AhrefsBot/7.0; +http://ahrefs.com/robot/)',
    `Mozilla/5.0 (Linux; Android 11; moto g power (2022)) AppleWebKit/537.36 ${chrome} Chrome-Lighthouse`,
  ])('a crawler is refused: %s', async (agent) => {
    expect(await posts(agent)).toEqual(['bot', 'bot']);
    expect(await countRows()).toEqual({ responses: 0, views: 0 });
  });

  it.each([
    linux,
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148',
    `Mozilla/5.0 (Linux; Android 7.0; CUBOT_NOTE_S) AppleWebKit/537.36 ${chrome}`,
    linux.replace('Chrome', 'HeadlessChrome'),
    'node',
    'shop-server/2.1',
    '',
  ])('a person, a test or a program is not: %s', async (agent) => {
    expect(await posts(agent)).toEqual(['stored', 'stored']);
  });
});

describe('by what only a machine does', () => {
  it('a first post with the field that people do not see is refused, and with that field empty it is not', async () => {
    const { site } = await openShop();
    expect(await refusalOf(await post('/v1/r', responseOf(site, { website: 'https://pills.example' })))).toBe('bot');
    expect(await countRows()).toEqual({ responses: 0, views: 0 });
    expect(await refusalOf(await post('/v1/r', responseOf(site, { website: '' })))).toBe('stored');
  });

  it.each([
    [0, 'too-fast'],
    [49, 'too-fast'],
    [50, 'stored'],
    [8_640_000_000, 'stored'],
    [undefined, 'stored'],
  ])('a score %s ms after the survey was shown is %s', async (shownMs, outcome) => {
    const { site } = await openShop();
    const answer = await post('/v1/r', responseOf(site, { shownMs }));
    expect(await refusalOf(answer)).toBe(outcome);
  });

  it('no later post is refused, which has the words', async () => {
    const { site } = await openShop();
    for (const machine of [{ shownMs: 5 }, { website: 'me' }]) {
      const response = responseOf(site, machine);
      expect(await refusalOf(await post('/v1/r', response))).not.toBe('stored');
      expect(await refusalOf(await post('/v1/r', { ...response, rev: 2, comment: 'Words.' }))).toBe('stored');
    }
  });
});

describe('by Turnstile, where a site has it', () => {
  async function openGuarded(secret: string) {
    const shop = await openShop();
    const keys = { siteKey: '1x00000000000000000000AA', secret };
    expect((await shop.call('PUT', `/api/sites/${shop.site}/turnstile`, keys)).status).toBe(200);
    return shop;
  }
  const withToken = (site: string) => responseOf(site, { turnstile: dummyToken });

  it('a response with a token that is good is stored, and its changes need none', async () => {
    const { site } = await openGuarded(secrets.passes);
    const later = responseOf(site);
    const response = { ...later, turnstile: dummyToken };
    expect((await post('/v1/r', response)).status).toBe(201);
    expect((await post('/v1/r', response)).status).toBe(200);
    expect((await post('/v1/r', { ...later, rev: 2, comment: 'Words.' })).status).toBe(200);
    expect(await env.DB.prepare('SELECT rev, comment FROM response').first()).toEqual({ rev: 2, comment: 'Words.' });
  });

  it('the first post of a response without one is refused, whatever its rev', async () => {
    const { site } = await openGuarded(secrets.passes);
    for (const rev of [1, 2, 9]) {
      expect(await refusalOf(await post('/v1/r', responseOf(site, { rev })))).toBe('challenge-failed');
    }
    expect(await countRows()).toEqual({ responses: 0, views: 0 });
  });

  it.each([
    ['that is not', secrets.passes, 'XXXX'],
    ['that fails', secrets.fails, dummyToken],
    ['that is spent', secrets.spent, dummyToken],
    ['of nothing', secrets.passes, ''],
  ])('a token %s is refused', async (_, secret, turnstile) => {
    const { site } = await openGuarded(secret);
    expect(await refusalOf(await post('/v1/r', responseOf(site, { turnstile })))).toBe('challenge-failed');
  });

  it('a secret that is mistaken loses nothing: the widget is told to send it again', async () => {
    const { site } = await openGuarded('mistaken');
    const answer = await post('/v1/r', withToken(site));
    expect([answer.status, answer.headers.get('Retry-After')]).toEqual([503, '5']);
  });

  it('pages are told the site key, nobody the secret, and both can be taken away', async () => {
    const { site, call } = await openGuarded(secrets.fails);
    const key = { siteKey: '1x00000000000000000000AA' };
    expect(await (await call('GET', `/o/${site}.json`)).json()).toMatchObject({ turnstile: key.siteKey });
    expect(await (await call('GET', `/api/sites/${site}/turnstile`)).json()).toEqual(key);
    const paths = ['/api/sites', `/api/sites/${site}`, `/o/${site}.js`, `/o/${site}.json`];
    for (const path of paths) expect(await (await call('GET', path)).text()).not.toContain(secrets.fails);

    expect((await call('DELETE', `/api/sites/${site}/turnstile`)).status).toBe(204);
    expect(await (await call('GET', `/api/sites/${site}/turnstile`)).json()).toEqual({});
    expect(await refusalOf(await post('/v1/r', responseOf(site)))).toBe('stored');
  });
});
