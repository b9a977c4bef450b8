import { strings } from '../../language.ts';
import { usual } from '../../simulator/situation.ts';
import { Fold } from '../fold.tsx';
import { Switch } from '../switch.tsx';
import { TextField } from '../text-field.tsx';
import type { FieldsProps } from './fields.ts';

/** Who the site says it is, or which one of all the others. */
export function VisitorFields({ situation, change }: FieldsProps) {
  const { person, proof, traits, visitor } = situation;
  const isUsual = person === '' && traits === '' && visitor === usual.visitor;
  const isProven = proof === 'true';
  const known = isProven ? strings.verified : strings.identified;
  return (
    <Fold name={strings.visitor} says={person ? known : strings.notIdentified} isOpen={!isUsual}>
      <TextField
        name="person"
        label={strings.person}
        value={person}
        onText={(text) => change({ person: text })}
        hint={strings.personHint}
      />
      {person ? (
        <Switch name="proof" label={strings.proof} isOn={isProven} onSwitch={(isOn) => change({ proof: `${isOn}` })} />
      ) : (
        <TextField
          name="visitor"
          label={strings.visitorNumber}
          type="number"
          min={1}
          value={visitor}
          onText={(text) => change({ visitor: text })}
          hint={strings.visitorNumberHint}
        />
      )}
      <TextField
        name="traits"
        label={strings.traits}
        rows={3}
        value={traits}
        placeholder="plan=pro"
        onText={(text) => change({ traits: text })}
        hint={strings.traitsHint}
      />
    </Fold>
  );
}
