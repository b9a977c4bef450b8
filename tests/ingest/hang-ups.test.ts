import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Broken, connect } from './connection.ts';
import { idAt } from './ids.ts';
import { modes, openSite, postOf, readRows, type Site, site } from './site.ts';

const clients = 400;

/** Where a client hangs up: up to which text of its request, and whether that is the whole of it. */
const breaks = {
  'in the head': { until: 'Content-Le', isWhole: false },
  'after the head': { until: '\r\n\r\n', isWhole: false },
  'in the body': { until: '"score"', isWhole: false },
  'before the answer': { until: '"}', isWhole: true },
};

interface Client {
  id: string;
  score: number;
  comment: string;
  request: string;
  leaves: keyof typeof breaks | undefined;
  status: number | undefined;
}

const names = Object.keys(breaks) as (keyof typeof breaks)[];

function clientOf(_: unknown, index: number): Client {
  const [id, score, comment] = [idAt(Date.now()), index % 11, `Nº ${index} – ${'words '.repeat(index % 50)}end`];
  const request = postOf('/v1/r', { site, survey: 'nps', id, rev: 1, score, page: '/thanks', comment });
  const leaves = index % 4 === 3 ? names[Math.floor(index / 4) % names.length] : undefined;
  return { id, score, comment, request, leaves, status: undefined };
}

/** Sends what the client sends, and is done when an answer has come or none will. */
async function play(client: Client, port: number): Promise<void> {
  const { socket, ask, answer } = await connect(port);
  if (client.leaves === undefined) {
    client.status = (await ask(client.request)).status;
  } else {
    const { until } = breaks[client.leaves];
    const sent = client.request.slice(0, client.request.lastIndexOf(until) + until.length);
    // Some say that they go, as a closed tab does; of others the network is gone, and some wait for an answer in vain.
    if (client.score % 3 === 0) socket.end(sent);
    else await new Promise<void>((done) => void socket.write(sent, () => done()));
    if (client.score % 3 === 1) socket.resetAndDestroy();
    if (client.score % 3 === 2) socket.destroy();
    await answer().then(
      ({ status }) => (client.status = status),
      (error) => expect(error).toBeInstanceOf(Broken),
    );
  }
  socket.destroy();
}

interface Row {
  id: string;
  score: number;
  comment: string;
  page: string;
}

const readResponses = (opened: Site) =>
  readRows<Row>(opened, 'SELECT id, score, comment, page FROM response ORDER BY id');

const rowOf = ({ id, score, comment }: Client): Row => ({ id, score, comment, page: '/thanks' });

/** Connections to the port that the other side has closed and the Worker holds open. */
function heldOpen({ port, pid }: Site): number {
  const hex = port.toString(16).toUpperCase().padStart(4, '0');
  const lines = readFileSync(`/proc/${pid}/net/tcp`, 'utf8').split('\n');
  const closeWait = '08';
  return lines.filter(
    (line) =>
      line
        .match(/: \w+:(\w+) \w+:\w+ (\w+)/u)
        ?.slice(1)
        .join() === `${hex},${closeWait}`,
  ).length;
}

describe.each(modes)('a quarter of the clients hanging up mid-request, %s', (mode) => {
  it('leaves no request unanswered and no connection open, no half row, and nothing that a retry would double', async () => {
    const opened = await openSite(mode);
    const all = Array.from({ length: clients }, clientOf);
    await Promise.all(all.map((client) => play(client, opened.port)));

    const stayed = all.filter(({ leaves }) => leaves === undefined);
    expect(stayed.length).toBe((clients * 3) / 4);
    expect(stayed.filter(({ status }) => status !== 201)).toEqual([]);
    for (const { leaves, status } of all) {
      if (leaves && !breaks[leaves].isWhole) expect([undefined, 400]).toContain(status);
    }
    await expect.poll(() => heldOpen(opened)).toBe(0);

    const rows = await readResponses(opened);
    const stored = new Map(rows.map((row) => [row.id, row]));
    for (const client of all) {
      const row = stored.get(client.id);
      const { isWhole } = breaks[client.leaves ?? 'before the answer'];
      if (row) expect([isWhole, row]).toEqual([true, rowOf(client)]);
      else expect(client.leaves).toBeDefined();
    }

    const again = await connect(opened.port);
    for (const { request } of all) expect([200, 201]).toContain((await again.ask(request)).status);
    again.socket.destroy();
    expect(await readResponses(opened)).toEqual(all.map(rowOf).sort((a, b) => (a.id < b.id ? -1 : 1)));
    const { current } = await opened.read('nps/results?period=7d');
    expect(current).toMatchObject({ n: clients, comments: clients });
    await opened.close();
  });
});
