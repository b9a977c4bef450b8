/** The full survey UI as bundlers load it. */

import { createFullUi } from '../ui/full.ts';
import { importWords } from './dictionaries.ts';

export const ui = createFullUi({
  reply: () => import('../ui/reply/reply.tsx'),
  speech: () => import('../speech.ts'),
  words: importWords,
});
