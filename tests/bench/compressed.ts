import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { brotliCompressSync } from 'node:zlib';

interface Served {
  status: number;
  headers: Record<string, string>;
  bytes: Buffer;
}

/**
 * A Worker as Cloudflare's network serves it: what is text comes compressed, and files come from a cache. The local
 * runtime has neither.
 */
export async function compressed(opina: string): Promise<{ origin: string; close(): void }> {
  const cache = new Map<string, Served>();

  async function ask(method: string, url: string, origin: string, body: string): Promise<Served> {
    const headers = { origin, 'content-type': 'text/plain' };
    const answer = await fetch(opina + url, { method, headers, ...(method === 'POST' && { body }) });
    const kept = [...answer.headers].filter(([name]) => !['content-length', 'transfer-encoding'].includes(name));
    const bytes = Buffer.from(await answer.arrayBuffer());
    const isEmpty = bytes.length === 0;
    return {
      status: answer.status,
      headers: { ...Object.fromEntries(kept), ...(!isEmpty && { 'content-encoding': 'br' }) },
      bytes: isEmpty ? bytes : brotliCompressSync(bytes),
    };
  }

  const server = createServer(async (request, response) => {
    const { method = 'GET', url = '/', headers } = request;
    const served = cache.get(url) ?? (await ask(method, url, headers.origin ?? '', await bodyOf(request)));
    if (method === 'GET') cache.set(url, served);
    response.writeHead(served.status, served.headers).end(served.bytes);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { origin: `http://127.0.0.1:${port}`, close: () => server.close() };
}

async function bodyOf(request: AsyncIterable<Buffer>): Promise<string> {
  return Buffer.concat(await Array.fromAsync(request)).toString();
}
