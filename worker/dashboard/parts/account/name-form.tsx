import { useState } from 'preact/hooks';
import { limits } from '../../../../core/contract.ts';
import { rename } from '../../api-team.ts';
import { strings } from '../../language.ts';
import { useDeed } from '../../use-deed.ts';
import { Section } from '../section.tsx';
import { TextField } from '../text-field.tsx';

/** One's own name, to be changed in its place. */
export function NameForm({ name, checkAccess }: { name: string; checkAccess: () => void }) {
  const [text, setText] = useState(name);
  const [isSaved, setSaved] = useState(false);
  const { said, run } = useDeed(checkAccess);
  const wanted = text.trim();
  return (
    <Section id="name" title={strings.yourName}>
      <form
        class="inline"
        onSubmit={(event) => {
          event.preventDefault();
          setSaved(false);
          if (wanted !== '')
            void run(rename(wanted), () => {
              setSaved(true);
              checkAccess();
            });
        }}
      >
        <TextField
          {...{
            name: 'own-name',
            label: strings.name,
            value: text,
            hint: strings.yourNameHint,
            maxLength: limits.name,
          }}
          wrong={wanted === '' ? strings.noName : undefined}
          onText={setText}
        />
        <button type="submit" class="primary">
          {strings.save}
        </button>
      </form>
      <p role="status" class={said ? 'warning' : 'muted'}>
        {said || (isSaved && strings.saved)}
      </p>
    </Section>
  );
}
