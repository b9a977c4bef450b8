import { openDesk } from './desk.ts';
import type { Parts, UserInterface } from './parts.ts';

/** A survey UI of certain parts. */
export const createUi = (parts: Parts): UserInterface => ({ openDesk: (context) => openDesk(parts, context) });
