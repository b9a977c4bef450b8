/** As many requests as so many connections can have answered, each one at a time, from one thread. */

import { connect } from './connection.ts';

export interface Load {
  port: number;
  connections: number;
  seconds: number;
  /** The bytes of the next request, unlike any before it. */
  next(): string;
}

export interface Rate {
  perSecond: number;
  errors: number;
  /** Milliseconds that half of the answers, and all but one in a hundred, took at most. */
  median: number;
  slowest: number;
}

export async function load({ port, connections, seconds, next }: Load): Promise<Rate> {
  const took: number[] = [];
  let errors = 0;
  const all = await Promise.all(Array.from({ length: connections }, () => connect(port)));
  const begun = performance.now();
  const end = begun + seconds * 1000;
  await Promise.all(
    all.map(async ({ ask, socket }) => {
      for (let at = performance.now(); at < end; ) {
        const { status } = await ask(next());
        const now = performance.now();
        took.push(now - at);
        at = now;
        if (status >= 300) errors++;
      }
      socket.destroy();
    }),
  );
  const ms = performance.now() - begun;
  took.sort((a, b) => a - b);
  const at = (share: number) => Math.round((took[Math.floor(took.length * share)] ?? Number.NaN) * 10) / 10;
  return { perSecond: Math.round(((took.length - errors) / ms) * 1000), errors, median: at(0.5), slowest: at(0.99) };
}
