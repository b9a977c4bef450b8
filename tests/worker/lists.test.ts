import { env } from 'cloudflare:workers';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeId, shortId } from '../../core/id.ts';
import type { ResponseList } from '../../core/lists.ts';
import { dayMs } from '../../core/periods.ts';
import { type ScaleName, scales, segmentOf } from '../../core/scales.ts';
import { idAt, npsSurvey, openShop } from './fixtures.ts';
import { insertResponses, type Row } from './rows.ts';

type Shop = Awaited<ReturnType<typeof openShop>>;

const noon = Date.UTC(2026, 10, 22, 12);
const surveys: Record<string, ScaleName> = { nps: 'nps', effort: 'ces-7-effort', 'was-it-helpful': 'thumbs' };

async function openSurveys(): Promise<Shop> {
  const shop = await openShop();
  for (const [id, scale] of Object.entries(surveys)) {
    await shop.call('PUT', `/api/sites/${shop.site}/surveys/${id}`, { ...npsSurvey, scale });
  }
  return shop;
}

/** Every page of a list, one after the other; `meanwhile` is done between any two of them. */
async function readPages({ site, call }: Shop, query: Record<string, string>, meanwhile?: () => Promise<void>) {
  const pages: ResponseList[] = [];
  for (let cursor: string | undefined; ; ) {
    const search = new URLSearchParams({ ...query, ...(cursor && { cursor }) });
    const answer = await call('GET', `/api/sites/${site}/responses?${search}`);
    expect(answer.status).toBe(200);
    const page = (await answer.json()) as ResponseList;
    pages.push(page);
    cursor = page.cursor;
    if (!cursor) return pages;
    await meanwhile?.();
  }
}

const idsOf = (items: { id: string; survey: string }[]) => items.map(({ id, survey }) => `${shortOf(id)} ${survey}`);
const shortOf = (id: string) => (id.length > 28 ? shortId(id) : id);

describe('pages of a list, put together,', () => {
  const comments = ['', 'Entrega lenta', 'entrega rápida, obrigado', 'Muito LENTA a entrega', 'slow, "so" slow', 'AND'];
  const row = fc.record({
    survey: fc.constantFrom(...Object.keys(surveys)),
    // Several in a millisecond, and days apart.
    at: fc.tuple(fc.nat({ max: 4 }), fc.nat({ max: 2 })).map(([day, ms]) => noon - day * dayMs + ms),
    random: fc.tuple(fc.constantFrom(0, 1, 2, 0x300, 0x3ffff), fc.nat({ max: 2 })),
    score: fc.constantFrom(0, 1),
    comment: fc.constantFrom(...comments),
    page: fc.constantFrom('', '/a'),
    device: fc.constantFrom('', 'phone'),
    properties: fc.constantFrom(null, '{"plan":"free","age":7}', '{"plan":"paid"}'),
    status: fc.constantFrom('', 'read', 'done'),
    tags: fc.constantFrom(null, '["late"]', '["late","a\\"late\\"b"]', '["a\\"late\\"b"]'),
    mark: fc.constantFrom(null, null, null, 'spam', 'test', 'deleted'),
  });
  /** Each filter by what it says in the URL, and the rows it is to let through. */
  const filters: [Record<string, string>, (row: Row) => boolean][] = [
    [{ group: 'low' }, ({ survey, score }) => segmentOf(scales[surveys[survey] ?? 'nps'], score) === 'low'],
    [{ group: 'high' }, ({ survey, score }) => segmentOf(scales[surveys[survey] ?? 'nps'], score) === 'high'],
    [{ group: 'middle' }, () => false],
    [{ comment: 'true' }, ({ comment }) => comment !== ''],
    [{ comment: 'false' }, ({ comment }) => comment === ''],
    [{ page: '/a' }, ({ page }) => page === '/a'],
    [{ page: '' }, ({ page }) => page === ''],
    [{ device: 'phone' }, ({ device }) => device === 'phone'],
    [{ 'property.plan': 'free' }, ({ properties }) => /free/u.test(properties ?? '')],
    [{ 'property.age': '7' }, ({ properties }) => /"age":7/u.test(properties ?? '')],
    [{ status: 'unread' }, ({ status }) => status === ''],
    [{ status: 'done' }, ({ status }) => status === 'done'],
    [{ tag: 'late' }, ({ tags }) => /^\["late"/u.test(tags ?? '')],
    [{ tag: 'a"late"b' }, ({ tags }) => /b"\]$/u.test(tags ?? '')],
    [{ from: '2026-11-21' }, ({ at }) => at >= noon - 1.5 * dayMs],
    [{ to: '2026-11-20' }, ({ at }) => at < noon - 1.5 * dayMs],
    [{ survey: 'was-it-helpful' }, ({ survey }) => survey === 'was-it-helpful'],
    [{ text: 'ENTREGA' }, ({ comment }) => /entrega/iu.test(comment)],
    [{ text: 'rapida' }, ({ comment }) => /rápida/u.test(comment)],
    [{ text: 'lent*' }, ({ comment }) => /lenta/iu.test(comment)],
    [{ text: '"entrega lenta"' }, ({ comment }) => comment === 'Entrega lenta'],
    [{ text: 'lenta entrega' }, ({ comment }) => /lenta/iu.test(comment)],
    [{ text: 'and' }, ({ comment }) => comment === 'AND'],
    [{ text: 'len' }, () => false],
  ];

  it('are all that the filters let through, newest first and each once, while new ones come', async () => {
    const someFilters = fc.subarray(filters, { maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(row, { maxLength: 60, size: 'max', selector: (one) => `${one.survey} ${idOf(one)}` }),
        someFilters,
        fc.integer({ min: 1, max: 7 }),
        async (given, chosen, limit) => {
          const query = Object.assign({ limit: `${limit}` }, ...chosen.map(([said]) => said)) as Record<string, string>;
          await env.DB.prepare('DELETE FROM search').run();
          const shop = await openSurveys();
          const all = given.map((each) => ({ ...each, id: idOf(each), score: scoreOf(each) }));
          const rows = 'text' in query ? alikeOnce(all) : all;
          await insertResponses(env.DB, shop.site, rows);
          const keptBy = (one: Row) => filters.every(([said, keeps]) => !isSaid(said, query) || keeps(one));
          const pages = await readPages(shop, query, async () => {
            const id = idAt(noon + 60_000);
            await insertResponses(env.DB, shop.site, [{ ...newRow, survey: 'effort', id, at: noon + 60_000 }]);
          });
          const whole = rows.filter((one) => one.mark === null && keptBy(one)).sort(newestFirst);
          expect(idsOf(pages.flatMap(({ items }) => items))).toEqual(idsOf(whole));
          for (const { items, cursor } of pages) expect(cursor ? items.length : limit).toBe(limit);
        },
      ),
      { seed: 20_261_122, numRuns: 60, endOnFailure: true },
    );
  });

  const isSaid = (said: Record<string, string>, query: Record<string, string>) =>
    Object.entries(said).every(([name, value]) => query[name] === value);
  const newestFirst = (a: Row, b: Row) => (a.id === b.id ? (a.survey < b.survey ? -1 : 1) : a.id > b.id ? -1 : 1);
  const newRow = { score: 1, comment: 'entrega lenta', page: '/a' };
  /** Comments whose ids begin alike share a place in the index: of those one alone is found by its words. */
  const alikeOnce = <T extends { id: string }>(rows: T[]) => [
    ...new Map(rows.map((one) => [one.id.slice(0, 21), one])).values(),
  ];
  /** Of the lowest and the highest score. */
  const scoreOf = ({ survey, score }: { survey: string; score: number }) => {
    const { min, max } = scales[surveys[survey] ?? 'nps'];
    return score === 0 ? min : max;
  };
  /** `first` are the random bits that the index knows of, `last` those that are not shown. */
  const idOf = ({ at, random: [first, last] }: { at: number; random: [number, number] }) => {
    const random = new Uint8Array(10);
    const view = new DataView(random.buffer);
    view.setUint16(0, first >> 6);
    view.setUint8(2, first & 0x3f);
    view.setUint32(6, last);
    return makeId(at, random);
  };
});

it('a tag is found whole, first or later, and not where another one ends or begins as it does', async () => {
  const shop = await openSurveys();
  const [has, hasNot] = [
    [['late'], ['first', 'late'], ['a"b', 'late', 'c']],
    [['so "late'], ['late" so'], ['later']],
  ];
  const rows = [...has, ...hasNot].map((tags, index) => {
    const at = noon - index;
    return { survey: 'nps', id: idAt(at), at, score: 9, comment: '', page: '/', tags: JSON.stringify(tags) };
  });
  await insertResponses(env.DB, shop.site, rows);
  const [page] = await readPages(shop, { tag: 'late' });
  expect(page?.items.map(({ tags }) => tags)).toEqual(has);
});
