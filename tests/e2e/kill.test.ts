import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Results } from '../../core/results.ts';
import { startLocalWorker } from '../../worker/cli/local.ts';
import { prepareProduct } from './product.ts';

/** Of the whole product; `tests/ingest/kill.test.ts` kills the runtime as often as it takes. */
const kills = 1;
const rows = 500;

/** Passes requests on and remembers which responses were acknowledged to whoever sent them. */
async function openProxy(
  to: string,
  isUp: () => boolean,
  onAcknowledged: (acknowledged: Set<string>, inFlight: number) => void,
) {
  const acknowledged = new Set<string>();
  const agent = new Agent({ keepAlive: true });
  let inFlight = 0;
  const server = createServer(async (incoming, outgoing) => {
    const body = Buffer.concat(await incoming.toArray());
    if (!isUp()) return outgoing.destroy();
    const isResponse = incoming.url === '/v1/r';
    if (isResponse) inFlight++;
    const { hostname, port } = new URL(to);
    const { method, url: path, headers } = incoming;
    const passed = request({ hostname, port, method, path, headers: { ...headers, host: new URL(to).host }, agent });
    passed.once('error', () => outgoing.destroy());
    passed.once('close', () => {
      if (isResponse) inFlight--;
    });
    passed.once('response', async (answer) => {
      const text = Buffer.concat(await answer.toArray().catch(() => []));
      if (!answer.complete) return outgoing.destroy();
      outgoing.writeHead(answer.statusCode ?? 500, answer.headers).end(text);
      if (!isResponse || (answer.statusCode ?? 500) >= 300) return;
      acknowledged.add(JSON.parse(body.toString()).id);
      onAcknowledged(acknowledged, inFlight);
    });
    passed.end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    acknowledged,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => server.close(),
  };
}

it.each(['direct', 'grouped'])(
  'kills during a replay lose nothing that was acknowledged and double nothing: %s',
  {
    timeout: 240_000,
  },
  async (mode) => {
    const folder = mkdtempSync(join(tmpdir(), 'opina-'));
    const file = join(folder, 'responses.csv');
    writeFileSync(
      file,
      `score,why\n${Array.from({ length: rows }, (_, row) => `${row % 11},"row ${row}"`).join('\n')}\n`,
    );
    const product = await prepareProduct({ OPINA_INGEST: mode });
    await product.start();

    const results = `${product.opina}/api/sites/shop/surveys/kill/results?period=7d`;
    const headers = { Authorization: `Bearer ${product.token()}` };
    let killed = 0;
    let restarting: Promise<unknown> | undefined;
    const inFlightAtKill: number[] = [];
    const isUp = () => !restarting;
    const proxy = await openProxy(product.opina, isUp, ({ size }, inFlight) => {
      if (restarting || killed === kills || inFlight === 0 || size < ((killed + 1) * rows) / (kills + 1)) return;
      killed++;
      inFlightAtKill.push(inFlight);
      // A view of more than a thousand folds them first: some of the kills meet a fold.
      fetch(results, { headers }).catch(() => {});
      restarting = product
        .kill()
        .then(product.start)
        .then(() => {
          restarting = undefined;
        });
    });
    const args = [
      'demo/replay.ts',
      file,
      '--score',
      'score',
      '--comment',
      'why',
      '--url',
      proxy.url,
      '--site',
      'shop',
      '--survey',
      'kill',
    ];
    const replay = spawn(process.execPath, [...args, '--token', product.token()], { env: product.env });
    const output: string[] = [];
    for (const stream of [replay.stdout, replay.stderr]) stream.on('data', (data) => output.push(String(data)));
    const code = await new Promise((resolve) => replay.once('exit', resolve));
    await restarting;
    expect([code, killed], output.join('')).toEqual([0, kills]);
    expect(Math.min(...inFlightAtKill)).toBeGreaterThan(0);

    const answer = await fetch(results, { headers: { Authorization: `Bearer ${product.token()}` } });
    expect(((await answer.json()) as Results).current).toMatchObject({ n: rows, comments: rows });
    await product.kill();
    const worker = await startLocalWorker({ port: 0, stateDir: product.stateDir });
    const { results: rowsStored } = await worker.db
      .prepare(`SELECT id FROM response WHERE survey = 'kill'`)
      .run<{ id: string }>();
    await worker.stop();
    const stored = new Set(rowsStored.map(({ id }: { id: string }) => id));
    expect(rowsStored).toHaveLength(rows);
    expect([...proxy.acknowledged].filter((id) => !stored.has(id))).toEqual([]);
    proxy.close();
    await product.close();
    rmSync(folder, { recursive: true });
  },
);
