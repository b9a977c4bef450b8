import { useState } from 'preact/hooks';
import { type Scope, scopes } from '../../../../core/access.ts';
import { limits } from '../../../../core/contract.ts';
import { makeKey } from '../../api-team.ts';
import { strings } from '../../language.ts';
import { useDeed } from '../../use-deed.ts';
import { useTries } from '../../use-tries.ts';
import { Making } from '../making.tsx';
import { SelectField } from '../select-field.tsx';
import { Switch } from '../switch.tsx';
import { TextField } from '../text-field.tsx';
import { daysOptions } from './days.ts';

interface KeyFormProps {
  site: string;
  onMade: (name: string, key: string) => void;
  checkAccess: () => void;
}

const usual = { name: '', chosen: ['read'] as Scope[], days: '90' };

/** Makes an API key. */
export function KeyForm({ site, onMade, checkAccess }: KeyFormProps) {
  const [{ name, chosen, days }, setWish] = useState(usual);
  const { form, isTried, fail, startOver } = useTries();
  const { said, run } = useDeed(checkAccess);
  const change = (part: Partial<typeof usual>) => setWish((old) => ({ ...old, ...part }));
  const isWhole = name.trim() !== '' && chosen.length > 0;
  const submit = () => {
    if (!isWhole) return fail();
    const wish = { name: name.trim(), scopes: chosen, ...(days !== '' && { days: Number(days) }) };
    void run(makeKey(site, wish), ({ key }) => {
      setWish(usual);
      startOver();
      onMade(wish.name, key);
    });
  };
  const toggle = (scope: Scope) => (isOn: boolean) =>
    change({ chosen: scopes.filter((each) => (each === scope ? isOn : chosen.includes(each))) });
  return (
    <Making {...{ title: strings.newKey, action: strings.makeKey, form, said, submit }}>
      <TextField
        {...{ name: 'key-name', label: strings.name, value: name, hint: strings.keyNameHint, maxLength: limits.name }}
        wrong={isTried && name.trim() === '' ? strings.noName : undefined}
        onText={(text) => change({ name: text })}
      />
      <fieldset class="field options">
        <legend>{strings.mayDo}</legend>
        {scopes.map((scope) => (
          <Switch
            key={scope}
            name={`scope-${scope}`}
            label={strings.scopes[scope].name}
            hint={strings.scopes[scope].hint}
            isOn={chosen.includes(scope)}
            onSwitch={toggle(scope)}
          />
        ))}
        {isTried && chosen.length === 0 && <p class="hint wrong">{strings.noScope}</p>}
      </fieldset>
      <SelectField
        {...{ name: 'key-days', label: strings.expiry, value: days, options: daysOptions([30, 90, 365, undefined]) }}
        onText={(text) => change({ days: text })}
      />
    </Making>
  );
}
