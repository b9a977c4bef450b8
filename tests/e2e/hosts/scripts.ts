/** Pages whose scripts, or whose browsers, are hostile, by what they do. */

import { readFileSync } from 'node:fs';
import type { HostPage } from './documents.ts';
import { overlay, style } from './styles.ts';

const script = (code: string) => `<script>{${code}}</script>`;

export const byScript: Record<string, HostPage> = {
  'is in quirks mode': {
    like: 'plain',
    doctype: '',
    head: style('.CARD, .CONTENT, .SCALE, .Follow-Up { color: red !important; width: 50 } table { line-height: 3 }'),
    more: ['inline'],
  },
  'puts the widget into a sandboxed frame': { like: 'plain', isFramed: true },
  'covers everything, in a browser without popovers': {
    like: 'plain',
    head: script('delete HTMLElement.prototype.showPopover; delete HTMLElement.prototype.popover') + overlay.head,
    body: overlay.body,
  },
  'throws when its storage is read': {
    like: 'plain',
    head: script(`for (const name of ['localStorage', 'sessionStorage', 'indexedDB'])
      Object.defineProperty(window, name, { get() { throw new DOMException('denied', 'SecurityError') } })`),
  },
  'has frozen the prototypes': {
    like: 'plain',
    head: script(`for (const name of Object.getOwnPropertyNames(window)) {
        if (typeof window[name] !== 'function') continue;
        Object.freeze(window[name]);
        if (window[name].prototype) Object.freeze(window[name].prototype);
      }
      for (const it of [JSON, Math, Reflect, navigator, history, location]) Object.preventExtensions(it)`),
  },
  'extends the prototypes as Prototype.js and MooTools do': {
    like: 'plain',
    head: script(`Array.from = (list) => Array.prototype.slice.call(list);
      Array.prototype.toJSON = function () { return '[' + this.map((one) => JSON.stringify(one)).join(', ') + ']' };
      String.prototype.toJSON = function () { return '"' + this + '"' };
      Array.prototype.entries = Array.prototype.toArray = function () { return this.slice() };
      Array.prototype.each = Array.prototype.forEach;
      Object.prototype.extend = function () {};
      Object.prototype.own = 'own';
      Element.prototype.remove = function () { return this.parentNode.removeChild(this) };
      HTMLElement.prototype.show = HTMLElement.prototype.hide = function () { return this };`),
  },
  'forbids to copy it': {
    like: 'plain',
    body: `<div id="opina"></div>${script(`
      for (const type of ['mousedown', 'click', 'keydown', 'selectstart', 'contextmenu', 'copy', 'dragstart'])
        document.addEventListener(type, (event) => {
          if (!event.target.closest('input, textarea')) event.preventDefault();
        })`)}`,
  },
  'instruments what it can': {
    like: 'plain',
    head: `<base href="https://elsewhere.example/deep/" target="_self">
      <script>${readFileSync(new URL(import.meta.resolve('zone.js')), 'utf8')}</script>${script(`
      const { attachShadow } = Element.prototype;
      Element.prototype.attachShadow = function ({ mode }) { return attachShadow.call(this, { mode }) };
      const { addEventListener } = EventTarget.prototype;
      EventTarget.prototype.addEventListener = function (type, listener, options) {
        const heard = typeof listener === 'function' ? function (event) { return listener.call(this, event) } : listener;
        return addEventListener.call(this, type, heard, options === true || !!options?.capture);
      };
      const { fetch } = window;
      window.fetch = (url, init) => fetch(url, { ...init, headers: { ...init?.headers, 'X-CSRF-Token': '1' } });
      window.console = undefined`)}`,
  },
};
