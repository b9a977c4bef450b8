/** Pages of the site that use the package. */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inject } from 'vitest';
import { ordinaryPage, type World } from '../e2e/world.ts';

const javascript = { 'Content-Type': 'text/javascript; charset=utf-8' };

/** A page at that path whose module `main.js` stands below it with everything it may import. */
export function servePage(
  { pages }: World,
  path: string,
  files: Iterable<[name: string, code: string]>,
  body = '',
): void {
  for (const [name, code] of files) pages.set(`${path}/${name}`, { html: code, headers: javascript });
  pages.set(path, { html: ordinaryPage(`<script type="module" src="${path}/main.js"></script>`, body) });
}

/** The installed package below `/npm/`, and an import map for a page that is built by nobody. */
export function servePackage({ pages }: World): string {
  const root = join(inject('consumer'), 'node_modules/opina');
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.js'));
  for (const name of files) {
    pages.set(`/npm/${name}`, { html: readFileSync(join(root, name), 'utf8'), headers: javascript });
  }
  const { exports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const urlOf = (entry: string) => new URL(exports[entry].default, 'http://host/npm/').pathname;
  const imports = { opina: urlOf('.'), 'opina/element': urlOf('./element') };
  return `<script type="importmap">${JSON.stringify({ imports })}</script>`;
}
