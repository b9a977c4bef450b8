import { strings, times } from '../../language.ts';
import { momentOf, wallTimeOf } from '../../wall-time.ts';
import { Fold } from '../fold.tsx';
import { TextField } from '../text-field.tsx';
import type { FieldsProps } from './fields.ts';

/** When it is. */
export function MomentFields({ situation: { at }, change }: FieldsProps) {
  const moment = Date.parse(at);
  return (
    <Fold name={strings.moment} says={moment ? times.shortMoment(moment) : strings.now} isOpen={at !== ''}>
      <TextField
        name="at"
        label={strings.moment}
        type="datetime-local"
        value={wallTimeOf(at)}
        onText={(text) => change({ at: momentOf(text) })}
        hint={strings.momentHint}
      />
    </Fold>
  );
}
