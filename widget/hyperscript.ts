/** What JSX calls in the widget: a component is a pure function, and what it returns is all there is of it. */

import { type ComponentChildren, createElement, Fragment, type VNode } from 'preact';

export { render } from 'preact';

type Component = (props: object) => VNode;

export function h(type: string | Component, props: object | null, ...children: ComponentChildren[]): VNode {
  if (typeof type === 'string' || type === Fragment) return createElement(type as string, props as object, ...children);
  return type({ ...props, children: children.length > 1 ? children : children[0] });
}
