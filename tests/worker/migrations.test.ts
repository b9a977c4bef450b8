import { applyD1Migrations, reset } from 'cloudflare:test';
import { env, exports } from 'cloudflare:workers';
import { expect, it } from 'vitest';
import type { Results } from '../../core/results.ts';
import { createAdminLink, redeemLink } from '../../worker/store/people.ts';
import { idAt, npsSurvey } from './fixtures.ts';

type Row = Record<string, string | number | null>;

interface Column {
  name: string;
  type: string;
  pk: number;
}

/** Tables that hold what somebody put there: not those of D1, of Wrangler, of SQLite, nor what an index is made of. */
async function tables(): Promise<string[]> {
  const { results } = await env.DB.prepare('PRAGMA table_list').run<{ schema: string; name: string; type: string }>();
  const ours = results.filter(({ schema, type }) => schema === 'main' && type === 'table');
  return ours.map(({ name }) => name).filter((name) => !/^(?:_cf|sqlite|d1)_/u.test(name));
}

const rowsOf = async (table: string) => (await env.DB.prepare(`SELECT * FROM ${table}`).run<Row>()).results;

/** What is worth reading back: a survey that there could be, with a response that there could be. */
const sense: Record<string, Row> = {
  site: { id: 'shop', origins: '[]', facets: '["plan"]', retention: null, segments: null, place: 'DB' },
  survey: { site: 'shop', id: 'nps', definition: JSON.stringify(npsSurvey), scales: null },
  response: {
    site: 'shop',
    survey: 'nps',
    id: idAt(Date.now() - 1000),
    comment: 'As it was.',
    score: 4,
    scale: '',
    reasons: null,
    properties: '{"plan":"paid"}',
    mark: null,
    tags: '["price"]',
  },
  view: { properties: null, mark: null },
  move: { only: 1 },
  move_fence: { only: 1 },
};

/** Puts a row into every table, with something in every column of it. */
async function fill(): Promise<Map<string, Row[]>> {
  for (const table of await tables()) {
    const { results: columns } = await env.DB.prepare(`PRAGMA table_info(${table})`).run<Column>();
    const values = columns.map(({ name, type }, at) => {
      const given = sense[table]?.[name];
      return given === undefined ? (type === 'TEXT' ? `${name} ${at}` : at) : given;
    });
    const names = columns.map(({ name }) => name);
    await env.DB.prepare(`INSERT INTO ${table} (${names.join(', ')}) VALUES (${values.map((_, at) => `?${at + 1}`)})`)
      .bind(...values)
      .run();
  }
  return new Map(await Promise.all((await tables()).map(async (name) => [name, await rowsOf(name)] as const)));
}

const released = env.TEST_MIGRATIONS.map(({ name }, at) => [name, at + 1] as const);

it.each(released)(
  'what a database holds that had the migrations up to %s is there after all of them',
  async (_, count) => {
    await reset();
    await applyD1Migrations(env.DB, env.TEST_MIGRATIONS.slice(0, count));
    const before = await fill();
    expect(before.size).toBeGreaterThan(5);

    await applyD1Migrations(env.DB, env.TEST_MIGRATIONS);
    for (const [table, rows] of before) {
      const after = await rowsOf(table);
      expect(after, table).toEqual(rows.map((row) => expect.objectContaining(row)));
    }

    const session = await redeemLink(env.DB, await createAdminLink(env.DB, 'owner', 'Owner', Date.now()), {
      now: Date.now(),
    });
    const headers = { Authorization: `Bearer ${session}` };
    const answer = await exports.default.fetch('http://localhost/api/sites/shop/surveys/nps/results', { headers });
    const { newestComments } = (await answer.json()) as Results;
    expect(newestComments).toMatchObject([{ comment: 'As it was.', score: 4 }]);
  },
);

it('no table has an index besides its primary key, which would be a second row written', async () => {
  const { results } = await env.DB.prepare(
    `SELECT m.name FROM sqlite_schema m, pragma_index_list(m.name) i WHERE m.type = 'table' AND i.origin <> 'pk'
     AND m.name IN ('response', 'view', 'tally', 'watermark', 'site', 'survey', 'person_act', 'trend_break')`,
  ).run();
  expect(results).toEqual([]);
});
