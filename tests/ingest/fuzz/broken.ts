/** What no browser sends. */

import fc from 'fast-check';
import { idAt } from '../ids.ts';
import type { Route } from './routes.ts';
import { type Names, type Sent, usual, usualHeaders } from './sent.ts';

/** Bytes in another encoding than they should be, lengths that lie, broken chunks, and what is no HTTP at all. */
export function brokenOf(route: Route, names: Names): fc.Arbitrary<Sent> {
  const head = (more: string, path = usual(route, names)) => {
    const lines = Object.entries(usualHeaders(route, names)).map(([name, value]) => `${name}: ${value}\r\n`);
    return `${route.method} ${path} HTTP/1.1\r\nHost: opina\r\n${lines.join('')}${more}\r\n`;
  };
  const body = JSON.stringify({ site: names.site, survey: 'nps', id: idAt(Date.now()), rev: 1, score: 9 });
  const of = (bytes: Uint8Array): Sent => ({ route, path: usual(route, names), bytes, isHttp: false, isValid: false });
  const text = (sent: string) => of(Buffer.from(sent));
  const raw = fc.uint8Array({ minLength: 1, maxLength: 200 });
  const withBody = (bytes: Uint8Array) =>
    Buffer.concat([Buffer.from(head(`Content-Length: ${bytes.length}\r\n`)), bytes]);
  return fc.oneof(
    raw.map((bytes) => ({ ...of(withBody(bytes)), isHttp: true })),
    fc.constantFrom('utf16le', 'latin1' as const).map((encoding) => ({
      ...of(withBody(Buffer.from(body.replace('"rev"', '"comment":"é","rev"'), encoding as BufferEncoding))),
      isHttp: true,
    })),
    fc
      .integer({ min: -3, max: 3 })
      .filter(Boolean)
      .map((lie) => text(head(`Content-Length: ${body.length + lie}\r\n`) + body)),
    fc
      .constantFrom('-1', '1e3', '0x10', '99999999999999999999', '5, 7', '')
      .map((lie) => text(head(`Content-Length: ${lie}\r\n`) + body)),
    fc
      .constantFrom('2', '0')
      .map((lie) => text(head(`Content-Length: ${lie}\r\nTransfer-Encoding: chunked\r\n`) + body)),
    fc
      .constantFrom('zz\r\n{}', '5\r\n{}', 'fffffffff\r\n{}', '2\r\n{}', '-1\r\n')
      .map((chunks) => text(head('Transfer-Encoding: chunked\r\n') + chunks)),
    raw.map((bytes) =>
      of(Buffer.concat([Buffer.from(`${route.method} /`), bytes, Buffer.from(' HTTP/1.1\r\nHost: opina\r\n\r\n')])),
    ),
    raw.map((bytes) =>
      of(Buffer.concat([Buffer.from(`${route.method} / HTTP/1.1\r\nX: `), bytes, Buffer.from('\r\n\r\n')])),
    ),
    raw.map(of),
  );
}
