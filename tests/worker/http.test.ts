import { env, exports } from 'cloudflare:workers';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { limits } from '../../core/contract.ts';
import { type ScaleName, scales } from '../../core/scales.ts';
import { app } from '../../worker/app.ts';
import { countRows, idAt, npsSurvey, openShop, origin, post, problemOf } from './fixtures.ts';

type Path = '/v1/r' | '/v1/v';
type Json = Record<string, unknown>;
type Wrong = readonly [change: Json, field: string, reason: string];

const noon = Date.UTC(2026, 10, 22, 12);

beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'], now: noon }));
afterEach(() => void vi.useRealTimers());

const responseOf = (site: string) => ({ site, survey: 'nps', id: idAt(noon), rev: 1, score: 9 });
const viewOf = (site: string) => ({ site, survey: 'nps', id: idAt(noon) });
const validOf = (path: Path, site: string): Json => (path === '/v1/r' ? responseOf(site) : viewOf(site));
const bytesOf = (text: string) => new TextEncoder().encode(text);
const paths: Path[] = ['/v1/r', '/v1/v'];

const slug = 'must be 1 to 40 lower-case letters, digits, hyphens';
const uuid = 'must be a UUIDv7 in lower case';
const score = 'must be a whole number, 0 to 10';
const rev = 'must be a whole number, 1 to 10000';
const unknown = 'is not a known field';
const v7 = '019a9f00-0000-7000-8000-00000000000a';

const wrongInBoth: Record<string, Wrong> = {
  'no site': [{ site: undefined }, 'site', 'is missing'],
  'a site of null': [{ site: null }, 'site', 'must be text'],
  'a site that is a list': [{ site: ['shop'] }, 'site', 'must be text'],
  'a site in upper case': [{ site: 'Shop' }, 'site', slug],
  'a site of 41 letters': [{ site: 'a'.repeat(41) }, 'site', slug],
  'a site with a NUL': [{ site: 'shop\0' }, 'site', slug],
  'a site with a line break': [{ site: 'shop\n' }, 'site', slug],
  'an empty site': [{ site: '' }, 'site', slug],
  'no survey': [{ survey: undefined }, 'survey', 'is missing'],
  'a survey that is a number': [{ survey: 1 }, 'survey', 'must be text'],
  'a survey with a slash': [{ survey: 'a/b' }, 'survey', slug],
  'no id': [{ id: undefined }, 'id', 'is missing'],
  'an id that is a number': [{ id: 7 }, 'id', 'must be text'],
  'an id of version 4': [{ id: v7.replace('-7', '-4') }, 'id', uuid],
  'an id of another variant': [{ id: v7.replace('-8', '-c') }, 'id', uuid],
  'an id in upper case': [{ id: v7.toUpperCase() }, 'id', uuid],
  'an id without hyphens': [{ id: v7.replaceAll('-', '') }, 'id', uuid],
  'an id with more behind it': [{ id: `${v7}\n` }, 'id', uuid],
  'a page of null': [{ page: null }, 'page', 'must be text'],
  'a page without a slash': [{ page: 'about' }, 'page', 'must begin with a slash'],
  'an empty page': [{ page: '' }, 'page', 'must begin with a slash'],
  'a page that is a query': [{ page: '?a=/' }, 'page', 'must begin with a slash'],
  'a page with a NUL': [{ page: '/\0' }, 'page', 'contains a NUL character'],
  'a page of 301 units': [{ page: `/${'a'.repeat(300)}` }, 'page', 'must not be longer than 300 UTF-16 units'],
  'half an emoji in a page': [{ page: '/\ud83d' }, 'page', 'contains half a character (a lone surrogate)'],
  'a key that is not known': [{ phone: '1' }, 'phone', unknown],
  'a key in upper case': [{ Site: 'shop' }, 'Site', unknown],
  'the prototype': [JSON.parse('{"__proto__": {"score": 9}}'), '__proto__', unknown],
  'a constructor': [{ constructor: { prototype: {} } }, 'constructor', unknown],
  'toString and hasOwnProperty': [{ toString: 1 }, 'toString', unknown],
};

const notEmails = [
  '',
  'ana',
  'ana@',
  '@shop.example',
  'ana@localhost',
  'ana@shop.',
  'ana@.example',
  'ana@shop..example',
  'ana@shop@example.org',
  'a na@shop.example',
  ' ana@shop.example',
  'ana@shop.example\nBcc: all@shop.example',
  'ana@shop.example, bo@shop.example',
  'ana\u0001@shop.example',
];

const wrongInResponse: Record<string, Wrong> = {
  'no rev': [{ rev: undefined }, 'rev', 'is missing'],
  'rev 0': [{ rev: 0 }, 'rev', rev],
  'a rev below 0': [{ rev: -1 }, 'rev', rev],
  'a rev beyond the last': [{ rev: limits.rev + 1 }, 'rev', rev],
  'half a rev': [{ rev: 1.5 }, 'rev', rev],
  'a rev that is text': [{ rev: '1' }, 'rev', 'must be a number'],
  'no score': [{ score: undefined }, 'score', 'is missing'],
  'a score of null': [{ score: null }, 'score', 'must be a number'],
  'a score that is text': [{ score: '9' }, 'score', 'must be a number'],
  'a score that is true': [{ score: true }, 'score', 'must be a number'],
  'a score in a list': [{ score: [9] }, 'score', 'must be a number'],
  'half a score': [{ score: 9.5 }, 'score', score],
  'a score below 0': [{ score: -1 }, 'score', score],
  'a score of 11': [{ score: 11 }, 'score', score],
  'a huge score': [{ score: 1e308 }, 'score', score],
  'a comment of null': [{ comment: null }, 'comment', 'must be text'],
  'a comment that is an object': [{ comment: {} }, 'comment', 'must be text'],
  'a comment of 2,001 units': [{ comment: 'é'.repeat(2001) }, 'comment', 'must not be longer than 2000 UTF-16 units'],
  'a comment of 1,001 emoji': [{ comment: '😀'.repeat(1001) }, 'comment', 'must not be longer than 2000 UTF-16 units'],
  'a comment with a NUL': [{ comment: 'a\0b' }, 'comment', 'contains a NUL character'],
  'half an emoji in a comment': [{ comment: '\udc00' }, 'comment', 'contains half a character (a lone surrogate)'],
  'a dismissal': [{ dismissed: true }, 'dismissed', unknown],
  'reasons of null': [{ reasons: null }, 'reasons', 'must be a list'],
  'one reason': [{ reasons: 'ease' }, 'reasons', 'must be a list'],
  'a reason that is text': [{ reasons: ['ease', 'Too slow'] }, 'reasons.1', slug],
  'a reason of a number': [{ reasons: [1] }, 'reasons.0', 'must be text'],
  'a reason twice': [{ reasons: ['ease', 'speed', 'ease'] }, 'reasons', 'must be distinct'],
  '9 reasons': [{ reasons: Array.from({ length: 9 }, (_, n) => `r${n}`) }, 'reasons', 'must not be more than 8'],
  'an e-mail of null': [{ email: null }, 'email', 'must be text'],
  ...Object.fromEntries(
    notEmails.map((email): [string, Wrong] => [`e-mail ${email}`, [{ email }, 'email', 'must be an e-mail address']]),
  ),
  'an e-mail of 255 units': [
    { email: `${'a'.repeat(243)}@shop.example` },
    'email',
    'must not be longer than 254 UTF-16 units',
  ],
  'a person that is a number': [{ person: 7 }, 'person', 'must be text'],
  'an empty person': [{ person: '' }, 'person', 'must not be empty'],
  'a person of 101 units': [{ person: 'a'.repeat(101) }, 'person', 'must not be longer than 100 UTF-16 units'],
  'a person with a NUL': [{ person: 'a\0' }, 'person', 'contains a NUL character'],
  'half a hash': [{ person: 'ana', hash: 'a'.repeat(32) }, 'hash', 'must be 64 hexadecimal digits'],
  'a hash in Base64': [{ person: 'ana', hash: '+'.repeat(64) }, 'hash', 'must be 64 hexadecimal digits'],
  'a hash of nobody': [{ hash: 'a'.repeat(64) }, 'hash', 'is of no use without a person'],
};

const wrongInView: Record<string, Wrong> = {
  'a dismissal of 1': [{ dismissed: 1 }, 'dismissed', 'must be true or false'],
  'a dismissal of null': [{ dismissed: null }, 'dismissed', 'must be true or false'],
  'a score': [{ score: 9 }, 'score', unknown],
  'an e-mail': [{ email: 'ana@shop.example' }, 'email', unknown],
  'an empty person': [{ person: '' }, 'person', 'must not be empty'],
  'half a hash': [{ person: 'ana', hash: 'a'.repeat(32) }, 'hash', 'must be 64 hexadecimal digits'],
  'a hash of nobody': [{ hash: 'a'.repeat(64) }, 'hash', 'is of no use without a person'],
};

/** Posts each wrong body and collects what is refused in which words, and what should be. */
async function refusalsOf(path: Path, wrong: Record<string, Wrong>) {
  const { site } = await openShop();
  const said: Record<string, unknown> = {};
  const expected: Record<string, unknown> = {};
  for (const [what, [change, field, reason]] of Object.entries(wrong)) {
    const body = JSON.stringify({ ...validOf(path, site), ...change });
    const { code, detail, errors } = await problemOf(await post(path, body));
    said[what] = { code, detail, errors };
    expected[what] = { code: 'invalid', detail: `${field} ${reason}.`, errors: [{ field, reason }] };
  }
  return { said, expected };
}

describe('a post with a wrong field', () => {
  it.each<[Path, Record<string, Wrong>]>([
    ['/v1/r', { ...wrongInBoth, ...wrongInResponse }],
    ['/v1/v', { ...wrongInBoth, ...wrongInView }],
  ])('to %s is refused with the field and the reason, and stored nowhere', async (path, wrong) => {
    const { said, expected } = await refusalsOf(path, wrong);
    expect(said).toEqual(expected);
    expect(await countRows()).toEqual({ responses: 0, views: 0 });
  });

  it('is told of every field that is wrong, not only of the first', async () => {
    const { errors } = await problemOf(await post('/v1/r', { site: 'shop', rev: '1', score: 11 }));
    expect(errors?.map(({ field }) => field).sort()).toEqual(['id', 'rev', 'score', 'survey']);
  });
});

describe('a body that is not a JSON object in UTF-8', () => {
  const valid = JSON.stringify(responseOf('shop-x'));
  const bodies: Record<string, [body: BodyInit | null, code: string]> = {
    'no body': [null, 'bad-json'],
    'an empty body': ['', 'bad-json'],
    'white space': [' \n', 'bad-json'],
    'a word': ['hello', 'bad-json'],
    'half an object': [valid.slice(0, -1), 'bad-json'],
    'two objects': [valid + valid, 'bad-json'],
    'a form': [new URLSearchParams({ site: 'shop', score: '9' }), 'bad-json'],
    'single quotes': [valid.replaceAll('"', "'"), 'bad-json'],
    NaN: [valid.replace('"score":9', '"score":NaN'), 'bad-json'],
    'deep lists that never close': ['['.repeat(8192), 'bad-json'],
    null: ['null', 'invalid'],
    true: ['true', 'invalid'],
    'a number': ['9', 'invalid'],
    'a text': ['"site"', 'invalid'],
    'a list': [`[${valid}]`, 'invalid'],
    'deep lists': ['['.repeat(4096) + ']'.repeat(4096), 'invalid'],
    'deep objects': [`${'{"a":'.repeat(1300)}1${'}'.repeat(1300)}`, 'invalid'],
    'a deep comment': [valid.replace('}', `,"comment":${'['.repeat(2000)}${']'.repeat(2000)}}`), 'invalid'],
    'a number beyond every number': [valid.replace('"score":9', '"score":1e999'), 'invalid'],
    'a number of 4,000 digits': [valid.replace('"rev":1', `"rev":${'9'.repeat(4000)}`), 'invalid'],
    'bytes that are not UTF-8': [new Uint8Array([0x7b, 0xff, 0xfe, 0x7d]), 'bad-encoding'],
    'an overlong slash': [new Uint8Array([0x22, 0xc0, 0xaf, 0x22]), 'bad-encoding'],
    'a surrogate in UTF-8': [new Uint8Array([0x22, 0xed, 0xa0, 0x80, 0x22]), 'bad-encoding'],
    'half a character at the end': [new Uint8Array([0x22, 0xe2, 0x82]), 'bad-encoding'],
    'UTF-16 with its mark': [new Uint8Array(new Uint16Array([0xfeff, 0x7b, 0x7d]).buffer), 'bad-encoding'],
    'UTF-16 without its mark': [new Uint8Array(new Uint16Array([0x7b, 0x7d]).buffer), 'bad-json'],
  };

  it('is refused as what it is, and stored nowhere', async () => {
    await openShop();
    const said: Record<string, string> = {};
    for (const [what, [body]] of Object.entries(bodies)) {
      const request = { method: 'POST', headers: { Origin: origin }, body };
      said[what] = (await problemOf(await exports.default.fetch('http://localhost/v1/r', request))).code;
    }
    expect(said).toEqual(Object.fromEntries(Object.entries(bodies).map(([what, [, code]]) => [what, code])));
    expect(await countRows()).toEqual({ responses: 0, views: 0 });
  });
});

describe('the size of a body', () => {
  const padded = (post: Json, bytes: number) => {
    const text = JSON.stringify(post);
    return text + ' '.repeat(bytes - bytesOf(text).length);
  };

  it('may be 8,192 bytes and a comment 2,000 units, whatever the bytes of each', async () => {
    const { site } = await openShop();
    for (const bytes of [1023, 1024, 1025]) {
      expect((await post('/v1/r', padded(responseOf(site), bytes))).status).toBe(201);
    }
    for (const comment of ['a'.repeat(2000), '好'.repeat(2000), '😀'.repeat(1000), '']) {
      const response = { ...responseOf(site), comment };
      expect((await post('/v1/r', padded(response, limits.bodyBytes))).status).toBe(201);
      const stored = await env.DB.prepare('SELECT comment FROM response WHERE id = ?1').bind(response.id).first();
      expect(stored).toEqual({ comment: comment || null });
    }
  });

  it('may not be a byte more, in one piece or in many', async () => {
    const { site } = await openShop();
    const text = padded({ ...responseOf(site), comment: '好' }, limits.bodyBytes + 1);
    const pieces = new ReadableStream({
      start(controller) {
        for (const piece of text.match(/.{1,99}/gsu) ?? []) controller.enqueue(bytesOf(piece));
        controller.close();
      },
    });
    for (const body of [text, pieces]) {
      expect((await problemOf(await post('/v1/r', body))).code).toBe('too-large');
    }
    expect(await countRows()).toEqual({ responses: 0, views: 0 });
  });

  it('is what was counted, not what Content-Length says', async () => {
    const { site } = await openShop();
    const send = (body: string, length: string) => {
      const headers = { Origin: origin, 'Content-Length': length };
      return app.fetch(new Request('http://localhost/v1/r', { method: 'POST', headers, body }), env);
    };
    for (const length of ['1', '0', '-1', '99999999', 'x']) {
      expect((await send(JSON.stringify(responseOf(site)), length)).status).toBe(201);
      expect((await problemOf(await send(' '.repeat(8193), length))).code).toBe('too-large');
    }
  });

  it('is not read any further than that when it never ends', async () => {
    const read = { pieces: 0, isCancelled: false };
    const body = new ReadableStream({
      // As the runtime's own bodies are.
      type: 'bytes',
      pull(controller) {
        read.pieces++;
        controller.enqueue(new Uint8Array(1024).fill(0x20));
      },
      cancel() {
        read.isCancelled = true;
      },
    });
    const headers = { Origin: origin, 'Content-Length': '10' };
    const answer = await app.fetch(new Request('http://localhost/v1/r', { method: 'POST', headers, body }), env);
    expect((await problemOf(answer)).code).toBe('too-large');
    expect(read).toEqual({ pieces: expect.any(Number), isCancelled: true });
    expect(read.pieces).toBeLessThanOrEqual(10);
  });
});

describe('an e-mail address', () => {
  it('is taken if anybody could have it, and stored as it was written', async () => {
    const { site } = await openShop();
    const emails = [
      'ana@shop.example',
      'Ana.Maria+news@sub.shop.example',
      "o'neil_50%!#$&*/=?^`{|}~-@shop.example",
      'a@b.co',
      'ana@xn--bcher-kva.example',
      'josé@bücher.example',
      '用户@例子.广告',
      '1@2.33.museum',
      'a.@example.org',
      `${'a'.repeat(241)}@shop.example`,
    ];
    for (const email of emails) {
      const response = { ...responseOf(site), email };
      const answer = await post('/v1/r', response);
      const row = await env.DB.prepare('SELECT email FROM response WHERE id = ?1').bind(response.id).first();
      expect([answer.status, row]).toEqual([201, { email }]);
    }
  });
});

describe('a score', () => {
  it('is taken if the scale of its survey has it, and else refused with that scale', async () => {
    const { site, call } = await openShop();
    for (const scale of Object.keys(scales) as ScaleName[]) {
      await call('PUT', `/api/sites/${site}/surveys/${scale}`, { ...npsSurvey, scale });
      const { min, max } = scales[scale];
      const reason = `must be a whole number, ${min} to ${max}`;
      const asked = [...new Set([0, min, max, max + 1, 10])].filter((score) => score <= 10);
      for (const score of asked) {
        const answer = await post('/v1/r', { ...responseOf(site), survey: scale, score });
        if (score >= min && score <= max) expect(answer.status).toBe(201);
        else expect(await problemOf(answer)).toMatchObject({ code: 'invalid', errors: [{ field: 'score', reason }] });
      }
    }
    const { results } = await env.DB.prepare(
      'SELECT survey, min(score) AS min, max(score) AS max FROM response GROUP BY 1',
    ).run<{ survey: ScaleName; min: number; max: number }>();
    expect(results).toHaveLength(Object.keys(scales).length);
    for (const { survey, ...ends } of results) expect(scales[survey]).toMatchObject(ends);
  });
});

const foreignOrigins = [
  'null',
  undefined,
  'https://www.shop.example',
  'https://evil-shop.example',
  'https://shop.example.evil.test',
  'https://shop.example:8443',
  'https://shop.example:443',
  'http://shop.example',
  'HTTPS://SHOP.EXAMPLE',
  'https://Shop.example',
  'https://shop.example/',
  'https://shop.example.',
  'https://shop.exam',
  'https://shop.example https://evil.test',
  'https://shop.example@evil.test',
  'chrome-extension://shop.example',
];

/** The headers without which a browser shows the page a network error instead of the answer. */
const readable = (from: string | undefined) => ({
  'access-control-allow-origin': from ?? '*',
  'access-control-expose-headers': 'Retry-After',
  vary: 'Origin',
});

describe('an origin', () => {
  it.each(paths)('that is not one of the site may not post to %s, and can read that it may not', async (path) => {
    const { site } = await openShop();
    for (const from of foreignOrigins) {
      const answer = await post(path, validOf(path, site), from === undefined ? {} : { Origin: from });
      const { code, detail } = await problemOf(answer);
      expect([from, code]).toEqual([from, 'origin-refused']);
      expect(detail).toContain(from ?? 'without origin');
      expect(Object.fromEntries(answer.headers)).toMatchObject(readable(from));
      expect(answer.headers.has('Access-Control-Allow-Credentials')).toBe(false);
    }
    expect(await countRows()).toEqual({ responses: 0, views: 0 });
  });

  it.each(paths)('of the site may post to %s, and can read the answer', async (path) => {
    const { site, call } = await openShop();
    const origins = [origin, 'http://localhost:8080', 'https://xn--bcher-kva.example'];
    await call('PUT', `/api/sites/${site}`, { name: 'Shop', origins });
    for (const from of origins) {
      const answer = await post(path, validOf(path, site), { Origin: from });
      expect(answer.ok).toBe(true);
      expect(Object.fromEntries(answer.headers)).toMatchObject(readable(from));
      expect(answer.headers.has('Access-Control-Allow-Credentials')).toBe(false);
    }
  });

  it('may post as soon as it is on the list of the site, and no more once it is off it', async () => {
    const { site, call } = await openShop();
    const statusWith = async (origins: string[]) => {
      await call('PUT', `/api/sites/${site}`, { name: 'Shop', origins });
      return (await post('/v1/r', responseOf(site))).status;
    };
    expect([await statusWith([]), await statusWith([origin]), await statusWith([])]).toEqual([403, 201, 403]);
  });

  it('of one site may not post to another', async () => {
    const { site } = await openShop();
    const other = await openShop();
    await other.call('PUT', `/api/sites/${other.site}`, { name: 'Other', origins: ['https://other.example'] });
    expect((await problemOf(await post('/v1/r', responseOf(other.site)))).code).toBe('origin-refused');
    expect((await post('/v1/r', responseOf(site))).status).toBe(201);
  });

  it('can read every refusal of the public API', async () => {
    const { site } = await openShop();
    const from = 'https://any.example';
    const send = (path: string, method: string, body: BodyInit | null = null) =>
      exports.default.fetch(`http://localhost${path}`, { method, headers: { Origin: from }, body });
    const refusals: Record<string, Promise<Response>> = {
      'bad-json': send('/v1/r', 'POST', '{'),
      'bad-encoding': send('/v1/v', 'POST', Uint8Array.of(0xff)),
      'too-large': send('/v1/r', 'POST', ' '.repeat(9000)),
      invalid: send('/v1/r', 'POST', '{}'),
      'unknown-site': send('/v1/r', 'POST', JSON.stringify(responseOf('no-such-shop'))),
      'origin-refused': send('/v1/r', 'POST', JSON.stringify(responseOf(site))),
    };
    for (const [code, answer] of Object.entries(refusals)) {
      expect(Object.fromEntries((await answer).headers)).toMatchObject(readable(from));
      expect((await problemOf(await answer)).code).toBe(code);
    }
  });

  it.each([
    ['GET', '/v1/r'],
    ['PUT', '/v1/v'],
    ['POST', '/v1/nothing'],
  ])('can read that there is no %s %s', async (method, path) => {
    const answer = await exports.default.fetch(`http://localhost${path}`, { method, headers: { Origin: origin } });
    expect(Object.fromEntries(answer.headers)).toMatchObject(readable(origin));
  });
});

describe('what a post is for', () => {
  it.each(paths)('has to be there: %s', async (path) => {
    const { site } = await openShop();
    const codeFor = async (change: Json) =>
      (await problemOf(await post(path, { ...validOf(path, site), ...change }))).code;
    expect(await codeFor({ site: 'no-such-shop' })).toBe('unknown-site');
    expect(await codeFor({ survey: 'no-such-survey' })).toBe('unknown-survey');
    expect(await codeFor({ survey: 'constructor' })).toBe('unknown-survey');
    expect(await countRows()).toEqual({ responses: 0, views: 0 });
  });

  it('may be a paused survey: a page that has its question open can still send it', async () => {
    const { site, call } = await openShop({ status: 'paused' });
    expect((await call('GET', `/api/sites/${site}/surveys/nps`)).status).toBe(200);
    expect((await post('/v1/r', responseOf(site))).status).toBe(201);
    expect((await post('/v1/v', viewOf(site))).status).toBe(204);
    expect(await countRows()).toEqual({ responses: 1, views: 1 });
  });
});

describe('an id', () => {
  it.each(paths)('may be five minutes ahead of the server and no more, which then tells its time: %s', async (path) => {
    const { site } = await openShop();
    const send = (at: number) => post(path, { ...validOf(path, site), id: idAt(at) });
    for (const at of [0, noon, noon + limits.aheadMs]) expect((await send(at)).ok).toBe(true);
    const before = await countRows();
    for (const at of [noon + limits.aheadMs + 1, 2 ** 48 - 1]) {
      expect(await problemOf(await send(at))).toMatchObject({ code: 'clock-ahead', now: noon });
    }
    expect(await countRows()).toEqual(before);
  });
});

describe('a preflight', () => {
  it.each(paths)(
    'of %s is answered for every origin, so that the post itself can be refused in words',
    async (path) => {
      const headers = {
        Origin: 'https://any.example',
        'Access-Control-Request-Method': 'POST',
        'Access-Control-Request-Headers': 'content-type',
      };
      const answer = await exports.default.fetch(`http://localhost${path}`, { method: 'OPTIONS', headers });
      expect([answer.status, await answer.text()]).toEqual([204, '']);
      expect(Object.fromEntries(answer.headers)).toMatchObject({
        'access-control-allow-origin': 'https://any.example',
        'access-control-allow-methods': 'POST',
        'access-control-allow-headers': '*, Authorization',
        vary: 'Origin',
      });
      expect(answer.headers.has('Access-Control-Allow-Credentials')).toBe(false);
    },
  );
});

describe('what there is not', () => {
  const pathOf = (path: string) =>
    path
      .replace(/\{.*\}/u, '')
      .replace(':file', 'shop-1.js')
      .replace(/:\w+|\*/gu, 'nps');
  const routes = app.routes.filter(({ method }) => method !== 'ALL');
  const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];
  const known = new Set(routes.map(({ method, path }) => `${method} ${pathOf(path)}`));
  const wrongMethods = [...new Set(routes.map(({ path }) => pathOf(path)))]
    .flatMap((path) => methods.map((method) => [method, path] as const))
    .filter(([method, path]) => !known.has(`${method} ${path}`));
  const wrongPaths = [
    '/o/Shop.js',
    '/o/shop',
    '/o/a/b.js',
    '/v1',
    '/v2/r',
    '/api',
    '/sign-in/x',
    '/.env',
    '/%00',
    '/%',
  ];

  it('is a problem document, for every wrong method of every path and for every other path', async () => {
    const { call } = await openShop();
    expect(wrongMethods.length).toBeGreaterThan(20);
    for (const [method, path] of [...wrongMethods, ...wrongPaths.map((path) => ['GET', path] as const)]) {
      const { status } = await problemOf(await call(method, path));
      expect([method, path, [404, 405].includes(status)]).toEqual([method, path, true]);
    }
  });
});

describe('a public page', () => {
  it.each(['/', '/sign-in', '/account', '/shared', '/sites/shop', '/sites/shop/nps?period=7d'])(
    'of the dashboard is a document under a strict policy: %s',
    async (path) => {
      // What is served as a file is so without the Worker.
      const served = path === '/' ? env.ASSETS : exports.default;
      const answer = await served.fetch(`http://localhost${path}`);
      expect([answer.status, answer.headers.get('Content-Type')]).toEqual([200, 'text/html; charset=utf-8']);
      const policy = answer.headers.get('Content-Security-Policy');
      expect(policy).toMatch(/^default-src 'none'; .*frame-ancestors 'none'/u);
      expect(policy).not.toContain('unsafe');
      const others = ['X-Content-Type-Options', 'Cross-Origin-Opener-Policy', 'Referrer-Policy', 'X-Frame-Options'];
      expect(others.map((name) => answer.headers.get(name))).toEqual(['nosniff', 'same-origin', 'no-referrer', 'DENY']);
    },
  );

  it.each(['/sign-in', '/sites/shop', 'configuration'])('answers HEAD as GET without the body: %s', async (page) => {
    const path = page === 'configuration' ? `/o/${(await openShop()).site}.js` : page;
    const [get, head] = await Promise.all(
      ['GET', 'HEAD'].map((method) => exports.default.fetch(`http://localhost${path}`, { method })),
    );
    expect(head?.status).toBe(200);
    // Which of the two finds the file where it is kept is chance.
    const saidBy = (answer?: Response) => [...(answer?.headers ?? [])].filter(([name]) => name !== 'cf-cache-status');
    expect(saidBy(head)).toEqual(saidBy(get));
    expect(await head?.text()).toBe('');
    await get?.text();
  });
});
