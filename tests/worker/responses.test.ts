import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { limits } from '../../core/contract.ts';
import { dayOf } from '../../core/periods.ts';
import { foldIfDue } from '../../worker/store/fold.ts';
import { readCounts } from '../../worker/store/results.ts';
import { idAt, openShop, post, putResponse, putView } from './fixtures.ts';
import { metered } from './metered.ts';

const now = Date.UTC(2026, 10, 22, 12);
const key = { site: 'shop', survey: 'nps' };

const stored = async (id: string) =>
  await env.DB.prepare('SELECT rev, score, comment, page FROM response WHERE id = ?1').bind(id).first();

/** What a response carries besides its score and its page. */
const carried = async (id: string) =>
  await env.DB.prepare('SELECT comment, reasons, email, person, verified FROM response WHERE id = ?1').bind(id).first();

describe('a response', () => {
  it('is one row written when new, none when repeated, none when its rev is stale, one when changed', async () => {
    const db = metered(env.DB);
    const response = { ...key, id: idAt(now), rev: 2, score: 9, page: '/thanks' };
    const costOf = async (change: object) => {
      const before = db.rowsWritten;
      const { outcome } = await putResponse(db, { ...response, ...change }, now);
      return [outcome, db.rowsWritten - before];
    };
    expect(await costOf({})).toEqual(['new', 1]);
    expect(await costOf({})).toEqual(['known', 0]);
    expect(await costOf({ rev: 1, score: 3 })).toEqual(['known', 0]);
    expect(await costOf({ rev: 3, comment: 'fast' })).toEqual(['known', 1]);
    expect(await stored(response.id)).toEqual({ rev: 3, score: 9, comment: 'fast', page: '/thanks' });
  });

  it('keeps the greater rev when an older post of it arrives later', async () => {
    const { site } = await openShop();
    const response = { site, survey: 'nps', id: idAt(Date.now()), rev: 5, score: 10, comment: 'meu café' };
    expect((await post('/v1/r', response)).status).toBe(201);
    const stale = await post('/v1/r', { ...response, rev: 4, score: 0, comment: 'draft' });
    expect([stale.status, await stale.json()]).toEqual([200, { id: response.id, rev: 5 }]);
    expect(await stored(response.id)).toMatchObject({ rev: 5, score: 10, comment: 'meu café' });
  });

  it('can be changed for an hour after it was first stored, however old its id', async () => {
    const response = { ...key, id: idAt(now - 40 * 86_400_000), rev: 1, score: 9 };
    await putResponse(env.DB, response, now);
    const change = (rev: number, at: number) => putResponse(env.DB, { ...response, rev, score: rev }, at);
    expect(await change(2, now + limits.changeMs)).toEqual({ outcome: 'known', rev: 2 });
    expect(await change(3, now + limits.changeMs + 1)).toEqual({ outcome: 'closed', rev: 2 });
    expect(await change(2, now + limits.changeMs + 1)).toEqual({ outcome: 'known', rev: 2 });
    expect(await stored(response.id)).toMatchObject({ rev: 2, score: 2 });
  });

  it('is one row written with everything it may carry, one more for who is verified, and a later post replaces all', async () => {
    const db = metered(env.DB);
    const response = { ...key, id: idAt(now), rev: 1, score: 2 };
    const all = { reasons: ['ease', 'price'], email: 'ana@shop.example', person: 'ana', isVerified: true };
    await putResponse(db, { ...response, ...all }, now);
    expect(db.rowsWritten).toBe(2);
    const asStored = { comment: null, reasons: '["ease","price"]', email: 'ana@shop.example' };
    expect(await carried(response.id)).toEqual({ ...asStored, person: 'ana', verified: 1 });

    const other = { reasons: ['speed'], email: 'bo@shop.example', person: 'bo', comment: 'slow' };
    await putResponse(db, { ...response, ...other, rev: 2 }, now);
    expect(await carried(response.id)).toEqual({ ...other, reasons: '["speed"]', verified: 0 });

    await putResponse(db, { ...response, reasons: [], rev: 3 }, now);
    const nothing = { comment: null, reasons: null, email: null, person: null, verified: 0 };
    expect(await carried(response.id)).toEqual(nothing);
    expect(db.rowsWritten).toBe(4);
  });

  it('is stored without the query of its page, and a comment of white space is none', async () => {
    const { site } = await openShop();
    const id = idAt(Date.now());
    await post('/v1/r', { site, survey: 'nps', id, rev: 1, score: 0, comment: ' \n ', page: '/a?email=x@y.z#top' });
    expect(await stored(id)).toEqual({ rev: 1, score: 0, comment: null, page: '/a' });
  });

  it('that many clients send at once is stored once and written once', async () => {
    const db = metered(env.DB);
    const response = { ...key, id: idAt(now), rev: 1, score: 7 };
    const outcomes = await Promise.all(Array.from({ length: 10 }, () => putResponse(db, response, now)));
    expect(db.rowsWritten).toBe(1);
    expect(outcomes.every((stored) => stored.outcome !== 'expired' && stored.rev === 1)).toBe(true);
  });
});

describe('words that arrive after the hour', () => {
  const late = now + limits.changeMs + 1;
  const first = () => ({ ...key, id: idAt(now), rev: 1, score: 2, person: 'ana', isVerified: true, page: '/' });
  const words = { rev: 2, comment: 'slow', reasons: ['speed'], email: 'ana@shop.example', page: '/other' };
  const commentsCounted = async () => {
    const period = { from: dayOf(now), to: dayOf(now) };
    const { days } = await readCounts(env.DB, key, { series: '', counted: period, shown: period });
    return days.reduce((sum, { comments }) => sum + comments, 0);
  };
  const foldEverything = () => foldIfDue(env.DB, key, { at: 0, keeps: 0, chunk: 10 });

  it.each([
    ['above', async () => {}],
    ['below', foldEverything],
  ])('are stored where there were none and the score stays, and counted once: %s the watermark', async (_, fold) => {
    const response = first();
    await putResponse(env.DB, response, now);
    await fold();
    const post = { ...response, ...words, person: 'bo', isVerified: false };
    expect(await putResponse(env.DB, post, late)).toEqual({ outcome: 'known', rev: 2 });
    expect(await stored(response.id)).toEqual({ rev: 2, score: 2, comment: 'slow', page: '/' });
    expect(await carried(response.id)).toMatchObject({ reasons: '["speed"]', email: 'ana@shop.example' });
    expect(await carried(response.id)).toMatchObject({ person: 'ana', verified: 1 });
    expect(await commentsCounted()).toBe(1);
    await putResponse(env.DB, post, late);
    await foldEverything();
    expect(await commentsCounted()).toBe(1);
  });

  it.each([
    ['above', async () => {}],
    ['below', foldEverything],
  ])('are refused with another score, or in place of other words: %s the watermark', async (_, fold) => {
    const [silent, said] = [first(), { ...first(), comment: 'fine' }];
    for (const response of [silent, said]) await putResponse(env.DB, response, now);
    await fold();
    const closed = { outcome: 'closed', rev: 1 };
    expect(await putResponse(env.DB, { ...silent, ...words, score: 3 }, late)).toEqual(closed);
    expect(await putResponse(env.DB, { ...said, ...words }, late)).toEqual(closed);
    expect(await stored(silent.id)).toEqual({ rev: 1, score: 2, comment: null, page: '/' });
    expect(await stored(said.id)).toEqual({ rev: 1, score: 2, comment: 'fine', page: '/' });
    expect(await commentsCounted()).toBe(1);
  });
});

describe('a view', () => {
  it('is one row written, and its dismissal one more, however often they are posted', async () => {
    const db = metered(env.DB);
    const view = { ...key, id: idAt(now), page: '/' };
    for (const dismissed of [false, false, true, true, false]) await putView(db, { ...view, dismissed });
    expect(db.rowsWritten).toBe(2);
    const rows = await env.DB.prepare('SELECT dismissed FROM view').run();
    expect(rows.results).toEqual([{ dismissed: 1 }]);
  });
});

describe('thousands of responses with their folds', () => {
  it('write at most 1.10 rows each, one in a hundred of them late, on five pages', async () => {
    const db = metered(env.DB);
    const count = 3000;
    for (let index = 0; index < count; index++) {
      const at = index % 100 === 99 ? now - 3_600_000 + index : now + index;
      await putResponse(db, { ...key, id: idAt(at), rev: 1, score: index % 11, page: `/page-${index % 5}` }, now);
      if (index % 100 === 0) await foldIfDue(db, key);
    }
    expect(db.rowsWritten / count).toBeGreaterThan(1);
    expect(db.rowsWritten / count).toBeLessThanOrEqual(1.1);
  });
});

describe('a fold', () => {
  it('of a thousand responses on one page writes four rows: two cells, the watermark and how far words are indexed', async () => {
    const db = metered(env.DB);
    for (let index = 0; index <= 1000; index++) {
      await putResponse(db, { ...key, id: idAt(now + index), rev: 1, score: index % 11, page: '/' }, now);
    }
    expect(db.rowsWritten).toBe(1001);
    const { written } = await foldIfDue(env.DB, key);
    expect(written).toBe(4);
    expect(await foldIfDue(env.DB, key)).toMatchObject({ written: 0 });
  });
});
