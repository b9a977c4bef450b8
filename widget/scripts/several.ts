/** The script of a site with several cards, or with several variants of one. */

import { createSeveralAsker } from '../asker-several.ts';
import { start } from './start.ts';

start(createSeveralAsker);
