/** Why rows were not taken: how many for each reason, and the first ten of them. */
export type Reasons = Record<string, { count: number; rows: string[] }>;

const kept = 20;

/** Counts one more row; reasons beyond the twentieth are kept as one, so that they never outgrow the memory. */
export function addReason(reasons: Reasons, reason: string, row: string) {
  const name = Object.hasOwn(reasons, reason) || Object.keys(reasons).length < kept ? reason : 'other reasons';
  reasons[name] ??= { count: 0, rows: [] };
  reasons[name].count++;
  if (reasons[name].rows.length < 10) reasons[name].rows.push(row);
}

/** All rows of all reasons. */
export function totalOf(reasons: Reasons): number {
  return Object.values(reasons).reduce((total, { count }) => total + count, 0);
}

/** A line per reason: `342 no score: rows 5, 17, …`. */
export function linesOf(reasons: Reasons): string[] {
  return Object.entries(reasons).map(([reason, { count, rows }]) => {
    const more = count > rows.length ? ', …' : '';
    return `${count.toLocaleString('en')} ${reason}: ${count === 1 ? 'row' : 'rows'} ${rows.join(', ')}${more}`;
  });
}
