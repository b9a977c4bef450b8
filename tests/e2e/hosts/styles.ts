/** Pages whose styles are hostile, by what they do. */

import { readFileSync } from 'node:fs';
import type { HostPage } from './documents.ts';

export const style = (css: string) => `<style>${css}</style>`;

const read = (url: string) => style(readFileSync(new URL(url), 'utf8'));

const reset = style(`
  *, *::before, *::after {
    box-sizing: content-box !important; display: block !important; float: left !important; position: static !important;
    margin: 7px !important; padding: 7px !important; border: 3px dotted red !important; border-radius: 0 !important;
    width: 90% !important; height: auto !important; min-height: 0 !important; max-width: none !important;
    background: yellow !important; color: red !important; appearance: none !important; outline: 5px solid !important;
    font: italic 900 30px/3 serif !important; letter-spacing: 3px !important; text-align: center !important;
    text-transform: uppercase !important; fill: red !important; stroke: red !important; transform: scale(.9) !important;
  }
  html, body { transform: none !important }
  @layer late { * { unicode-bidi: bidi-override !important; visibility: hidden !important } }`);

const unset = style('*, *::before, *::after { all: unset !important }');

export const overlay = {
  head: style('#overlay { position: fixed; inset: 0; z-index: 2147483647; background: rgb(90 0 90 / 80%) }'),
  body: '<div id="overlay">Cookies</div>',
};

/** Whatever the page's root is given, the overlay comes after it. */
const stayLast = `<script>new MutationObserver(() => {
  const { documentElement: root } = document;
  if (root.lastChild.id !== 'overlay') root.append(document.getElementById('overlay'));
}).observe(document.documentElement, { childList: true })</script>`;

export const byStyle: Record<string, HostPage> = {
  'resets every element with !important': { like: 'plain', head: reset, more: ['inline'] },
  'unsets all of every element': { like: 'plain', head: unset, more: ['inline'] },
  'has a root font of 62.5 %': { like: 'plain', head: style('html { font-size: 62.5% !important }') },
  'has a root font of 32 px': { like: 'plain', head: style('html { font-size: 32px !important }') },
  'is made with Bootstrap': { like: 'plain', head: read(import.meta.resolve('bootstrap/dist/css/bootstrap.min.css')) },
  'is made with Tailwind': { like: 'plain', head: read(import.meta.resolve('tailwindcss/preflight.css')) },
  'is made with Bulma, in dark': { like: 'dark', head: read(import.meta.resolve('bulma/css/bulma.min.css')) },
  'has a theme of WordPress': { like: 'plain', head: read(import.meta.resolve('undescores-for-npm/style.css')) },
  'is right to left': { like: 'right to left', head: reset },
  'is in Arabic': { like: 'Arabic', head: unset },
  'transforms its body': {
    like: 'plain',
    head: style('body { transform: rotate(3deg) scale(.5); will-change: transform; overflow: hidden }'),
  },
  'zooms every element': { like: 'zoomed', head: style('* { zoom: 1.25 !important }') },
  'covers everything with an overlay': { like: 'plain', ...overlay, body: overlay.body + stayLast, more: ['dialog'] },
  'makes its root a grid without overflow': {
    like: 'plain',
    head: style(`html, body { display: grid !important; place-items: center; overflow: hidden; height: 100% }
      html > * { position: absolute; inset: 0; contain: strict !important }`),
  },
  'animates everything': {
    like: 'plain',
    head: style(`@keyframes spin { to { rotate: 360deg; opacity: 0 } } @keyframes rise { to { scale: 3 } }
      * { animation: spin 2s -1s paused, rise 2s -1s paused !important; transition: all 9s linear !important }`),
  },
  'hides what it does not know': {
    like: 'plain',
    head: style(`html > :not(head, body), div:empty, [popover], dialog, :not(:defined) { display: none !important }
      dialog, [popover] { all: unset !important } ::backdrop { background: red !important }
      * { pointer-events: none !important; user-select: none !important }`),
    more: ['inline', 'dialog'],
  },
  'writes from top to bottom': {
    like: 'plain',
    head: style(`main { width: 99px; height: 99px; overflow: hidden }
      html { writing-mode: vertical-rl; direction: rtl; letter-spacing: 1em; word-spacing: 2em; text-indent: 3em;
      text-transform: uppercase; text-align: justify; text-shadow: 0 0 9px red; line-height: 3; visibility: hidden;
      white-space: pre; hyphens: auto; word-break: break-all; font: italic small-caps 900 30px monospace; tab-size: 40;
      color-scheme: dark; accent-color: red; caret-color: red; cursor: none; -webkit-text-stroke: 2px red;
      list-style: square; quotes: none; text-size-adjust: 200%; font-kerning: none; text-rendering: geometricPrecision }`),
    more: ['inline'],
  },
  'filters and contains its root': {
    like: 'plain',
    head: style(`html { filter: blur(3px) invert(1); perspective: 99px; transform: rotate(9deg); contain: strict;
      container: page / size; width: 300px; height: 300px; clip-path: circle(9px); mask: linear-gradient(#000, #0000);
      opacity: .3; will-change: transform; backdrop-filter: blur(9px); mix-blend-mode: difference; overflow: clip }`),
  },
};
