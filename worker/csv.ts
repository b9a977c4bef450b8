/** CSV as RFC 4180 has it, which no spreadsheet takes for formulas. */

/** What a spreadsheet reads as the beginning of a formula (OWASP ASVS 1.2.10), behind quotes that are text already. */
const formula = /^'*[=+\-@\t\r\0]/u;
const special = /[",\r\n]/u;

/** One cell; what would be a formula begins with `'`, and taking one `'` from before such a beginning gives it back. */
export function cellOf(text: string): string {
  if (text === '') return '';
  const safe = formula.test(text) ? `'${text}` : text;
  return special.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** A row with its line end. */
export function lineOf(cells: string[]): string {
  return `${cells.join(',')}\r\n`;
}
