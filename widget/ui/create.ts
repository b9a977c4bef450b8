import { openDesk } from './desk.ts';
import type { OpenDesk, Parts } from './parts.ts';

/** A survey UI of certain parts. */
export const createUi =
  (parts: Parts): OpenDesk =>
  (context) =>
    openDesk(parts, context);
