import { useState } from 'preact/hooks';
import { type Role, roles } from '../../../../core/access.ts';
import { emailPattern, limits } from '../../../../core/contract.ts';
import { inviteMember } from '../../api-team.ts';
import { strings } from '../../language.ts';
import { useDeed } from '../../use-deed.ts';
import { useTries } from '../../use-tries.ts';
import { FormEnd } from '../form-end.tsx';
import { MadeOnce } from '../made-once.tsx';
import { OptionList } from '../option-list.tsx';
import { TextField } from '../text-field.tsx';

/** Makes an invitation, which is a link, and says whether it was sent. */
export function InviteForm({ site, checkAccess }: { site: string; checkAccess: () => void }) {
  const [email, setEmail] = useState('');
  const [role, setRole] = useState<Role>('viewer');
  const { form, isTried, fail, startOver } = useTries();
  const [made, setMade] = useState<{ email: string; role: Role; link: string; isSent: boolean }>();
  const { said, run } = useDeed(checkAccess);
  const isAddress = emailPattern.test(email);
  const submit = (event: Event) => {
    event.preventDefault();
    if (!isAddress) return fail();
    void run(inviteMember(site, { email, role }), ({ path, isSent }) => {
      setMade({ email, role, link: location.origin + path, isSent });
      setEmail('');
      startOver();
    });
  };
  return (
    <>
      <form class="fields" ref={form} noValidate onSubmit={submit}>
        <TextField
          {...{ name: 'email', type: 'email', label: strings.email, value: email, hint: strings.emailHint }}
          maxLength={limits.email}
          wrong={isTried && !isAddress ? strings.emailWrong : undefined}
          onText={setEmail}
        />
        <OptionList
          name="role"
          label={strings.role}
          value={role}
          options={roles.map((value) => ({ value, text: strings.roles[value], hint: strings.roleHints[value] }))}
          onChoice={setRole}
        />
        <FormEnd action={strings.inviteMake} said={said} />
      </form>
      {made && (
        <MadeOnce title={strings.invitedTitle(made.email)} text={made.link} onDone={() => setMade(undefined)}>
          {strings.invitedText(strings.asRoles[made.role], made.isSent)}
        </MadeOnce>
      )}
    </>
  );
}
