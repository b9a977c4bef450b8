/** The survey UI with every question and every place to ask in. */

import { questionWords } from '../locales/en.ts';
import { createUi } from './create.ts';
import moreCss from './full.css';
import { lookOf } from './looks.tsx';
import type { Imports, OpenDesk } from './parts.ts';
import { proveBy } from './prove.ts';
import { createStand } from './stand.ts';
import styles from './styles.css';
import { openTab } from './tab.tsx';
import { whenVisible } from './visible.ts';

const css = styles + moreCss;

/** With further modules from wherever they are. */
export function createFullUi(imports: Imports): OpenDesk {
  return createUi({
    ...imports,
    css,
    english: questionWords,
    lookOf,
    whenVisible,
    proveBy,
    stand: (standing) => createStand(standing, (asking, onOpen) => openTab(css, asking, onOpen)),
  });
}
