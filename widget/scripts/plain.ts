/** The script of a site whose surveys have no moments or rules of their own. */

import { createPlainAsker } from '../asker-plain.ts';
import { start } from './start.ts';

start(createPlainAsker);
