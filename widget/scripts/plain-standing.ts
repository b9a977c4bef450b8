/** The script of a site whose surveys have no moments or rules of their own, where some stand in the page. */

import { createPlainAsker } from '../asker-plain.ts';
import { defineElement } from '../define-element.ts';
import { createPlace, openTabs } from '../standing.ts';
import { start } from './start.ts';

start(createPlainAsker, (context) => {
  defineElement(createPlace(context));
  openTabs(context);
});
