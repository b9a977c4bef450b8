import { createElement, StrictMode } from 'react';
import { createRoot } from 'react-dom/client';

/** In strict mode, which mounts everything twice. */
export function shell(Component, place) {
  const root = createRoot(place);
  root.render(null);
  return {
    mount: () => root.render(createElement(StrictMode, null, createElement(Component))),
    unmount: () => root.render(null),
  };
}
