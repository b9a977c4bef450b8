/** The language of the dashboard and the formats that go with it. */

import { numberFormat } from './format.ts';
import { en, type Strings } from './strings/en.ts';
import { timeFormat } from './time-format.ts';

/** Every text of the dashboard. */
export const strings: Strings = en;

/** The reader's own variant of the language, so that dates have the order they are used to. */
const locale = navigator.languages.find((tag) => tag.split('-')[0] === strings.language) ?? strings.language;

export const numbers = numberFormat(locale);

export const times = timeFormat(locale);
