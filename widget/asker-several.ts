/** Decides when cards ask where there may be several of them, or several variants of one. */

import { isOpenInTurn } from '../core/targeting.ts';
import { variantOf } from '../core/variants.ts';
import { createAsker } from './asker.ts';

export const createSeveralAsker = createAsker(
  isOpenInTurn,
  (survey, caseOf) => variantOf(survey, caseOf(survey).visitor) ?? survey,
);
