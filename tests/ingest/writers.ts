/** Visitors who send what they have to say until it is acknowledged, and what was acknowledged to them. */

import { type Connection, connect } from './connection.ts';
import { idAt } from './ids.ts';
import { postOf, site } from './site.ts';

export interface Given {
  id: string;
  rev: number;
  score: number;
  comment?: string;
}

export interface Writer {
  /** What it sends and has no answer to yet; first of all after a restart. */
  pending: Given | undefined;
  /** What was acknowledged to it since the last check, newest revision by id. */
  acknowledged: Map<string, Given>;
}

const dayMs = 86_400_000;

export const openWriters = (count: number): Writer[] =>
  Array.from({ length: count }, () => ({ pending: undefined, acknowledged: new Map() }));

/** Of twenty posts one is late by a day or more, one is sent again as it was, and two change what was said before. */
function nextOf({ acknowledged }: Writer, turn: number): Given {
  const last = [...acknowledged.values()].at(-1);
  if (last && turn % 20 === 5) return last;
  if (last && turn % 10 === 7) return { ...last, rev: last.rev + 1, score: (last.score + 3) % 11, comment: `${turn}` };
  const at = Date.now() - (turn % 20 === 11 ? dayMs * (1 + (turn % 3)) : 0);
  return { id: idAt(at), rev: 1, score: turn % 11, ...(turn % 4 === 0 && { comment: 'So so' }) };
}

const pages = ['/', '/plant', '/checkout'];

const bytesOf = (given: Given) => {
  const turn = given.id.charCodeAt(given.id.length - 1);
  const facets = { page: pages[turn % 3], device: turn % 2 ? 'phone' : 'desktop', channel: 'web' };
  return postOf('/v1/r', { site, survey: 'nps', ...given, ...facets });
};

export interface Round {
  port: number;
  /** Told of each acknowledgement, with the posts that are without an answer at that moment; true ends the round. */
  onAcknowledged(inFlight: number): boolean;
}

/** Lets all of them write until the round ends or the Worker does; answers how many were refused, which none should be. */
export async function write(writers: Writer[], { port, onAcknowledged }: Round): Promise<string[]> {
  const refused: string[] = [];
  let [inFlight, isOver] = [0, false];

  async function run(writer: Writer): Promise<void> {
    const connection: Connection = await connect(port);
    for (let turn = Math.floor(Math.random() * 1000); !isOver; turn++) {
      writer.pending ??= nextOf(writer, turn);
      inFlight++;
      const { status, body } = await connection.ask(bytesOf(writer.pending)).finally(() => inFlight--);
      if (status >= 300) refused.push(`${status} ${body}`);
      else writer.acknowledged.set(writer.pending.id, writer.pending);
      writer.pending = undefined;
      if (status < 300 && onAcknowledged(inFlight)) isOver = true;
    }
    connection.socket.destroy();
  }

  // Who loses the connection has lost nothing else: the post stays pending.
  await Promise.allSettled(writers.map(run));
  return refused;
}
