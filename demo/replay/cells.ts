import { limits } from '../../core/contract.ts';
import { isScore, type ScaleName, scales } from '../../core/scales.ts';
import { Failure } from '../failure.ts';

/** What one row of a file says. */
export type Reading = { score: number; comment?: string } | { invalid: string; cell: string };

/** The columns a row is read by. */
export interface Columns {
  score: string;
  comment?: string;
}

/** Makes the reader of a table's rows; throws a `Failure` that lists the header when a column is not in it. */
export function readerOf(
  header: string[],
  { score, comment }: Columns,
  scale: ScaleName,
): (cells: string[]) => Reading {
  const scoreAt = indexOf(header, score);
  const commentAt = comment === undefined ? undefined : indexOf(header, comment);
  return (cells) => {
    if (cells.slice(header.length).some((cell) => cell !== '')) return invalid('more cells than the header', '');
    const value = scoreIn(cells[scoreAt] ?? '', scale);
    if (typeof value !== 'number') return value;
    const words = commentAt === undefined ? '' : (cells[commentAt] ?? '');
    if (isNothing(words)) return { score: value };
    return refusalOf(words) ?? { score: value, comment: words };
  };
}

function indexOf(header: string[], column: string) {
  const index = header.indexOf(column);
  if (index < 0) throw new Failure(`There is no column "${column}"; there are: ${header.join(', ')}.`);
  if (header.includes(column, index + 1)) throw new Failure(`There are several columns "${column}".`);
  return index;
}

function scoreIn(cell: string, scale: ScaleName) {
  if (isNothing(cell)) return invalid('no score', '');
  const leading = /^\s*([+-]?\d+)(?:[.,]0{1,2})?(?![\p{L}\p{N}\0]|[.,]\p{N}|\p{Pd}\p{N})/u.exec(cell)?.[1];
  if (leading === undefined) return invalid('not a whole number', cell);
  const { min, max } = scales[scale];
  return isScore(scale, Number(leading)) ? Number(leading) : invalid(`not on ${min}–${max}`, cell);
}

function isNothing(cell: string) {
  const text = cell.trim();
  return text === '' || text === 'NA';
}

/** The limits the server has, so that a row it would refuse is named before anything is sent. */
function refusalOf(comment: string) {
  if (comment.length > limits.comment) return invalid(`comment longer than ${limits.comment} characters`, '');
  if (comment.includes('\0')) return invalid('comment with a NUL character', '');
  if (/\p{Surrogate}/u.test(comment)) return invalid('comment with half a character', '');
  return undefined;
}

function invalid(reason: string, cell: string) {
  return {
    invalid: reason,
    cell: cell
      .trim()
      .slice(0, 20)
      .replace(/\p{Cc}/gu, '\ufffd'),
  };
}
