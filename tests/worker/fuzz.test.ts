import { env } from 'cloudflare:workers';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { app } from '../../worker/app.ts';
import { foldIfDue } from '../../worker/store/fold.ts';
import { idAt, npsSurvey, openShop, origin, post, problemOf } from './fixtures.ts';

type Path = '/v1/r' | '/v1/v';
type Json = Record<string, unknown>;

/** What reads badly in SQL, JSON, paths and prototypes. */
const hostileText = fc.constantFrom(
  `'; DROP TABLE response; --`,
  `"; DELETE FROM view; --`,
  '?1',
  '%',
  '\\',
  '\0',
  '\ud800',
  '\u2028',
  '../../etc/passwd',
  '{{7*7}}',
  '<script>alert(1)</script>',
  '=1+1',
  '😀'.repeat(1000),
  'a'.repeat(2001),
);
const anyText = fc.oneof(fc.string({ unit: 'binary', maxLength: 40 }), hostileText);
const anyNumber = fc.oneof(fc.integer(), fc.double(), fc.constantFrom(-0, 1e308, 2 ** 53, 2 ** 63, 5e-324));
const anyValue = fc.oneof(anyText, anyNumber, fc.jsonValue({ maxDepth: 3 }), fc.boolean());
const anyKey = fc.oneof(
  fc.constantFrom('site', 'survey', 'id', 'rev', 'score', 'comment', 'page', 'dismissed'),
  fc.constantFrom('reasons', 'email', 'person', 'hash'),
  fc.constantFrom('__proto__', 'constructor', 'toString', ''),
  anyText,
);

const storableText = (maxLength: number) =>
  fc.string({ unit: 'grapheme', maxLength }).filter((text) => text.length <= maxLength && !text.includes('\0'));
const longText = fc.constantFrom('好'.repeat(2000), '😀'.repeat(1000), `${' '.repeat(1999)}x`, "'".repeat(500));
const comment = fc.oneof({ weight: 3, arbitrary: storableText(200) }, longText);
const page = storableText(50).map((text) => `/${text}`);

const visible = (maxLength: number) => storableText(maxLength).filter((text) => text.trim() !== '');
const slug = fc.stringMatching(/^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/u);
const person = visible(100);
const hash = fc.stringMatching(/^[0-9a-f]{64}$/u);
const carried = fc.oneof(
  fc.record({}),
  fc.record({ reasons: fc.uniqueArray(slug, { maxLength: 8 }), email: fc.emailAddress() }, { requiredKeys: [] }),
  fc.record({ person, hash }, { requiredKeys: ['person'] }),
);

/** Bodies as a widget sends them; ids lie on both sides of what is folded. */
const validBody = (site: string, path: Path): fc.Arbitrary<Json> => {
  const id = fc
    .tuple(fc.integer({ min: -5e8, max: 1e5 }), fc.noBias(fc.nat()))
    .map(([ago, n]) => idAt(Date.now() + ago, n));
  const always = { site: fc.constant(site), survey: fc.constant('nps'), id };
  if (path === '/v1/v') {
    return fc.record({ ...always, page, dismissed: fc.boolean() }, { requiredKeys: ['site', 'survey', 'id'] });
  }
  const score = fc.integer({ min: 0, max: 10 });
  const given = fc.record(
    { ...always, rev: fc.integer({ min: 1, max: 10_000 }), score, page, comment },
    { requiredKeys: ['site', 'survey', 'id', 'rev', 'score'] },
  );
  return fc.tuple(given, carried).map(([body, more]) => ({ ...body, ...more }));
};

type Change = { key: string } & ({ did: 'removed' } | { did: 'set'; value: unknown });
const change: fc.Arbitrary<Change> = fc.oneof(
  fc.record({ did: fc.constant('removed' as const), key: anyKey }),
  fc.record({ did: fc.constant('set' as const), key: anyKey, value: anyValue }),
);

function changed(body: Json, changes: Change[]): Json {
  const entries = new Map(Object.entries(body));
  for (const one of changes) {
    if (one.did === 'set') entries.set(one.key, one.value);
    else entries.delete(one.key);
  }
  return Object.fromEntries(entries);
}

/** Without the way through the runtime, which costs more than the answer. */
const fetchDirectly = async (path: string, init: RequestInit) =>
  await app.fetch(new Request(`http://localhost${path}`, init), env);

interface Post {
  path: Path;
  body: string | Uint8Array;
  /** Whether it was left as a widget sends it. */
  isValid: boolean;
}

const requestTo = (site: string): fc.Arbitrary<Post> =>
  fc.constantFrom<Path>('/v1/r', '/v1/r', '/v1/v').chain((path) => {
    const valid = validBody(site, path);
    const text = valid.map((body) => JSON.stringify(body));
    const cut = fc.tuple(text, fc.nat({ max: 300 }), fc.nat({ max: 20 }), anyText);
    const of = (isValid: boolean) => (body: string | Uint8Array) => ({ path, body, isValid });
    return fc.oneof(
      { weight: 4, arbitrary: text.map(of(true)) },
      {
        weight: 6,
        arbitrary: fc
          .tuple(valid, fc.array(change, { minLength: 1, maxLength: 3 }))
          .map(([body, changes]) => of(false)(JSON.stringify(changed(body, changes)))),
      },
      {
        weight: 2,
        arbitrary: cut.map(([body, at, length, put]) => of(false)(body.slice(0, at) + put + body.slice(at + length))),
      },
      { weight: 1, arbitrary: fc.json().map(of(false)) },
      { weight: 1, arbitrary: fc.uint8Array({ maxLength: 200 }).map(of(false)) },
    );
  });

/** What has to be stored of a body that was taken: the row, whatever came before it. */
function expectedRow(path: Path, { id, rev, score, comment, page, dismissed, reasons, email, person }: Json) {
  const pagePath = ((page as string) ?? '').replace(/[?#].*$/su, '');
  if (path === '/v1/v') return { id, page: pagePath, dismissed: dismissed ? 1 : 0 };
  const words = (comment as string) ?? '';
  const chosen = (reasons as string[] | undefined)?.length ? JSON.stringify(reasons) : null;
  return {
    ...{ id, rev, score: (score as number) + 0, page: pagePath, comment: words.trim() === '' ? null : words },
    ...{ reasons: chosen, email: email ?? null, person: person ?? null, verified: 0 },
  };
}

const columns = {
  '/v1/r': 'id, rev, score, page, comment, reasons, email, person, verified',
  '/v1/v': 'id, page, dismissed',
};
const tables = { '/v1/r': 'response', '/v1/v': 'view' };

async function readRows(path: Path) {
  const { results } = await env.DB.prepare(`SELECT ${columns[path]} FROM ${tables[path]}`).run<Json>();
  return new Map(results.map((row) => [row.id, row]));
}

it('whatever is posted is stored as it was posted or refused in words, and never breaks the server', async () => {
  const { site } = await openShop();
  const now = Date.now();
  const first = { site, survey: 'nps', id: idAt(now - 100, 1), rev: 1, score: 5, page: '/' };
  await post('/v1/r', first);
  await foldIfDue(env.DB, first, { at: 0, keeps: 0, chunk: 10 });

  const taken = { '/v1/r': new Map([[first.id, expectedRow('/v1/r', first)]]), '/v1/v': new Map<unknown, Json>() };
  let [sent, valid] = [0, 0];
  const send = async ({ path, body, isValid }: Post) => {
    sent++;
    const answer = await fetchDirectly(path, { method: 'POST', headers: { Origin: origin }, body });
    if (!answer.ok) {
      const { code, status } = await problemOf(answer);
      expect([isValid, status < 500, code]).toEqual([false, true, code]);
      return;
    }
    const stored = JSON.parse(typeof body === 'string' ? body : new TextDecoder().decode(body)) as Json;
    taken[path].set(stored.id as string, expectedRow(path, stored));
    valid++;
  };
  const requests = fc.array(requestTo(site), { minLength: 20, maxLength: 20 });
  await fc.assert(
    fc.asyncProperty(requests, async (all) => void (await Promise.all(all.map(send)))),
    { seed: 20_261_122, numRuns: 50 },
  );
  expect(valid / sent).toBeGreaterThan(0.2);
  expect(await readRows('/v1/r')).toEqual(taken['/v1/r']);
  expect(await readRows('/v1/v')).toEqual(taken['/v1/v']);
}, 30_000);

/** Surveys as a team may define them. */
const texts = fc.record(
  {
    question: visible(300),
    low: visible(80),
    followUp: fc.oneof(visible(300), fc.constant(false), bySegment(visible(300))),
    links: bySegment(fc.record({ text: visible(80), url: fc.webUrl({ withQueryParameters: true }) })),
    reasonLabels: fc.dictionary(slug, visible(80), { maxKeys: 8 }),
    tab: visible(80),
  },
  { requiredKeys: [] },
);
const surveyKeys = [
  ...['question', 'followUp', 'links', 'reasonLabels', 'translations', 'display', 'look', 'reasons'],
  ...['when', 'where', 'cancelOn', 'share', 'from', 'until', 'perDay'],
];
/** Rules that hold of a path in one way or another, and have room for more. */
const word = fc.stringMatching(/^[a-z]{1,9}$/u);
const { rule } = fc.letrec((tie) => ({
  rule: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    word.map((start) => ({ fact: 'path', starts: `/${start}` })),
    fc.array(tie('rule'), { minLength: 1, maxLength: 3 }).map((any) => ({ any })),
  ),
}));
const definition = fc
  .tuple(
    texts,
    fc.record(
      {
        translations: fc.dictionary(fc.constantFrom('de', 'pt-BR', 'zh-Hant-TW'), texts),
        register: fc.constantFrom('formal', 'informal'),
        subject: visible(80),
        display: fc.constantFrom('card', 'tab', 'inline'),
        position: fc.constantFrom('bottom-end', 'top-start'),
        reasons: fc.constantFrom(['ease', 'other'], []),
        contact: fc.boolean(),
        when: fc.array(
          fc.oneof(
            fc.constantFrom({ on: 'load' }, { on: 'leave' }, { on: 'scroll', percent: 50 }),
            fc.record({ on: fc.constant('event'), event: visible(80) }),
            fc.record({ on: fc.constant('event'), event: visible(80), where: rule }),
          ),
          { minLength: 1, maxLength: 8 },
        ),
        where: rule,
      },
      { requiredKeys: [] },
    ),
  )
  // Moments and rules are for a card.
  .map(
    ([own, more]): Json => ({
      ...{ ...npsSurvey, ...own, ...more },
      ...((more.when || more.where) && { display: 'card' }),
    }),
  );

function bySegment<T>(value: fc.Arbitrary<T>) {
  return fc.record({ low: value, middle: value, high: value }, { requiredKeys: [] });
}

it('whatever a survey is to be is stored and shown as it was sent or refused in words', async () => {
  const { site, session } = await openShop();
  const headers = { Authorization: `Bearer ${session}` };
  const path = `/api/sites/${site}/surveys/nps`;
  const readStored = async () => (await fetchDirectly(path, { headers })).json();
  const valueOfKey = fc.oneof(anyValue, fc.dictionary(anyKey, anyValue, { maxKeys: 3 }));
  const broken = fc.tuple(fc.constantFrom(...surveyKeys), valueOfKey);
  const attempt = fc.tuple(definition, fc.option(broken, { freq: 3 }));
  let taken = 0;
  await fc.assert(
    fc.asyncProperty(attempt, async ([survey, broken]) => {
      const before = await readStored();
      const sent = JSON.stringify(broken ? { ...survey, [broken[0]]: broken[1] } : survey);
      const answer = await fetchDirectly(path, { method: 'PUT', headers, body: sent });
      if (!broken) expect([answer.status, sent]).toEqual([200, sent]);
      if (!answer.ok) expect((await problemOf(answer)).status).toBeLessThan(500);
      expect(await readStored()).toEqual(answer.ok ? JSON.parse(sent) : before);
      taken += answer.ok ? 1 : 0;
    }),
    { seed: 20_261_122, numRuns: 200 },
  );
  expect(taken).toBeGreaterThan(50);
}, 30_000);

it('whatever is asked for is there or refused in words, and never breaks the server', async () => {
  const { site, session } = await openShop();
  const segment = fc.oneof(anyText, fc.constantFrom(site, 'nps', '..', '%', '%E0%A4%A', '%2e%2e', '%00'));
  const encoded = segment.map((text) => (text.startsWith('%') ? text : encodeURIComponent(text.toWellFormed())));
  const path = fc.oneof(
    encoded.map((name) => `/o/${name}.js`),
    encoded.map((name) => `/o/${name}.json`),
    fc.tuple(encoded, encoded).map(([folder, file]) => `/o/ui/${folder}/${file}.js`),
    encoded.map((name) => `/api/sites/${name}`),
    fc.tuple(encoded, encoded).map(([name, survey]) => `/api/sites/${name}/surveys/${survey}`),
    encoded.map((survey) => `/api/sites/${site}/surveys/${survey}/results`),
    encoded.map((period) => `/api/sites/${site}/surveys/nps/results?period=${period}`),
    fc.array(encoded, { maxLength: 4 }).map((names) => `/${names.join('/')}`),
  );
  const ask = async (asked: string) => {
    const answer = await fetchDirectly(asked, { headers: { Authorization: `Bearer ${session}` } });
    if (answer.status === 302) expect(answer.headers.get('Location')).toMatch(/^\/o\/ui\/\w+\/[A-Za-z0-9-]+\.js$/u);
    else if (!answer.ok) await problemOf(answer);
    expect(answer.status).toBeLessThan(500);
  };
  await fc.assert(
    fc.asyncProperty(fc.array(path, { minLength: 10, maxLength: 10 }), async (all) => {
      await Promise.all(all.map(ask));
    }),
    { seed: 20_261_122, numRuns: 30 },
  );
}, 30_000);
