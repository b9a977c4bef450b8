/** The demo shop as a child process of `npm start`: seeds, serves, says where, and ends with its parent. */

import type { Server } from 'node:http';
import { Failure, sentenceOf } from './failure.ts';
import { seed } from './seed.ts';
import { serveShop } from './shop.ts';

const host = '127.0.0.1';

async function main() {
  const opina = required('OPINA_URL');
  const token = required('OPINA_TOKEN');
  if (!URL.canParse(opina)) throw new Failure(`OPINA_URL is ${opina}, which is not an address.`);
  const server = await serveShop({ port: portOf(process.env.SHOP_PORT ?? '8788'), host, opina: new URL(opina).origin });
  const shop = originOf(server);
  await seed({ opina, token, shopOrigin: shop });
  console.log(JSON.stringify({ shop }));
}

function originOf(server: Server) {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Failure('The shop has no port.');
  return `http://${host}:${address.port}`;
}

function required(name: string) {
  const value = process.env[name];
  if (!value) throw new Failure(`${name} is not set: the shop is started by npm start.`);
  return value;
}

function portOf(text: string) {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port < 65_536) return port;
  throw new Failure(`SHOP_PORT is ${text}, which is not a port.`);
}

function leave() {
  process.exit(0);
}

process.once('SIGINT', leave);
process.once('SIGTERM', leave);
process.stdin.once('close', leave).resume();

main().catch((error) => {
  console.error(sentenceOf(error));
  process.exit(1);
});
