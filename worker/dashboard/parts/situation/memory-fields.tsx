import { strings } from '../../language.ts';
import { modes, usual } from '../../simulator/situation.ts';
import { Choice } from '../choice.tsx';
import { Fold } from '../fold.tsx';
import { TextField } from '../text-field.tsx';
import type { FieldsProps } from './fields.ts';

/** What the page may keep on the device, and what it has counted where it may. */
export function MemoryFields({ situation, change }: FieldsProps) {
  const { storage, views, visits } = situation;
  return (
    <Fold name={strings.memory} says={storage} isOpen={storage !== usual.storage}>
      <Choice
        name="storage"
        label={strings.storage}
        value={storage}
        options={modes.map((value) => ({ value, text: value }))}
        onText={(text) => change({ storage: text })}
      />
      {storage === 'always' ? (
        <div class="beside-one-another">
          <TextField
            name="views"
            label={strings.views}
            type="number"
            min={1}
            value={views}
            onText={(text) => change({ views: text })}
          />
          <TextField
            name="visits"
            label={strings.visits}
            type="number"
            min={1}
            value={visits}
            onText={(text) => change({ visits: text })}
          />
          <p class="hint">{strings.countsHint}</p>
        </div>
      ) : (
        <p class="hint">{strings.notCounted}</p>
      )}
    </Fold>
  );
}
