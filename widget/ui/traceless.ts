import type { Memory } from '../memory.ts';

/** Keeps nothing: for tests, and for what leaves no trace. */
export const traceless: Memory = {
  _acts: () => ({}),
  _read: () => [],
  _take: () => [],
  _write() {},
  _remove() {},
};
