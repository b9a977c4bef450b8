import { applyD1Migrations, reset } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { expect, it } from 'vitest';

it('every migration keeps what a database holds that had only the first', async () => {
  await reset();
  await applyD1Migrations(env.DB, env.TEST_MIGRATIONS.slice(0, 1));
  const site = { id: 'shop', name: 'Shop', origins: '[]' };
  const response = { site: 'shop', survey: 'nps', id: 'a', rev: 1, received_at: 2, day: 3, score: 4, page: '/' };
  await env.DB.batch([
    env.DB.prepare('INSERT INTO site VALUES (?1, ?2, ?3)').bind(...Object.values(site)),
    env.DB.prepare(`INSERT INTO response VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 'words')`).bind(
      ...Object.values(response),
    ),
  ]);

  await applyD1Migrations(env.DB, env.TEST_MIGRATIONS);
  const facets = { touchpoint: '', stage: '', variant: '', locale: '', device: '', channel: '', properties: null };
  const done = { mark: null, status: '', tags: null };
  const nothing = { reasons: null, email: null, person: null, verified: 0, ...facets, ...done };
  expect(await env.DB.prepare('SELECT * FROM response').first()).toEqual({ ...response, comment: 'words', ...nothing });
  expect(await env.DB.prepare('SELECT * FROM site').first()).toEqual({
    ...{ ...site, identity_secret: null },
    ...{ facets: null, retention: null, place: 'DB' },
  });
});

it('no table has an index besides its primary key, which would be a second row written', async () => {
  const { results } = await env.DB.prepare(
    `SELECT m.name FROM sqlite_schema m, pragma_index_list(m.name) i WHERE m.type = 'table' AND i.origin <> 'pk'
     AND m.name IN ('response', 'view', 'tally', 'watermark', 'site', 'survey', 'person_act', 'trend_break')`,
  ).run();
  expect(results).toEqual([]);
});
