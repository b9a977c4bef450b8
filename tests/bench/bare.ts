/** The floor of ingest: a Worker that inserts the row of a response and answers, and does nothing else. */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { convertV4MiniflareOptions, Miniflare, NoOpLog } from 'miniflare';
import type { LocalWorker } from '../../worker/cli/local.ts';
import { migrate } from '../../worker/cli/migrate.ts';
import { freePort } from '../e2e/world.ts';

const script = `
  const columns = [
    'site', 'survey', 'id', 'rev', 'received_at', 'day', 'score', 'comment', 'page', 'touchpoint', 'stage', 'variant',
    'locale', 'device', 'channel', 'properties', 'reasons', 'email', 'person', 'verified',
  ];
  const sql = \`INSERT INTO response (\${columns.join(', ')}) VALUES (\${columns.map(() => '?').join(', ')})\`;
  export default {
    async fetch(request, { DB }) {
      const { site, survey, id, rev, score, page, device, channel } = await request.json();
      const now = Date.now();
      const row = [site, survey, id, rev, now, Math.floor(now / 86_400_000), score, null, page, '', '', '', '', device, channel];
      await DB.prepare(sql).bind(...row, null, null, null, null, 0).run();
      return Response.json({ id, rev }, { status: 201 });
    },
  };`;

export interface Bare {
  port: number;
  close(): Promise<void>;
}

export async function openBare(): Promise<Bare> {
  const folder = mkdtempSync(join(tmpdir(), 'opina-bare-'));
  const port = await freePort();
  const miniflare = new Miniflare(
    convertV4MiniflareOptions({
      host: '127.0.0.1',
      cf: false,
      log: new NoOpLog(),
      resourcePersistencePath: folder,
      workers: [
        {
          ...{ name: 'bare', modules: true, script, compatibilityDate: '2026-11-01', d1Databases: { DB: 'bare' } },
          unsafeDirectSockets: [{ host: '127.0.0.1', port }],
        },
      ],
    }),
  );
  await migrate((await miniflare.getD1Database('DB')) as LocalWorker['db']);
  return {
    port,
    async close() {
      await miniflare.dispose();
      rmSync(folder, { recursive: true });
    },
  };
}
