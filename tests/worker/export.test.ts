import { env } from 'cloudflare:workers';
import fc from 'fast-check';
import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import { shortId } from '../../core/id.ts';
import { dayMs } from '../../core/periods.ts';
import { cellOf } from '../../worker/store/export.ts';
import { putResponse } from '../../worker/store/responses.ts';
import { idAt, openShop, problemOf } from './fixtures.ts';

const isTrigger = (text: string) => /^[=+\-@\t\r]/u.test(text);
/** What a reader gets who takes off the quote that disarms a formula. */
const armed = (cell: string) => (/^''*[=+\-@\t\r]/u.test(cell) ? cell.slice(1) : cell);

const parse = (csv: string) => Papa.parse<string[]>(csv, { delimiter: ',', newline: '\r\n' }).data.slice(0, -1);

const hostile = fc.constantFrom(
  ...['=1+1', "'=1", "''@x", '+', '-5', '@SUM(A1)', '\t=1', '\r\n', '"', '""', ',', ';', 'a"b,c\r\nd', "'", ' ', ''],
  ...['=HYPERLINK("http://evil.test","x")', '\ufeff', 'ação', '😀'],
);
const cell = fc.oneof(
  hostile,
  fc.string({ unit: 'grapheme', maxLength: 20 }),
  fc.tuple(hostile, hostile).map((two) => two.join('')),
);

/** What the database makes of texts: a CSV with the byte order mark. */
async function csvOf(rows: string[][]): Promise<string> {
  const sql = `SELECT group_concat(cell, ',') AS text FROM (
      SELECT line.key AS line, ${cellOf('cell.value')} AS cell FROM json_each(?1) line, json_each(line.value) cell
    ) GROUP BY line ORDER BY line`;
  const { results } = await env.DB.prepare(sql).bind(JSON.stringify(rows)).run<{ text: string }>();
  return `\ufeff${results.map(({ text }) => `${text}\r\n`).join('')}`;
}

describe('a CSV', () => {
  it('says what it was made of to whoever reads it, and no cell begins a formula', async () => {
    const rows = fc.array(fc.array(cell, { minLength: 2, maxLength: 5 }), { minLength: 20, maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(rows, async (all) => {
        const read = parse(await csvOf(all));
        expect(read.flat().filter(isTrigger)).toEqual([]);
        expect(read.map((row) => row.map(armed))).toEqual(all);
      }),
      { seed: 20_261_122, numRuns: 100 },
    );
  });
});

const now = Date.now();

async function openShopWith(count: number) {
  const shop = await openShop();
  await shop.call('PUT', `/api/sites/${shop.site}`, { name: 'Shop', origins: [], facets: ['plan', 'constructor'] });
  const key = { site: shop.site, survey: 'nps' };
  for (let index = 0; index < count; index++) {
    const said = { comment: `=cmd|"${index}"\r\nreally`, reasons: ['ease', 'speed'], properties: { plan: 'free' } };
    const facets = { page: '/thanks', device: 'phone' as const, ...(index % 2 === 0 && said) };
    const person = { email: '+ana@shop.example', person: '@ana' };
    await putResponse(
      env.DB,
      { ...key, id: idAt(now + index, index), rev: 1, score: index, ...facets, ...person },
      now,
    );
  }
  const path = `/api/sites/${shop.site}/surveys/nps`;
  const read = async (file: string) => {
    const answer = await shop.call('GET', `${path}/responses.${file}`);
    return { answer, bytes: new Uint8Array(await answer.arrayBuffer()) };
  };
  const readCsv = async (query = '') => {
    const { bytes } = await read(`csv${query}`);
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    expect(text.startsWith('\ufeff')).toBe(true);
    return Papa.parse<Record<string, string>>(text.slice(1), { header: true, skipEmptyLines: true }).data;
  };
  const readJson = async (query = '') => {
    const text = new TextDecoder().decode((await read(`json${query}`)).bytes);
    return text
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  };
  return { ...shop, path, read, readCsv, readJson };
}

describe('the export of a survey', () => {
  it('has every response, with all that is known of it, disarmed for spreadsheets', async () => {
    const { readCsv, read, site } = await openShopWith(2);
    const { answer } = await read('csv');
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="${site}-nps.csv"`,
      'cache-control': 'no-store',
    });
    const nothing = {
      touchpoint: '',
      stage: '',
      variant: '',
      locale: '',
      channel: '',
      'property.constructor': '',
      mark: '',
    };
    const always = {
      scale: 'nps',
      email: "'+ana@shop.example",
      person: "'@ana",
      verified: '',
      page: '/thanks',
      device: 'phone',
    };
    const done = { status: 'unread', tags: '' };
    const at = (index: number) => ({ id: shortId(idAt(now + index, index)), at: new Date(now + index).toISOString() });
    expect(await readCsv()).toEqual([
      {
        ...{ ...nothing, ...always, ...done, ...at(0), score: '0', comment: `'=cmd|"0"\r\nreally` },
        ...{ reasons: 'ease, speed', 'property.plan': 'free' },
      },
      { ...nothing, ...always, ...done, ...at(1), score: '1', comment: '', reasons: '', 'property.plan': '' },
    ]);
  });

  it('has the same as an object a line, as it was written', async () => {
    const { readJson } = await openShopWith(1);
    expect(await readJson()).toEqual([
      {
        ...{
          id: shortId(idAt(now, 0)),
          at: new Date(now).toISOString(),
          score: 0,
          scale: 'nps',
          comment: '=cmd|"0"\r\nreally',
        },
        ...{ reasons: ['ease', 'speed'], email: '+ana@shop.example', person: '@ana', page: '/thanks', device: 'phone' },
        ...{
          properties: { plan: 'free' },
          verified: false,
          touchpoint: null,
          stage: null,
          variant: null,
          locale: null,
        },
        ...{ channel: null, mark: null, status: 'unread', tags: null },
      },
    ]);
  });

  it('leaves what is marked out unless it is asked for, and what is deleted always', async () => {
    const { readCsv, readJson, call, path } = await openShopWith(3);
    await call('PATCH', `${path}/responses/${idAt(now, 0)}`, { mark: 'spam' });
    await call('DELETE', `${path}/responses/${idAt(now + 1, 1)}`);
    const scores = async (query = '') => [
      (await readCsv(query)).map(({ score, mark }) => [score, mark]),
      (await readJson(query)).map(({ score, mark }) => [`${score}`, mark ?? '']),
    ];
    expect(await scores()).toEqual([[['2', '']], [['2', '']]]);
    const all = [
      ['0', 'spam'],
      ['2', ''],
    ];
    expect(await scores('?marked=true')).toEqual([all, all]);
  });

  it('can be of a period', async () => {
    const { readJson, path, call, site } = await openShopWith(1);
    await putResponse(env.DB, { site, survey: 'nps', id: idAt(now - 10 * dayMs), rev: 1, score: 5 }, now);
    expect((await readJson('?period=7d')).map(({ score }) => score)).toEqual([0]);
    expect((await readJson('?period=28d')).map(({ score }) => score)).toEqual([5, 0]);
    const refused = await problemOf(await call('GET', `${path}/responses.csv?period=8d`));
    expect(refused).toMatchObject({ code: 'invalid', errors: [{ field: 'period' }] });
  });

  it('has each of twelve thousand responses once, in the order of their times', async () => {
    const { readCsv, site } = await openShopWith(0);
    const ids = Array.from({ length: 12_000 }, (_, index) => idAt(now - index * 1000, index));
    const fill = `INSERT INTO response (site, survey, id, rev, received_at, day, score, page)
      SELECT ?1, 'nps', value, 1, 0, 0, key % 11, '/' FROM json_each(?2)`;
    await env.DB.prepare(fill).bind(site, JSON.stringify(ids)).run();
    expect((await readCsv()).map(({ id }) => id)).toEqual(ids.map(shortId).reverse());
  });

  it('of nothing is a head alone', async () => {
    const { readCsv, readJson } = await openShopWith(0);
    expect([await readCsv(), await readJson()]).toEqual([[], []]);
  });
});
