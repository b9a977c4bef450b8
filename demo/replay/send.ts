import type { ResponsePost, Source } from '../../core/contract.ts';
import type { Door } from './door.ts';
import { idOf } from './ids.ts';
import type { Row } from './inspect.ts';
import type { Outcome } from './ledger.ts';
import type { Options } from './options.ts';
import { type Clock, createPace, realClock } from './pace.ts';
import { post } from './post.ts';

/** What a sender needs to know beside the rows. */
export interface Sending {
  door: Door;
  options: Pick<Options, 'site' | 'survey' | 'page' | 'concurrency'>;
  source: Source;
  /** Of the whole file: ids depend on it. */
  rows: number;
  settle(index: number, outcome: Outcome): void;
  /** Aborting it ends the sending after the posts under way; with a reason when that was a failure. */
  stop: AbortController;
  clock?: Clock;
}

/** Sends rows in their order, several at a time; returns when there are no more or it was stopped, throws what failed. */
export async function send(rows: AsyncIterator<Row>, sending: Sending): Promise<void> {
  const { stop } = sending;
  const pace = createPace(sending.clock ?? realClock, stop.signal);
  let failure: unknown;
  const work = async () => {
    while (!stop.signal.aborted) {
      const { value: row, done } = await rows.next();
      if (done) return;
      sending.settle(
        row.index,
        'invalid' in row ? 'skipped' : await post(sending.door, responseFrom(row, sending), pace),
      );
    }
  };
  const guarded = () =>
    work().catch((error) => {
      if (stop.signal.aborted) return;
      failure = error;
      stop.abort();
    });
  await Promise.all(Array.from({ length: sending.options.concurrency }, guarded));
  await rows.return?.();
  if (failure) throw failure;
}

function responseFrom(row: { index: number; score: number; comment?: string }, sending: Sending): ResponsePost {
  const { site, survey, page } = sending.options;
  return {
    ...{ site, survey, id: idOf(sending.source, { index: row.index, rows: sending.rows }), rev: 1, score: row.score },
    ...(row.comment !== undefined && { comment: row.comment }),
    ...(page !== undefined && { page }),
  };
}
