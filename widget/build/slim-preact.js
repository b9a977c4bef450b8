/**
 * Preact without what the widget does not use, which is a third of it: component instances, refs, hydration, error
 * boundaries, hooks for add-ons and what only elements need that it does not draw. The widget's components are pure functions, which `hyperscript.ts` calls at once;
 * what reaches the renderer is elements and fragments. A build fails when Preact's source is not what this file expects.
 */

import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const source = join(dirname(createRequire(import.meta.url).resolve('preact/package.json')), 'src');

const ownHyperscript = join(import.meta.dirname, '../hyperscript.ts');
const entry = '\0slim-preact';
const entryCode = `export { render } from './render.js'; export { createElement, Fragment } from './create-element.js';`;

/** What becomes of each file: pairs of a pattern and its replacement, all of which have to be found. */
const cuts = {
  'component.js': [[/[\s\S]*?(export function getDomSibling[\s\S]*?\n})[\s\S]*/, 'const NULL = null;\n$1']],
  'render.js': [
    [
      /export function render[\s\S]*/,
      `export function render(vnode, parentDom) {
        const old = parentDom._children;
        vnode = parentDom._children = createElement(Fragment, NULL, [vnode]);
        const oldDom = old ? old._dom : NULL;
        diff(parentDom, vnode, old || EMPTY_OBJ, EMPTY_OBJ, parentDom.namespaceURI, NULL, [], oldDom, false, []);
      }`,
    ],
  ],
  'diff/index.js': [
    [
      /outer: if \(typeof newType == 'function'\) \{[\s\S]*?\n\t\} else if \(/,
      `if (typeof newType == 'function') {
        const { children } = newVNode.props;
        oldDom = diffChildren(parentDom, isArray(children) ? children : [children], newVNode, oldVNode, globalContext,
          namespace, excessDomChildren, commitQueue, oldDom, isHydrating, refQueue);
      } else if (`,
    ],
    [/if \(oldVNode\._flags & MODE_SUSPENDED\)/, 'if (false)'],
    [/newVNode\._flags & MODE_SUSPENDED \? undefined : oldDom/, 'oldDom'],
    [/if \(\(r = vnode\.(ref|_component)\)[\s\S]*?\n\t\}\n/g, ''],
    [/for \(let i = 0; i < refQueue[\s\S]*?\n\t\}/, ''],
    [/commitQueue\.some\([\s\S]*?\n\t\}\);\n\}/, '}'],
    [/nodeType == 'progress' && inputValue == NULL/, 'false'],
    [/\(nodeType == 'progress' && !inputValue\)/, 'false'],
    [/\(nodeType == 'option' && inputValue != oldProps\[i\]\)/, 'false'],
    [/if \(\(tmp = options\.(_diff|diffed)\)\) tmp\(newVNode\);/g, ''],
    [/else if \(nodeType == 'math'\) namespace = MATH_NAMESPACE;/, ''],
    [/,\s*newProps\.is && newProps\s*\)/, ')'],
    [/if \(i == 'dangerouslySetInnerHTML'\) \{\s*oldHtml = value;\s*\} else if/, 'if'],
    [/else if \(i == 'dangerouslySetInnerHTML'\) \{\s*newHtml = value;\s*\}/, ''],
    [/ &&\s*!\(i == 'value' && 'defaultValue'[^)]*\) &&\s*!\(i == 'checked' && 'defaultChecked'[^)]*\)/, ''],
    [/newVNode\.type == 'template' \? dom\.content : dom/, 'dom'],
    [/nodeType == 'foreignObject' \? XHTML_NAMESPACE : namespace/, 'namespace'],
  ],
  'create-element.js': [[/if \(typeof type == 'function' && type\.defaultProps[\s\S]*?\n\t\}\n/, '']],
  'diff/children.js': [
    [/if \(childVNode\.ref && [\s\S]*?\n\t\t\}\n/, ''],
    [/ \|\|\s*\/\/ eslint[^\n]*\s*typeof childVNode == 'bigint' \|\|\s*childVNode\.constructor == String/, ''],
  ],
  'diff/props.js': [
    [/if \(name == 'style'\) \{[\s\S]*?\n\t\t\}\n[\s\S]*?else if \(name\[0\]/, 'if (name[0]'],
    [/useCapture = name != \(name = [^;]*;/, 'useCapture = false;'],
    [/if \(lowerCaseName in dom [\s\S]*?else name = name\.slice\(2\);/, 'name = lowerCaseName.slice(2);'],
    [
      /if \(namespace == SVG_NAMESPACE\) \{[\s\S]*?\} else if \(\s*name != 'width' &&[\s\S]*?name != 'popover' &&/,
      'if (',
    ],
    [/name == 'popover' && value == true \? '' : value/, 'value'],
  ],
};

/** Everywhere: no hooks for add-ons, and nothing of the page is taken over. */
const everywhere = [
  [/options\._catchError\((\w+)[^;]*;/g, 'throw $1;'],
  [/options\.\w+(?!\w* =)/g, 'undefined'],
  [/^\t(isHydrating|excessDomChildren),$/gm, '\t_$1,'],
  [/\b(isHydrating|excessDomChildren) =\s[^;]*;/g, ';'],
  [/\bisHydrating\b/g, 'false'],
  [/\bexcessDomChildren\b/g, 'null'],
];

/** `hyperscript` is the file whose `h` JSX calls, where that is not the widget's own. */
export function slimPreact(hyperscript = ownHyperscript) {
  return {
    name: 'slim-preact',
    resolveId(id, importer = '') {
      if (id === 'preact') return importer === ownHyperscript ? entry : hyperscript;
      if (importer === entry) return join(source, id);
      if (importer.startsWith(source)) return `${join(dirname(importer), id.replace(/\.js$/, ''))}.js`;
      return null;
    },
    load: (id) => (id === entry ? entryCode : null),
    transform(code, id) {
      if (!id.startsWith(source)) return null;
      const name = id.slice(source.length + 1);
      const cut = (cuts[name] ?? []).reduce((text, [pattern, replacement]) => {
        const next = text.replace(pattern, replacement);
        if (next === text) throw new Error(`preact/src/${name} has no ${pattern} any more`);
        return next;
      }, code);
      return {
        code: everywhere.reduce((text, [pattern, replacement]) => text.replace(pattern, replacement), cut),
        map: null,
      };
    },
  };
}
