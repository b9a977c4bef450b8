/** The script of a site whose surveys have moments and rules. */

import { createAsker } from '../asker.ts';
import { start } from './start.ts';

start(createAsker);
