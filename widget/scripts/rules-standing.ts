/** The script of a site whose surveys have moments and rules, where some stand in the page. */

import { createAsker } from '../asker.ts';
import { defineElement } from '../define-element.ts';
import { createPlace, openTabs } from '../standing.ts';
import { start } from './start.ts';

start(createAsker, (context) => {
  defineElement(createPlace(context));
  openTabs(context);
});
