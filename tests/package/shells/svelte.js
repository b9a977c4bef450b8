import { mount, unmount } from 'svelte';

export function shell(Component, target) {
  let component;
  return {
    mount() {
      component = mount(Component, { target });
    },
    unmount: () => void unmount(component),
  };
}
