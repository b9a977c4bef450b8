/** The smallest survey UI: an NPS in a card. The script tag loads it where that is all a site asks. */

import { npsWords } from '../locales/en.ts';
import { beside } from './beside.ts';
import { createUi } from './create.ts';
import css from './styles.css';

export const start = createUi({ ...beside, css, english: npsWords });
