/** CSS selectors, as far as they can be told from what is none without a page to try them on. */

import * as v from 'valibot';
import { limits } from '../../core/contract.ts';
import { text } from './fields.ts';

/** An escape, a text in quotes, or one character. */
const tokens = /\\.|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|./gsu;
/** What may stand at the top of a selector, once texts are written `""`: the rest is of rules, of XPath or a slip. */
const strange = /[{};@<$%&=?^!/\\"'\])]/u;
/** A class or an id that does not begin as a name does. */
const misnamed = /[.#](?!-?(?:[\p{L}_]|[^\p{ASCII}]|\\.)|--)/u;

/** Whether everything that was opened is closed, and the selector with what stands in brackets left out. */
function scan(selector: string) {
  const awaited: string[] = [];
  let top = '';
  for (const [token] of selector.matchAll(tokens)) {
    const closer = { '(': ')', '[': ']' }[token];
    if (closer) awaited.push(closer);
    else if (token === awaited.at(-1)) awaited.pop();
    else if (token === '"' || token === "'") awaited.push(token);
    else if (awaited.length === 0) top += token.length > 1 && token.startsWith('\\') ? 'x' : token;
    if (closer && awaited.length === 1) top += '\u0001';
  }
  return { isClosed: awaited.length === 0, top };
}

function isSelector(selector: string): boolean {
  const { isClosed, top } = scan(selector);
  if (!isClosed || strange.test(top) || misnamed.test(top)) return false;
  // Each of a list begins with no combinator and ends with none.
  return top.split(',').every((one) => /^[^\s>+~](?:.*[^\s>+~])?$/su.test(one.trim()) && !/[>+~]\s*[>+~]/u.test(one));
}

export const selector = v.pipe(text(limits.selector), v.check(isSelector, 'must be a CSS selector'));
