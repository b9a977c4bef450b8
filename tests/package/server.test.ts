import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { consumerOf } from './bundlers.ts';

/** Runs a module in a process of its own and answers what it prints; it has to end by itself. */
function run(code: string): unknown {
  const folder = consumerOf({ 'main.js': code });
  return JSON.parse(execFileSync(process.execPath, [join(folder, 'main.js')], { timeout: 20_000 }).toString());
}

it('on a server every method does nothing, asks nobody for anything, and keeps nothing open', () => {
  const seen = run(`
    const globals = new Set(Reflect.ownKeys(globalThis));
    const requests = [];
    globalThis.fetch = (...request) => requests.push(request);
    const { init } = await import('opina');
    await import('opina/element');
    const opina = init({ site: 'shop', host: 'https://opina.example.com', theme: 'dark' });
    opina.init({ theme: 'light' });
    opina.identify('ada', { hash: 'abc' });
    opina.track('paid');
    opina.show('nps');
    opina.close();
    opina.on('show', () => {})();
    opina.reset();
    opina.consent(true);
    const explained = await opina.explain();
    opina.destroy();
    const added = Reflect.ownKeys(globalThis).filter((key) => !globals.has(key));
    const open = process.getActiveResourcesInfo();
    console.log(JSON.stringify({ methods: Object.keys(opina).sort(), explained, requests, added, open }));
  `);
  expect(seen).toEqual({
    methods: ['close', 'consent', 'destroy', 'explain', 'identify', 'init', 'on', 'reset', 'show', 'track'],
    explained: [],
    requests: [],
    added: [],
    open: [],
  });
});

it('CommonJS gets it by `require`, where Node can', () => {
  expect(
    run(`
      import { createRequire } from 'node:module';
      const require = createRequire(import.meta.url);
      console.log(JSON.stringify(Object.keys(require('opina'))));
    `),
  ).toEqual(['init']);
});
