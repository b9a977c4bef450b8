import { useState } from 'preact/hooks';
import { limits } from '../../../../core/contract.ts';
import type { SiteListing } from '../../../../core/results.ts';
import { makeShare } from '../../api-team.ts';
import { strings } from '../../language.ts';
import { useDeed } from '../../use-deed.ts';
import { useTries } from '../../use-tries.ts';
import { Making } from '../making.tsx';
import { SelectField } from '../select-field.tsx';
import { Switch } from '../switch.tsx';
import { TextField } from '../text-field.tsx';
import { daysOptions } from './days.ts';

interface ShareFormProps {
  site: SiteListing;
  onMade: (name: string, link: string) => void;
  checkAccess: () => void;
}

/** Makes a link by which one survey can be read. */
export function ShareForm({ site: { id, surveys }, onMade, checkAccess }: ShareFormProps) {
  const usual = { name: '', survey: surveys[0]?.id ?? '', comments: false, days: '30' };
  const [wish, setWish] = useState(usual);
  const { form, isTried, fail, startOver } = useTries();
  const { said, run } = useDeed(checkAccess);
  const change = (part: Partial<typeof usual>) => setWish((old) => ({ ...old, ...part }));
  const name = wish.name.trim();
  const submit = () => {
    if (name === '') return fail();
    void run(makeShare(id, { ...wish, name, days: Number(wish.days) }), ({ path }) => {
      setWish(usual);
      startOver();
      onMade(name, location.origin + path);
    });
  };
  return (
    <Making {...{ title: strings.newShare, action: strings.makeShare, form, said, submit }}>
      <TextField
        {...{ name: 'share-name', label: strings.name, value: wish.name, hint: strings.shareNameHint }}
        maxLength={limits.name}
        wrong={isTried && name === '' ? strings.noName : undefined}
        onText={(text) => change({ name: text })}
      />
      <SelectField
        {...{ name: 'share-survey', label: strings.survey, value: wish.survey }}
        options={surveys.map((survey) => ({ value: survey.id, text: survey.name }))}
        onText={(survey) => change({ survey })}
      />
      <Switch
        name="share-comments"
        label={strings.withComments}
        hint={strings.withCommentsHint}
        isOn={wish.comments}
        onSwitch={(comments) => change({ comments })}
      />
      <SelectField
        {...{ name: 'share-days', label: strings.expiry, value: wish.days, options: daysOptions([7, 30, 90, 365]) }}
        onText={(days) => change({ days })}
      />
    </Making>
  );
}
