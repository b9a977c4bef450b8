import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { brotliCompressSync } from 'node:zlib';

/** A Worker as Cloudflare's network serves it: what is text comes compressed. The local runtime does not do that. */
export async function compressed(opina: string): Promise<{ origin: string; close(): void }> {
  const server = createServer(async (request, response) => {
    const body = request.method === 'POST' ? await bodyOf(request) : null;
    const headers = { origin: request.headers.origin ?? '', 'content-type': 'text/plain' };
    const answer = await fetch(opina + request.url, { method: request.method ?? 'GET', headers, body });
    const kept = [...answer.headers].filter(([name]) => !['content-length', 'transfer-encoding'].includes(name));
    const bytes = Buffer.from(await answer.arrayBuffer());
    response.writeHead(answer.status, { ...Object.fromEntries(kept), ...(bytes.length > 0 && brotli) });
    response.end(bytes.length > 0 ? brotliCompressSync(bytes) : undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { origin: `http://127.0.0.1:${port}`, close: () => server.close() };
}

const brotli = { 'content-encoding': 'br' };

async function bodyOf(request: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}
