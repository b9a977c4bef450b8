/** A connection to the Worker by its bytes: clients that lie, break off or hang up cannot be had of `fetch`. */

import { connect as connectTo, type Socket } from 'node:net';

export interface Answer {
  status: number;
  /** The lines between the status and the body. */
  head: string;
  body: string;
}

export interface Connection {
  socket: Socket;
  /** Sends a request as it stands and waits for its answer; one at a time. Throws `Broken` where none comes. */
  ask(request: string | Uint8Array): Promise<Answer>;
  /** The next answer to what was written to the socket. */
  answer(): Promise<Answer>;
}

/** The other side hung up before its answer was whole. */
export class Broken extends Error {}

interface Waiting {
  resolve(answer: Answer): void;
  reject(error: Error): void;
}

export async function connect(port: number): Promise<Connection> {
  const socket = connectTo({ port, host: '127.0.0.1', noDelay: true });
  let read: Buffer = Buffer.alloc(0);
  let waiting: Waiting | undefined;
  let isOver = false;

  function settle(): void {
    if (!waiting) return;
    const found = parseAnswer(read, isOver);
    if (!found && !isOver) return;
    const { resolve, reject } = waiting;
    waiting = undefined;
    if (found) {
      read = read.subarray(found.length);
      resolve(found.answer);
    } else reject(new Broken('the connection closed before an answer'));
  }

  socket.on('data', (data) => {
    read = read.length === 0 ? data : Buffer.concat([read, data]);
    settle();
  });
  socket.on('close', () => {
    isOver = true;
    settle();
  });
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('error', reject);
  });
  // What has connected and breaks is told by `close`, which follows.
  socket.on('error', () => {});

  const answer = () =>
    new Promise<Answer>((resolve, reject) => {
      waiting = { resolve, reject };
      settle();
    });
  return {
    socket,
    answer,
    ask(request) {
      socket.write(request);
      return answer();
    },
  };
}

/** The first whole answer of what was read, and how many bytes it takes. */
function parseAnswer(read: Buffer, isOver: boolean): { answer: Answer; length: number } | undefined {
  const headEnd = read.indexOf('\r\n\r\n');
  if (headEnd < 0) return undefined;
  const head = read.toString('latin1', 0, headEnd);
  const status = Number(head.slice(9, 12));
  const from = headEnd + 4;
  const body = bodyOf(read.subarray(from), { head, status, isOver });
  return body && { answer: { status, head, body: body.text }, length: from + body.length };
}

interface Framing {
  head: string;
  status: number;
  isOver: boolean;
}

function bodyOf(bytes: Buffer, { head, status, isOver }: Framing): { text: string; length: number } | undefined {
  if (status === 204 || status === 304) return { text: '', length: 0 };
  if (/\r\ntransfer-encoding: chunked/iu.test(head)) return chunksOf(bytes);
  const [, said] = head.match(/\r\ncontent-length: (\d+)/iu) ?? [];
  if (said === undefined && !isOver) return undefined;
  const length = said === undefined ? bytes.length : Number(said);
  return bytes.length < length ? undefined : { text: bytes.toString('utf8', 0, length), length };
}

function chunksOf(bytes: Buffer): { text: string; length: number } | undefined {
  const parts: Buffer[] = [];
  for (let at = 0; ; ) {
    const lineEnd = bytes.indexOf('\r\n', at);
    if (lineEnd < 0) return undefined;
    const size = Number.parseInt(bytes.toString('latin1', at, lineEnd), 16);
    const end = lineEnd + 2 + size;
    if (bytes.length < end + 2) return undefined;
    if (size === 0) return { text: Buffer.concat(parts).toString(), length: end + 2 };
    parts.push(bytes.subarray(lineEnd + 2, end));
    at = end + 2;
  }
}

/** A request as a client writes it that tells the truth. */
export function requestOf(method: string, path: string, { body, ...headers }: Record<string, string> = {}): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const length = body === undefined ? '' : `Content-Length: ${Buffer.byteLength(body)}\r\n`;
  return `${method} ${path} HTTP/1.1\r\nHost: opina\r\n${lines.join('')}${length}\r\n${body ?? ''}`;
}
