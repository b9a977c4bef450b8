import { readFile } from 'node:fs/promises';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { extname } from 'node:path';
import { codeOf, Failure } from './failure.ts';

const pages = new URL('./pages/', import.meta.url);

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

export interface Shop {
  /** 0 takes any free port. */
  port: number;
  host: string;
  /** The Worker's origin, which the pages' snippet names. */
  opina: string;
}

/** Serves the demo shop; rejects with one sentence when the port is taken. */
export function serveShop({ port, host, opina }: Shop): Promise<Server> {
  const server = createServer((request, response) => {
    const method = request.method ?? 'GET';
    if (method !== 'GET' && method !== 'HEAD') return response.writeHead(405, { allow: 'GET, HEAD' }).end();
    answer(response, { name: fileOf(request.url ?? '/'), opina }).catch(() => response.destroy());
  });
  return new Promise((resolve, reject) => {
    server.once('error', (error) => reject(listenFailure(error, `${host}:${port}`)));
    server.listen(port, host, () => resolve(server));
  });
}

/** Only plain names pass, so no path leads out of the folder. */
function fileOf(url: string): string | undefined {
  const path = url.split(/[?#]/, 1)[0];
  if (path === '/') return 'index.html';
  return /^\/([a-z0-9-]+\.(?:html|css|js|svg))$/.exec(path ?? '')?.[1];
}

async function answer(response: ServerResponse, { name, opina }: { name: string | undefined; opina: string }) {
  const found = name && (await readPage(name));
  const body = found || (await readPage('404.html')) || '';
  const type = types[found ? extname(name) : '.html'];
  response.writeHead(found ? 200 : 404, { 'content-type': type, 'cache-control': 'no-store' });
  response.end(body.replaceAll('{{opina}}', opina));
}

function readPage(name: string) {
  return readFile(new URL(name, pages), 'utf8').catch(() => undefined);
}

function listenFailure(error: Error, address: string) {
  if (codeOf(error) === 'EADDRINUSE')
    return new Failure(`${address} is taken: give the shop another port in SHOP_PORT.`);
  return new Failure(`The shop cannot listen on ${address} (${codeOf(error) ?? error.message}).`);
}
