import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { inspect, type Reader, readRows } from '../../demo/replay/inspect.ts';
import { fileOf } from './run.ts';

const data = new URL('../../../shared/data/', import.meta.url).pathname;
const isHere = existsSync(data);
const defaults = { scale: 'nps', score: 'nps', comment: 'why', encoding: 'utf-8', delimiter: ',' } as const;

async function rowsIn(content: string, options: Partial<Reader> = {}) {
  return Array.fromAsync(readRows({ ...defaults, file: fileOf(content), ...options }, 0));
}

test('quoted line breaks, quotes and delimiters belong to the cell', async () => {
  const rows = await rowsIn('nps,why\r\n9,"one, ""two""\r\nthree"\r\n3,plain\r\n');
  expect(rows).toEqual([
    { index: 0, score: 9, comment: 'one, "two"\r\nthree' },
    { index: 1, score: 3, comment: 'plain' },
  ]);
});

test('a byte-order mark, other delimiters, loose quotes and a missing last line break do no harm', async () => {
  expect(await rowsIn('\ufeffnps;why\n9;a 5" pot\n8;b', { delimiter: ';' })).toEqual([
    { index: 0, score: 9, comment: 'a 5" pot' },
    { index: 1, score: 8, comment: 'b' },
  ]);
});

test('rows are the same from wherever the reading goes on', async () => {
  const file = fileOf('nps\n1\n2\n3\n');
  const rows = await Array.fromAsync(
    readRows({ file, score: 'nps', scale: 'nps', encoding: 'utf-8', delimiter: ',' }, 2),
  );
  expect(rows).toEqual([{ index: 2, score: 3 }]);
});

test('invalid rows are counted by reason and named', async () => {
  const contents = await inspect({ ...defaults, file: fileOf('nps,why\n9,a\n,b\n11,\n10,\nNA,c\n') });
  expect(contents).toMatchObject({ rows: 5, valid: 2, comments: 1 });
  expect(contents.invalid).toEqual({
    'no score': { count: 2, rows: ['2', '5'] },
    'not on 0–10': { count: 1, rows: ['3 (11)'] },
  });
});

test('a quote that is never closed is an error with its line', async () => {
  await expect(rowsIn('nps,why\n9,"open\n')).rejects.toThrow(/not CSV that can be read.*line/);
});

test('an empty file is an error', async () => {
  await expect(inspect({ ...defaults, file: fileOf('') })).rejects.toThrow('is empty');
});

test.skipIf(!isHere)('the whole of a real survey is read (skipped where ../shared/data is not there)', async () => {
  const file = `${data}botanic_nps_fr_latin1.csv`;
  const reader: Reader = {
    file,
    score: 'nps',
    comment: 'explication',
    scale: 'nps-1-10',
    encoding: 'latin1',
    delimiter: ',',
  };
  const contents = await inspect(reader);
  expect(contents).toMatchObject({ rows: 13_954, valid: 13_612, comments: 3_802 });
  expect(contents.invalid).toMatchObject({ 'no score': { count: 342 } });
  const comments = (await Array.fromAsync(readRows(reader, 0))).map((row) => ('comment' in row ? row.comment : ''));
  for (const words of ['pour échange', 'fraîcheur', 'goût']) {
    expect(
      comments.some((comment) => comment?.includes(words)),
      words,
    ).toBe(true);
  }
  expect(comments.filter((comment) => /[\x80-\x9f]/.test(comment ?? ''))).toEqual([]);
});

test.skipIf(!isHere)('a real file that begins with a byte-order mark is read (skipped likewise)', async () => {
  const file = `${data}gsa_touchpoints_cx_upload_bom.csv`;
  const reader = { ...defaults, file, score: 'question_1', comment: 'question_4', scale: 'thumbs' } as const;
  expect(await inspect({ ...reader, score: 'external_id' })).toMatchObject({ rows: 4, valid: 0 });
  expect(await inspect(reader)).toMatchObject({ rows: 4, valid: 4, comments: 3 });
});

test.skipIf(!isHere)(
  'a real file of dummy texts has no score, and says so for every row (skipped likewise)',
  async () => {
    const file = `${data}gsa_touchpoints_cx_upload_sample.csv`;
    const contents = await inspect({ ...defaults, file, score: 'question_1', comment: 'question_4', scale: 'thumbs' });
    expect(contents).toMatchObject({ rows: 1000, valid: 0, invalid: { 'not a whole number': { count: 1000 } } });
  },
);
