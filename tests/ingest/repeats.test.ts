import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dayMs } from '../../core/periods.ts';
import { foldIfDue } from '../../worker/store/fold.ts';
import { type Connection, connect } from './connection.ts';
import { idAt } from './ids.ts';
import { modes, openSite, postOf, type Site, site } from './site.ts';

const clients = 10;
const ids = 40;

const newResponse = (at = Date.now()) => ({ site, survey: 'nps', id: idAt(at), rev: 1, score: 7, page: '/' });

describe.each(modes)('what ten clients send at once, %s', (mode) => {
  let opened: Site;
  let connections: Connection[];

  beforeAll(async () => {
    opened = await openSite(mode);
    connections = await Promise.all(Array.from({ length: clients }, () => connect(opened.port)));
  });
  afterAll(async () => {
    for (const { socket } of connections) socket.destroy();
    await opened.close();
  });

  /** Rows that SQLite has inserted, changed or deleted since the database was opened. */
  const readChanges = async () => (await opened.db.prepare('SELECT total_changes() AS n').first<number>('n')) ?? 0;

  /** The rows it costs that so many of the clients send it at the same moment, and what they are answered. */
  async function send(request: string, from: number = clients) {
    const before = await readChanges();
    const answers = await Promise.all(connections.slice(0, from).map((connection) => connection.ask(request)));
    return { rows: (await readChanges()) - before, statuses: answers.map(({ status }) => status).sort() };
  }

  const once = (first: number, then: number) => [...Array(clients - 1).fill(then), first].sort();
  const readCount = async () => (await opened.read('nps/results?period=7d')).current;

  it('is one row, told to one of them as new and to nine as known, and counts once', async () => {
    for (let sent = 1; sent <= ids; sent++) {
      const response = newResponse();
      expect(await send(postOf('/v1/r', response))).toEqual({ rows: 1, statuses: once(201, 200) });
      expect((await readCount()).n).toBe(sent);
    }
    const view = { site, survey: 'nps', id: idAt(Date.now()) };
    expect(await send(postOf('/v1/v', view))).toEqual({ rows: 1, statuses: once(204, 204) });
    expect(await send(postOf('/v1/v', { ...view, dismissed: true }))).toEqual({ rows: 1, statuses: once(204, 204) });
    expect(await readCount()).toMatchObject({ n: ids, views: 1, dismissals: 1 });
  });

  it('costs no more than if one had sent it, also where it is late, changed or both', async () => {
    await foldIfDue(opened.db, { site, survey: 'nps' }, { at: 0, keeps: 0, chunk: 1000 });
    const yesterday = Date.now() - dayMs;
    expect((await send(postOf('/v1/r', newResponse(yesterday)), 1)).statuses).toEqual([201]);
    const { n } = await readCount();
    for (const change of [{}, { page: '/other' }]) {
      const [alone, together] = [newResponse(yesterday), newResponse(yesterday)];
      const first = await send(postOf('/v1/r', { ...alone, ...change }), 1);
      expect(await send(postOf('/v1/r', { ...together, ...change }))).toEqual({
        rows: first.rows,
        statuses: once(201, 200),
      });
      const changed = await send(postOf('/v1/r', { ...alone, rev: 2, score: 9 }), 1);
      const changedByAll = await send(postOf('/v1/r', { ...together, rev: 2, score: 9 }));
      expect(changedByAll).toEqual({ rows: changed.rows, statuses: once(200, 200) });
    }
    const { n: after, counts } = await readCount();
    expect([after, counts[9]]).toEqual([n + 4, 4]);
  });
});
