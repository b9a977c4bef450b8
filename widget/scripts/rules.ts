/** The script of a site whose only card has moments or rules, and no variants. */

import { isOpen } from '../../core/targeting.ts';
import { createAsker } from '../asker.ts';
import { start } from './start.ts';

start(createAsker(isOpen, (survey) => survey));
