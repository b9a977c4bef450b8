/** The built Worker on this machine: workerd with its embedded D1, configured by wrangler.toml. */

import { existsSync, readdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { convertV4MiniflareOptions, Miniflare, NoOpLog, Response } from 'miniflare';
import { readConfiguration } from './configuration.ts';
import { Failure } from './failure.ts';
import { migrate } from './migrate.ts';

interface Options {
  port: number;
  /** Where Wrangler keeps the state of local bindings; `wrangler d1 execute --local` sees the same database. */
  stateDir: string;
  /** In place of those in wrangler.toml. */
  vars?: Record<string, string>;
  /** Answers, as JSON, what the Worker asks of others, in place of the network. */
  answerOutside?(request: { url: string; json(): Promise<unknown> }): Promise<unknown>;
}

export interface LocalWorker {
  /** The first database, which holds the sites. */
  db: D1Database;
  /** Calls the scheduled handler, as cron would. */
  runJobs(): Promise<void>;
  stop(): Promise<void>;
}

const built = 'dist/worker';
const assets = 'dist/public';

/** Starts the Worker on 127.0.0.1, its databases migrated. Throws a `Failure` for what the reader can mend. */
export async function startLocalWorker({ port, stateDir, vars, answerOutside }: Options): Promise<LocalWorker> {
  const configuration = readConfiguration(vars);
  await requireFreePort(port);
  const miniflare = new Miniflare(
    convertV4MiniflareOptions({
      host: '127.0.0.1',
      cf: false,
      log: new NoOpLog(),
      handleUncaughtError: () => {},
      handleStructuredLogs: () => {},
      resourcePersistencePath: `${stateDir}/v3`,
      workers: [
        {
          ...configuration,
          modulesRoot: built,
          modules: builtModules(),
          ...(answerOutside && {
            outboundService: async (request: { url: string; json(): Promise<unknown> }) =>
              Response.json(await answerOutside(request)),
          }),
          unsafeDirectSockets: [{ host: '127.0.0.1', port, entrypoint: 'direct' }],
        },
      ],
    }),
  );
  try {
    const [db] = await openDatabases(miniflare, Object.keys(configuration.d1Databases), stateDir);
    if (!db) throw new Failure('wrangler.toml binds no D1 database.');
    const worker = await miniflare.getWorker();
    return { db, runJobs: async () => void (await worker.scheduled()), stop: () => miniflare.dispose() };
  } catch (error) {
    // What failed to start fails to stop, with the same error.
    await miniflare.dispose().catch(() => {});
    throw error;
  }
}

/** The parts of the Worker, and before them what serves its files. */
function builtModules() {
  if (!existsSync(`${built}/index.mjs`) || !existsSync(`${assets}/index.html`)) {
    throw new Failure('Opina is not built yet. Run `npm run build`, or `npm start`, which builds it.');
  }
  const parts = readdirSync(built, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.mjs'));
  return [
    { type: 'ESModule' as const, path: `${built}/local.mjs`, contents: directEntrypoint() },
    ...parts.map((name) => ({ type: 'ESModule' as const, path: `${built}/${name}` })),
  ];
}

/**
 * Serves a file where one is asked for and calls the Worker otherwise, as Cloudflare does. The local runtime's own workers
 * for that take four times the time of ours.
 */
function directEntrypoint(): string {
  const files = readdirSync(assets, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map(({ parentPath, name }) => `${parentPath.slice(assets.length)}/${name}`);
  return `import worker from './index.mjs';
    export * from './index.mjs';
    export default worker;
    const files = new Set(${JSON.stringify(['/', ...paths.filter((path) => path !== '/_headers')])});
    export const direct = {
      fetch: (request, env, context) => (isOfFile(request) ? env.ASSETS : worker).fetch(request, env, context),
    };
    const isOfFile = (request) => /^(?:GET|HEAD)$/.test(request.method) && files.has(new URL(request.url).pathname);`;
}

/** In the order of wrangler.toml. */
async function openDatabases(miniflare: Miniflare, names: string[], stateDir: string): Promise<D1Database[]> {
  try {
    const databases = await Promise.all(names.map(async (name) => (await miniflare.getD1Database(name)) as D1Database));
    for (const db of databases) await migrate(db);
    return databases;
  } catch (error) {
    const message = String(error);
    const reason = message.match(/[^=:]+: SQLITE_\w+/u)?.[0].trim() ?? message.split('\n', 1)[0];
    throw new Failure(
      `The database in ${stateDir} cannot be used (${reason}). Put a backup in its place, or move it away to begin anew.`,
    );
  }
}

async function requireFreePort(port: number): Promise<void> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  }).catch(() => {
    throw new Failure(
      `Port ${port} is taken. Stop what uses it (after a crash that may be a left-over workerd), or choose another one, as in OPINA_PORT=8797 npm start.`,
    );
  });
  await new Promise((resolve) => server.close(resolve));
}
