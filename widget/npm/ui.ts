/** The full survey UI as bundlers load it. */

import { createFullUi } from '../ui/full.ts';
import { importWords } from './dictionaries.ts';

export const start = createFullUi({
  reply: () => import('../ui/reply/reply.tsx'),
  exact: () => import('../ui/exact.ts'),
  speech: () => import('../speech.ts'),
  words: importWords,
});
