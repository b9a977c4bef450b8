import { createApp } from 'vue';

/** A recipe without a template is part of a component that has one. */
export function shell(Component, place) {
  let app;
  return {
    mount() {
      app = createApp({ render: () => null, ...Component });
      app.mount(place);
    },
    unmount: () => app.unmount(),
  };
}
