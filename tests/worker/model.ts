/** What the store should hold: a model of rows and numbers that knows nothing of watermarks, folds and cells. */

import { limits } from '../../core/contract.ts';
import { timeOf } from '../../core/id.ts';
import { dayOf } from '../../core/periods.ts';

export interface Facets {
  page: string;
  variant: string;
  device: 'phone' | 'desktop';
  properties: Record<string, string | number>;
  scale: '' | 'csat';
}

export interface Response extends Facets {
  id: string;
  rev: number;
  score: number;
  comment: string;
  email: string | null;
  person: string | null;
}

export interface View extends Facets {
  id: string;
  dismissed: boolean;
}

export type Mark = 'spam' | 'test' | null;

interface Retained {
  action: 'delete' | 'anonymise';
  /** The first UTC day that is kept. */
  day: number;
  /** Rows in a chunk; one chunk is done. */
  rows: number;
}

export type Operation =
  | (Response & { did: 'respond'; at: number; times: number })
  | (View & { did: 'view' })
  | { did: 'fold' }
  | { did: 'mark'; id: string; mark: Mark }
  | { did: 'delete' | 'anonymise'; id: string }
  | { did: 'erase'; by: 'person' | 'email'; value: string }
  | (Retained & { did: 'retain' });

type Marked<T> = T & { mark: Mark | 'deleted' };
type StoredResponse = Marked<Response> & { at: number };

const gone = { page: '', variant: '', device: '' as 'phone', properties: {}, scale: '', mark: 'deleted' } as const;
const frozenRev = limits.rev + 1;
const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : 1);

/** Counters of a cell, by name. */
export type Counts = Record<string, number>;

/** By facet, UTC day and value, in one text. */
export type Cells = Map<string, Counts>;

/** The first facets and the first time of receipt, the greatest rev of the hour, words whenever, whether ever dismissed. */
export class Model {
  private readonly responses = new Map<string, StoredResponse>();
  private readonly views = new Map<string, Marked<View>>();
  /** Numbers of rows that were dropped. */
  private readonly dropped: Cells = new Map();
  private verifiedFrom = 0;
  private anonymisedTo = '';

  run(done: Operation): void {
    if (done.did === 'respond') this.respond(done);
    if (done.did === 'view') this.view(done);
    if (done.did === 'mark') this.mark(done.id, done.mark);
    if (done.did === 'delete') this.delete(done.id);
    if (done.did === 'anonymise') this.anonymise(done.id);
    if (done.did === 'erase') {
      for (const response of [...this.responses.values()])
        if (response[done.by] === done.value) this.delete(response.id);
    }
    if (done.did === 'retain') this.retain(done);
  }

  private respond(done: Response & { at: number }): void {
    const known = this.responses.get(done.id);
    if (!known && this.isKept(done.id)) this.responses.set(done.id, { ...done, mark: null });
    if (!known || known.rev >= done.rev || known.scale !== done.scale) return;
    const { page, variant, device, properties, at, person, mark } = known;
    const kept = { page, variant, device, properties, at, mark };
    if (done.at <= at + limits.changeMs) this.responses.set(done.id, { ...done, ...kept });
    else if (known.comment === '' && known.score === done.score) {
      this.responses.set(done.id, { ...done, ...kept, person });
    }
  }

  private view(done: View): void {
    const known = this.views.get(done.id);
    const mark = this.responses.get(done.id)?.mark ?? null;
    if (known) known.dismissed ||= done.dismissed;
    else if (mark !== 'deleted' && this.isKept(done.id)) this.views.set(done.id, { ...done, mark });
  }

  /** Of a response that there is, and of its view. */
  private mark(id: string, mark: Mark): void {
    const response = this.responses.get(id);
    if (!response || response.mark === 'deleted') return;
    response.mark = mark;
    const view = this.views.get(id);
    if (view) view.mark = mark;
  }

  private delete(id: string): void {
    const response = this.responses.get(id);
    if (!response || response.mark === 'deleted') return;
    const nothing = { rev: frozenRev, score: 0, comment: '', email: null, person: null };
    this.responses.set(id, { ...response, ...gone, ...nothing });
    const view = this.views.get(id);
    if (view) this.views.set(id, { ...view, ...gone, dismissed: true });
  }

  private anonymise(id: string): void {
    const response = this.responses.get(id);
    if (!response || response.rev === frozenRev) return;
    // Not a comment that anybody wrote, and not none.
    const comment = response.comment && 'gone';
    this.responses.set(id, { ...response, rev: frozenRev, comment, email: null, person: null });
  }

  private retain({ action, day, rows }: Retained): void {
    const isDue = ({ id }: { id: string }) => dayOf(timeOf(id)) < day;
    if (action === 'anonymise') {
      const due = [...this.responses.values()].filter(({ id }) => id > this.anonymisedTo).filter(isDue);
      for (const { id } of due.sort(byId).slice(0, rows)) {
        this.anonymise(id);
        this.anonymisedTo = id;
      }
      return;
    }
    const due = [...this.responses.values(), ...this.views.values()].filter(isDue).sort(byId);
    const last = due.slice(0, rows).at(-1);
    if (!last) return;
    this.verifiedFrom = Math.max(this.verifiedFrom, day);
    for (const { id } of due.filter(({ id }) => id <= last.id)) this.drop(id);
  }

  private drop(id: string): void {
    for (const row of this.rowsOf(id)) count(this.dropped, row);
    this.responses.delete(id);
    this.views.delete(id);
  }

  private isKept(id: string): boolean {
    return dayOf(timeOf(id)) >= this.verifiedFrom && id > this.anonymisedTo;
  }

  private rowsOf(id: string) {
    return [this.responses.get(id), this.views.get(id)].filter((row) => row !== undefined);
  }

  /** What the two tables hold. */
  rows() {
    const shown = ({ id, page, variant, device, scale, mark }: Marked<Facets & { id: string }>) => ({
      ...{ id, page, variant, device, scale, mark },
    });
    const responses = [...this.responses.values()].map((row) => ({
      ...{ ...shown(row), rev: row.rev, score: row.score, email: row.email, person: row.person },
      comment: row.comment === '' ? null : row.comment === 'gone' ? '' : row.comment,
    }));
    const views = [...this.views.values()].map((row) => ({ ...shown(row), dismissed: row.dismissed ? 1 : 0 }));
    return { responses: responses.sort(byId), views: views.sort(byId) };
  }

  /** Every number of every facet, whether its rows are there or were dropped. */
  cells(): Cells {
    const cells: Cells = new Map([...this.dropped].map(([name, counts]) => [name, { ...counts }]));
    for (const row of [...this.responses.values(), ...this.views.values()]) count(cells, row);
    return cells;
  }
}

export const nameOfCell = (facet: string, day: number, value: string) => JSON.stringify([facet, day, value]);

function count(cells: Cells, row: StoredResponse | Marked<View>): void {
  if (row.mark !== null) return;
  const counters = 'score' in row ? [`s${row.score}`, ...(row.comment ? ['comments'] : [])] : viewCounters(row);
  for (const [facet, value] of valuesOf(row)) {
    const name = nameOfCell(facet, dayOf(timeOf(row.id)), value);
    const cell = cells.get(name) ?? {};
    cells.set(name, cell);
    for (const counter of counters) cell[counter] = (cell[counter] ?? 0) + 1;
  }
}

const viewCounters = ({ dismissed }: View) => ['views', ...(dismissed ? ['dismissals'] : [])];

function valuesOf({ page, variant, device, properties, scale }: Facets): [string, string][] {
  const declared = Object.entries(properties).map(([name, value]): [string, string] => [
    `property.${name}`,
    `${value}`,
  ]);
  const said: [string, string][] = [...(variant ? [['variant', variant] as [string, string]] : []), ['device', device]];
  const all: [string, string][] = [['total', ''], ['page', page], ...said, ...declared];
  return all.map(([facet, value]) => [scale === '' ? facet : `${scale}/${facet}`, value]);
}
