import type { SurveyListing } from '../../../../core/results.ts';
import { numbers, strings } from '../../language.ts';
import { deedName, deeds } from '../../simulator/situation.ts';
import { Fold } from '../fold.tsx';
import { TextField } from '../text-field.tsx';
import type { FieldsProps } from './fields.ts';

interface DoneFieldsProps extends FieldsProps {
  listings: SurveyListing[];
}

/** What the visitor did before with each survey of the site, the paused ones too: they keep others quiet. */
export function DoneFields({ situation, change, listings }: DoneFieldsProps) {
  const { did, storage } = situation;
  const met = new Set(Object.entries(did).flatMap(([name, text]) => (text ? [name.split('.')[0]] : [])));
  const says = met.size > 0 ? strings.doneTo(met.size, numbers.count(met.size)) : strings.nothingDone;
  return (
    <Fold name={strings.doneBefore} says={says} isOpen={met.size > 0}>
      <p class="hint">{storage === 'none' ? strings.notRemembered : strings.doneHint}</p>
      {listings.map(({ id, name }) => (
        <fieldset key={id} class="done">
          <legend>{name}</legend>
          <div class="beside-one-another">
            {deeds.map((deed) => (
              <TextField
                key={deed}
                name={deedName(id, deed)}
                label={strings.deeds[deed]}
                type="number"
                min={0}
                value={did[deedName(id, deed)] ?? ''}
                onText={(text) => change({ did: { ...did, [deedName(id, deed)]: text } })}
              />
            ))}
          </div>
        </fieldset>
      ))}
    </Fold>
  );
}
