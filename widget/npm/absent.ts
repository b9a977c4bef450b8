import type { Methods } from '../api.ts';

/** What there is on a server, where nobody can be asked. */
export const absent: Methods = {
  init() {},
  identify() {},
  track() {},
  show() {},
  close() {},
  on: () => () => {},
  reset() {},
  consent() {},
  explain: async () => [],
  destroy() {},
};
