import { env } from 'cloudflare:workers';
import { Hono } from 'hono/tiny';
import { beforeEach, describe, expect, it } from 'vitest';
import type { ResponseList } from '../../core/lists.ts';
import { app, publicRoutes } from '../../worker/app.ts';
import type { App } from '../../worker/env.ts';
import { guard } from '../../worker/middleware/access.ts';
import { addRoutes, type Route } from '../../worker/routing.ts';
import { insertNew } from '../../worker/store/posts.ts';
import { team, teamRoutes } from '../../worker/team.ts';
import { table } from './access.ts';
import { callers, type Headers, makeKey, strangers } from './callers.ts';
import { idAt, npsSurvey, openShop, problemOf } from './fixtures.ts';

/** By method and path, the letters of those who get through. */
const rows = new Map<string, string>(
  table
    .trim()
    .split('\n')
    .map((line) => {
      const [, method = '', path = '', who = ''] = line.match(/^(\S+) +(\S+) +(.+)$/u) ?? [];
      return [`${method} ${path}`, who.replaceAll(' ', '')] as const;
    }),
);

const nameOf = ([method, path]: readonly [string, string, ...unknown[]]): string => `${method} ${path}`;
const routes: readonly Route[] = [...publicRoutes, ...teamRoutes];
const ofSites = routes.filter(([, path]) => path.startsWith('/api/sites/:site'));
/** As often as one likes. */
const { GUESS_LIMIT: _, ALL_GUESSES_LIMIT: __, ...unlimited } = env;

/** What only the other site has, in each place that an answer might show. */
const canary = 'canary-of-the-other';
let own: string;
let other: string;

beforeEach(async () => {
  const [shop, stranger] = [await openShop(), await openShop()];
  [own, other] = [shop.site, stranger.site];
  await stranger.call('PUT', `/api/sites/${other}/surveys/nps`, { ...npsSurvey, name: canary });
  await stranger.call('PUT', `/api/sites/${other}/surveys/${canary}`, npsSurvey);
  const post = { survey: 'nps', rev: 1, score: 3, page: `/${canary}`, comment: canary, tags: [canary] };
  for (const site of [own, other])
    await insertNew(env.DB, [
      {
        kind: 'response',
        post: { ...post, ...(site === own && { page: '/', comment: 'Ours.' }), site, id: idAt(Date.now()) },
        now: Date.now(),
      },
    ]);
});

function send(method: string, path: string, site: string, headers: Headers): Promise<Response> {
  const url = path
    .replace(':site', site)
    .replace(':survey', 'nps')
    .replace(/:(\w+)/gu, 'a-$1');
  const query = path.endsWith('/responses') ? '?survey=nps' : '';
  const body = method === 'GET' ? {} : { body: '{}' };
  return Promise.resolve(
    app.fetch(new Request(`http://localhost${url}${query}`, { method, headers, ...body }), unlimited),
  );
}

/** Whether somebody got through, and if not what they were told. */
async function outcomeOf(answer: Response): Promise<string> {
  if (![401, 403, 404].includes(answer.status)) return 'through';
  const { code } = await problemOf(answer);
  return ['signed-out', 'forbidden', 'unknown-site'].includes(code) ? code : 'through';
}

it('the table has a row for each route and no other', () => {
  expect([...rows.keys()].sort()).toEqual(routes.map(nameOf).sort());
  const served = [...app.routes, ...team.routes].filter(({ method }) => method !== 'ALL');
  expect(served.filter(({ method, path }) => !rows.has(`${method} ${path}`))).toEqual([]);
});

it('an app with a route that does not say whom it is for does not start', () => {
  const bare = new Hono<App>();
  bare.get('/api/everything', (c) => c.text('all of it'));
  expect(() => addRoutes(bare, routes, { guard })).toThrow('GET /api/everything does not say whom it is for');
  const unknown = [['GET', '/api/new', 'everybody', () => new Response()]] as unknown as Route[];
  expect(() => addRoutes(new Hono<App>(), unknown, { guard })).toThrow('GET /api/new does not say whom it is for');
});

it('an app without guards takes no route that is for somebody or that the audit log knows', () => {
  for (const route of teamRoutes.filter(([, , access, , action]) => access !== 'anyone' || action)) {
    expect(() => addRoutes(new Hono<App>(), [route])).toThrow(`a route for ${route[2]} has to be guarded`);
  }
});

describe('on their own site', () => {
  it.each(Object.keys(callers))('%s may do what the table says and nothing else', async (letter) => {
    const said: Record<string, string> = {};
    const expected: Record<string, string> = {};
    for (const route of ofSites) {
      const headers = await callers[letter]?.(own);
      said[nameOf(route)] = await outcomeOf(await send(route[0], route[1], own, headers ?? {}));
      expected[nameOf(route)] = rows.get(nameOf(route))?.includes(letter) ? 'through' : 'forbidden';
    }
    expect(said).toEqual(expected);
  });

  it.each(Object.keys(strangers))('%s may do nothing', async (name) => {
    for (const route of routes.filter(([, path, access]) => path.startsWith('/api/') && access !== 'anyone')) {
      const headers = (await strangers[name]?.(own)) ?? {};
      expect([nameOf(route), await outcomeOf(await send(route[0], route[1], own, headers))]).toEqual([
        nameOf(route),
        'signed-out',
      ]);
    }
  });

  it('a share link shows one survey and no other, and what visitors wrote only if it is for that', async () => {
    const ask = async (path: string, headers: Headers) =>
      app.fetch(new Request(`http://localhost/api/sites/${own}/${path}`, { headers }), unlimited);
    const [numbers, words] = [await callers.s?.(own), await callers.c?.(own)].map((headers) => headers ?? {});
    const elsewhere = await makeKey(own, ['view', 'comments'], { survey: 'ces' });
    for (const path of ['surveys/nps', 'surveys/nps/results', 'surveys/nps/breakdown?by=page']) {
      expect(await outcomeOf(await ask(path, elsewhere))).toBe('forbidden');
    }
    for (const path of ['responses', 'responses?survey=ces', 'responses?survey=ces&survey=nps']) {
      expect([path, await outcomeOf(await ask(path, words ?? {}))]).toEqual([path, 'forbidden']);
    }
    const textOf = async (headers: Headers) => (await ask('surveys/nps/results', headers)).text();
    expect(await textOf(words ?? {})).toContain('Ours.');
    expect(await textOf(numbers ?? {})).not.toContain('Ours.');
    const list = JSON.parse(await textOf(numbers ?? {}));
    expect([list.newestComments, list.isWithoutComments, list.current.n]).toEqual([[], true, 1]);
  });
});

it('no answer is kept by a browser but the results, of which it has to ask whether they may still be shown', async () => {
  const owner = (await callers.a?.(own)) ?? {};
  const list = await send('GET', '/api/sites/:site/responses', own, owner);
  const { items } = (await list.json()) as ResponseList;
  const kept = [];
  for (const [method, path] of teamRoutes.filter(([method]) => method === 'GET')) {
    const asked = path.replace(':response', items[0]?.id ?? '').replace(/breakdown$/u, '$&?by=page');
    const answer = await send(method, asked, own, owner);
    expect([path, answer.status]).toEqual([path, path.endsWith('/experiment') ? 404 : 200]);
    await answer.arrayBuffer();
    const caching = answer.headers.get('Cache-Control');
    if (caching !== 'no-store') kept.push([path, caching]);
  }
  expect(kept).toEqual([['/api/sites/:site/surveys/:survey/results', 'private, no-cache']]);
});

describe('on a site of others', () => {
  it.each(Object.keys(callers).filter((letter) => letter !== 'a'))(
    '%s is told for each route what they are told of a site that there is not, to the letter',
    async (letter) => {
      for (const [method, path] of ofSites) {
        const answers = await Promise.all(
          [other, 'nowhere'].map(async (site) => {
            const answer = await send(method, path, site, (await callers[letter]?.(own)) ?? {});
            const headers = [...answer.headers].sort();
            return { status: answer.status, headers, text: (await answer.text()).replaceAll(site, 'SITE') };
          }),
        );
        expect([method, path, answers[0]]).toEqual([method, path, answers[1]]);
        const code = rows.get(`${method} ${path}`) === 'a' ? 'forbidden' : 'unknown-site';
        expect(answers[0]?.text).toContain(`"code":"${code}"`);
      }
    },
  );

  it('nothing of it is in any answer that a member of another one gets', async () => {
    for (const [method, path] of routes.filter(([, path]) => path.startsWith('/api/'))) {
      for (const site of [own, other]) {
        const answer = await send(method, path, site, (await callers.o?.(own)) ?? {});
        expect([method, path, (await answer.text()).includes(canary)]).toEqual([method, path, false]);
      }
    }
  });
});
