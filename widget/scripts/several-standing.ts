/** The script that knows everything: where some surveys stand in the page and others have moments and rules. */

import { createSeveralAsker } from '../asker-several.ts';
import { defineElement } from '../define-element.ts';
import { createPlace, openTabs } from '../standing.ts';
import { start } from './start.ts';

start(createSeveralAsker, (context) => {
  defineElement(createPlace(context));
  openTabs(context);
});
