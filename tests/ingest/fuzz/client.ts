/** A client of the fuzzing: sends, looks at each answer, and remembers what was taken. */

import { expect } from 'vitest';
import { type Problem, problems } from '../../../core/problems.ts';
import { type Answer, Broken, type Connection, connect, requestOf } from '../connection.ts';
import type { Site } from '../site.ts';
import type { Json, Sent } from './sent.ts';
import { rowOf, tables } from './stored.ts';

/** One client after the other on connections of its own, and with a site of its own to change. */
export class Client {
  readonly site: string;
  readonly counts = { answers: 0, refused: 0, stored: 0, unanswered: 0, notHttp: 0 };
  readonly taken = new Map<string, Map<string, Json>>(Object.keys(tables).map((path) => [path, new Map()]));
  #kept: Promise<Connection> | undefined;

  readonly #opened: Site;

  constructor(opened: Site, at: number) {
    this.#opened = opened;
    this.site = `own-${at}`;
  }

  async send(sent: Sent): Promise<void> {
    const answer = await this.#ask(sent);
    if (!answer) {
      // Who breaks off or sends what is no HTTP need not be answered, but nobody else may be left without.
      expect([sent.isHttp, Buffer.from(sent.bytes).toString()]).toEqual([false, expect.anything()]);
      this.counts.unanswered++;
      return;
    }
    this.counts.answers++;
    this.#look(sent, answer);
    if (sent.body !== undefined && answer.status < 300) await this.#keep(sent, sent.body);
  }

  async #ask({ bytes, isHttp }: Pick<Sent, 'bytes' | 'isHttp'>): Promise<Answer | undefined> {
    if (!isHttp) return this.#askOnce(bytes);
    this.#kept ??= connect(this.#opened.port);
    try {
      return this.#reuse(await (await this.#kept).ask(bytes));
    } catch (error) {
      if (!(error instanceof Broken)) throw error;
      // A connection may be closed after a body that nobody read to its end.
      this.#kept = undefined;
      return this.#askOnce(bytes);
    }
  }

  #reuse(answer: Answer): Answer {
    if (/\r\nconnection: close/iu.test(answer.head) || answer.status === 413) this.close();
    return answer;
  }

  async #askOnce(bytes: Uint8Array): Promise<Answer | undefined> {
    const { socket, answer } = await connect(this.#opened.port);
    socket.end(bytes);
    const answered = await answer().catch((error) => {
      if (!(error instanceof Broken)) throw error;
    });
    socket.destroy();
    return answered ?? undefined;
  }

  #look({ bytes, route, isHttp, isValid }: Sent, { status, head, body }: Answer): void {
    const told = `${Buffer.from(bytes).toString().slice(0, 2000)}\n→ ${status} ${body.slice(0, 500)}`;
    if (status >= 500) throw new Error(told);
    if (status === 302) expect(head).toMatch(/\r\nlocation: \/o\/ui\/\w+\/[A-Za-z0-9-]+\.js(?:\r|$)/iu);
    if (status < 400) return;
    this.counts.refused++;
    if (/D1_|SQLITE|constraint|\b(?:SELECT|INSERT|UPDATE) |\.[jt]s:\d|\n\s+at /u.test(body)) throw new Error(told);
    if (!isHttp && !head.includes('application/problem+json')) {
      this.counts.notHttp++;
      return;
    }
    if (!head.includes('application/problem+json')) throw new Error(`no problem document: ${head}\n${told}`);
    const problem = JSON.parse(body) as Problem;
    const [expected, title] = problems[problem.code];
    const shape = { type: 'about:blank', status: expected, title, detail: expect.stringMatching(/\S/u) };
    expect([status, head.toLowerCase(), problem], told).toEqual([
      expected,
      expect.stringContaining('\r\ncontent-type: application/problem+json'),
      expect.objectContaining(shape),
    ]);
    if (isValid && route.path in tables) throw new Error(told);
  }

  /** What was taken has to be what is told or stored. */
  async #keep({ route, path }: Sent, body: string): Promise<void> {
    const taken = this.taken.get(route.path);
    const given = JSON.parse(body) as Json;
    if (taken) taken.set(given.id as string, rowOf(route.path, given));
    else if (route.method === 'PUT') {
      const headers = { Authorization: `Bearer ${this.#opened.session}` };
      const told = await this.#ask({ bytes: Buffer.from(requestOf('GET', path, headers)), isHttp: true });
      expect(asKept(told?.body ?? '')).toEqual(asKept(body));
    } else return;
    this.counts.stored++;
  }

  close(): void {
    void this.#kept?.then(({ socket }) => socket.destroy());
    this.#kept = undefined;
  }
}

/** An empty list of facets is none, and a secret is told to nobody. */
function asKept(json: string): Json {
  const { facets, secret: _, ...kept } = JSON.parse(json) as Json & { facets?: unknown[] };
  return facets?.length ? { ...kept, facets } : kept;
}
