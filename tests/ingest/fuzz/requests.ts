/** Requests to a route: as they should be, changed in a place or two, cut, or no HTTP at all. */

import fc from 'fast-check';
import { requestOf } from '../connection.ts';
import { idAt } from '../ids.ts';
import { arbitraryOf } from './arbitrary.ts';
import { brokenOf } from './broken.ts';
import { anyText, anyValue } from './hostile.ts';
import { type Route, routes } from './routes.ts';
import { type Json, type Names, type Sent, usual, usualHeaders } from './sent.ts';

/** For each route and those names. */
export function requestsTo(names: Names): fc.Arbitrary<Sent> {
  return fc.oneof(...routes.map((route) => ({ weight: route.weight, arbitrary: requestTo(route, names) })));
}

function requestTo(route: Route, names: Names): fc.Arbitrary<Sent> {
  const path = pathOf(route, names);
  const headers = headersFor(route, names);
  const bare = fc.tuple(path, headers).map(([to, given]) => sentOf(route, { path: to, headers: given }));
  const broken = brokenOf(route, names);
  if (!route.schema) return fc.oneof({ weight: 9, arbitrary: bare }, { weight: 1, arbitrary: broken });
  const valid = validFor(route, names);
  const text = valid.map((body) => JSON.stringify(body));
  const of = (body: fc.Arbitrary<string>) =>
    fc
      .tuple(fc.constant(usual(route, names)), headers, body)
      .map(([to, given, sent]) => sentOf(route, { path: to, headers: given, body: sent }));
  const ofUsual = valid.map((body) => ({
    ...sentOf(route, { path: usual(route, names), headers: usualHeaders(route, names), body: JSON.stringify(body) }),
    isValid: true,
  }));
  return fc.oneof(
    { weight: 5, arbitrary: ofUsual },
    { weight: 5, arbitrary: of(fc.tuple(valid, changes).map(([body, all]) => JSON.stringify(changed(body, all)))) },
    { weight: 2, arbitrary: of(fc.tuple(text, fc.nat({ max: 300 }), fc.nat({ max: 20 }), anyText).map(cut)) },
    { weight: 1, arbitrary: of(strange) },
    { weight: 1, arbitrary: bare },
    { weight: 2, arbitrary: broken },
  );
}

/** As a person sends them, for what there is: ids lie on both sides of what is folded, and each comes once. */
function validFor({ schema, path }: Route, { site }: Names): fc.Arbitrary<Json> {
  const body = arbitraryOf(schema as NonNullable<typeof schema>) as fc.Arbitrary<Json>;
  if (!path.startsWith('/v1/')) return body;
  const ago = fc.oneof(
    { weight: 1, arbitrary: fc.integer({ min: -100_000, max: 5e8 }) },
    { weight: 4, arbitrary: fc.integer({ min: 0, max: 1000 }) },
  );
  return fc.tuple(body, ago).map(([{ website: _website, shownMs: _shownMs, ...given }, ms]) => ({
    ...given,
    site,
    ...(path !== '/v1/p' && { survey: 'nps', id: idAt(Date.now() - ms) }),
  }));
}

const key = fc.oneof(
  fc.constantFrom('site', 'survey', 'id', 'rev', 'score', 'comment', 'page', 'dismissed', 'reasons', 'email', 'person'),
  fc.constantFrom(
    'hash',
    'properties',
    'device',
    'name',
    'origins',
    'translations',
    'website',
    'shownMs',
    'turnstile',
    'when',
    'where',
    'variants',
    'token',
  ),
  fc.constantFrom('__proto__', 'constructor', 'toString', ''),
  anyText,
);
const changes = fc.array(
  fc.tuple(key, fc.oneof({ weight: 1, arbitrary: fc.constant(undefined) }, { weight: 4, arbitrary: anyValue })),
  {
    minLength: 1,
    maxLength: 3,
  },
);

function changed(body: Json, all: [string, unknown][]): Json {
  return Object.fromEntries([...Object.entries(body), ...all].filter(([, value]) => value !== undefined));
}

const cut = ([text, at, length, put]: [string, number, number, string]) =>
  text.slice(0, at) + put + text.slice(at + length);

/** Deep, large, and JSON of no object at all. */
const strange = fc.oneof(
  fc.json(),
  fc
    .tuple(fc.constantFrom('[', '{"a":', '[{"site":'), fc.integer({ min: 100, max: 4000 }))
    .map(([open, depth]) => open.repeat(depth)),
  fc.integer({ min: 100, max: 4000 }).map((depth) => `{"site":${'['.repeat(depth)}${']'.repeat(depth)}}`),
  fc.integer({ min: 8000, max: 70_000 }).map((length) => `{"comment":"${'x'.repeat(length)}"}`),
  fc.constantFrom('1e999', '-', '"\\ud800"', '{"score":1,"score":2}', '\ufeff{}', ' '.repeat(8000), 'null', '[]'),
);

const encoded = (text: string) => encodeURIComponent(text.toWellFormed());
const segment = (name: string) =>
  fc.oneof(
    { weight: 4, arbitrary: fc.constant(name) },
    { weight: 2, arbitrary: anyText.map(encoded) },
    { weight: 1, arbitrary: fc.constantFrom('..', '%', '%E0%A4%A', '%2e%2e', '%00', '%0d%0a', '*', '.', '') },
  );

/** A path that fits the route's pattern more often than not, with a query that it may know. */
function pathOf(route: Route, names: Names): fc.Arbitrary<string> {
  const segments = usual(route, names)
    .split('/')
    .map((part) => segment(part));
  const value = fc.oneof(
    fc.constantFrom(
      '7d',
      '90d',
      '1',
      '-1',
      '',
      'nps',
      'device',
      'page',
      'true',
      'low',
      'detractor',
      '2026-11-22',
      '1000',
      'a*',
    ),
    anyText.map(encoded),
  );
  const words = fc.constantFrom(...(route.query ?? []), '__proto__', 'a[]', '%00');
  const query = fc.array(
    fc.tuple(words, value).map(([name, is]) => `${name}=${is}`),
    { maxLength: 3 },
  );
  return fc
    .tuple(fc.tuple(...segments), query)
    .map(([parts, all]) => `/${parts.join('/').replace(/^\/+/u, '')}${all.length > 0 ? `?${all.join('&')}` : ''}`);
}

/** Latin-1 without what ends a line: anything else is no header. */
const headerText = anyText.map((text) => text.replaceAll(/[^\x20-\x7e\xa0-\xff]/gu, ''));
const strangeHeaders = fc.dictionary(
  fc.constantFrom(
    'Origin',
    'If-None-Match',
    'Content-Type',
    'Content-Encoding',
    'Cookie',
    'Sec-Fetch-Site',
    'User-Agent',
    'X-HTTP-Method-Override',
  ),
  fc.oneof(
    headerText,
    fc.constantFrom('null', 'gzip', 'text/plain; charset=utf-16', 'https://shop.example.evil', 'cross-site'),
  ),
  { maxKeys: 3 },
);
const headersFor = (route: Route, names: Names) =>
  strangeHeaders.map((strange) => ({ ...usualHeaders(route, names), ...strange }));

interface Parts {
  path: string;
  headers: Record<string, string>;
  body?: string;
}

function sentOf(route: Route, { path, headers, body }: Parts): Sent {
  const text = requestOf(route.method, path, { ...headers, ...(body !== undefined && { body }) });
  return {
    route,
    path,
    bytes: Buffer.from(text),
    isHttp: true,
    isValid: false,
    ...(body !== undefined && { body: body.toWellFormed() }),
  };
}
