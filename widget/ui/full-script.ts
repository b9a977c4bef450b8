/** The full survey UI as the script tag loads it. */

import { beside } from './beside.ts';
import { createFullUi } from './full.ts';

export const start = createFullUi(beside);
