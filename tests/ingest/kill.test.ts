import { writeFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { isWhole, machine } from './machine.ts';
import { type Mode, modes, openSite, readRows, type Site, site } from './site.ts';
import { readSums } from './sums.ts';
import { type Given, openWriters, type Writer, write } from './writers.ts';

/** Of all modes together. */
const allKills = Number(process.env.KILLS ?? (isWhole ? 200 : 10));
const kills = allKills / modes.length;
/** Together more than 200,000, most of them where they come faster. */
const perKill: Record<Mode, number> = modes.length > 1 ? { direct: 500, grouped: 1600 } : { direct: 1050, grouped: 0 };
const acknowledgedPerKill = (mode: Mode) => (isWhole ? perKill[mode] : 240);
const writersAtOnce = 32;

interface Totals {
  kills: number;
  writers: number;
  acknowledged: number;
  unanswered: number;
  lost: number;
  doubled: number;
  folds: number;
  wrongTallies: number;
}

const results: Record<string, Totals> = {};
afterAll(() => {
  if (!isWhole) return;
  writeFileSync(
    'tests/bench/kills.json',
    `${JSON.stringify({ ...machine(), ...(process.env.KILLS && { command: `KILLS=${process.env.KILLS} npm run bench` }), ...results }, null, 2)}\n`,
  );
});

/** A row as it has to be after an acknowledgement, or after a post that was not answered. */
const isAs = ({ rev, score, comment }: Given, row: Row) =>
  row.rev === rev && row.score === score && row.comment === (comment ?? null);

interface Row {
  id: string;
  rev: number;
  score: number;
  comment: string | null;
}

/** What of a round is not stored as it was acknowledged. A post without an answer may be stored or not, but not in part. */
async function lostOf(opened: Site, writers: Writer[]): Promise<string[]> {
  const ids = writers.flatMap(({ acknowledged }) => [...acknowledged.keys()]);
  const sql =
    'SELECT id, rev, score, comment FROM response WHERE site = ?1 AND survey = ?2 AND id IN (SELECT value FROM json_each(?3))';
  const stored = await readRows<Row>(opened, sql, site, 'nps', JSON.stringify(ids));
  const rows = new Map(stored.map((row) => [row.id, row]));
  return writers.flatMap(({ acknowledged, pending }) =>
    [...acknowledged.values()].flatMap((given) => {
      const row = rows.get(given.id);
      const isKept = row && (isAs(given, row) || (pending?.id === given.id && isAs(pending, row)));
      return isKept ? [] : [given.id];
    }),
  );
}

async function watermarkOf(opened: Site): Promise<string> {
  const [row] = await readRows<{ id: string }>(opened, 'SELECT id FROM watermark');
  return row?.id ?? '';
}

describe.each(modes)('kills of the runtime under 32 writers, %s', (mode) => {
  it(
    'lose nothing that was acknowledged, double nothing, and leave every tally right',
    async () => {
      const opened = await openSite(mode);
      const writers = openWriters(writersAtOnce);
      const known = new Set<string>();
      const totals = {
        kills: 0,
        writers: writersAtOnce,
        acknowledged: 0,
        unanswered: 0,
        lost: 0,
        doubled: 0,
        folds: 0,
        wrongTallies: 0,
      };
      results[mode] = totals;

      while (totals.kills < kills) {
        const folded = await watermarkOf(opened);
        let acknowledged = 0;
        let viewing: Promise<unknown> | undefined;
        const onAcknowledged = (inFlight: number) => {
          acknowledged++;
          // A view of more than a thousand folds them first: the kill meets the fold.
          if (acknowledged === acknowledgedPerKill(mode) - 20)
            viewing = opened.read('nps/results?period=7d').catch(() => {});
          if (acknowledged < acknowledgedPerKill(mode) || inFlight < writersAtOnce / 2) return false;
          opened.kill();
          return true;
        };
        const writing = write(writers, { port: opened.port, onAcknowledged });
        expect(await writing).toEqual([]);
        await viewing;
        totals.kills++;
        totals.acknowledged += acknowledged;
        totals.unanswered += writers.filter(({ pending }) => pending).length;
        await opened.restart();

        const lost = await lostOf(opened, writers);
        const { wrong, rows } = await readSums(opened);
        for (const { acknowledged } of writers) for (const id of acknowledged.keys()) known.add(id);
        const unsure = writers.filter(({ pending }) => pending && !known.has(pending.id)).length;
        totals.lost += lost.length;
        totals.doubled += Math.max(0, rows - known.size - unsure);
        totals.wrongTallies += wrong.length;
        expect({ lost, wrong }).toEqual({ lost: [], wrong: [] });
        if (rows > 0) expect(rows).toBeGreaterThanOrEqual(known.size);
        // What the kill has cut off folds now, and what it then shows is what is stored.
        const shown = await opened.read('nps/results?period=7d');
        const [stored] = await readRows<{ n: number }>(opened, 'SELECT count(*) AS n FROM response');
        expect(shown.current.n).toBe(stored?.n);
        totals.folds += (await watermarkOf(opened)) === folded ? 0 : 1;
        for (const writer of writers) writer.acknowledged.clear();
      }

      const unanswered = writers.flatMap(({ pending }) => pending ?? []);
      await write(writers, {
        port: opened.port,
        onAcknowledged: () => writers.every(({ pending }) => !pending || !unanswered.includes(pending)),
      });
      for (const { acknowledged } of writers) for (const id of acknowledged.keys()) known.add(id);
      const shown = await opened.read('nps/results?period=7d');
      const { total, rows } = await readSums(opened);
      expect(shown.current.counts).toEqual(total.map(({ stored }) => stored));
      expect(rows).toBe(known.size);
      expect(totals.folds).toBeGreaterThan(0);
      // A kill may come right after a commit that answers many at once.
      expect(totals.unanswered).toBeGreaterThanOrEqual((kills * writersAtOnce) / 4);
      console.log(mode, totals);
      await opened.close();
    },
    isWhole ? 60 * 60_000 : 120_000,
  );
});
