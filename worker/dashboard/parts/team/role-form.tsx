import { useState } from 'preact/hooks';
import { isRole, type Member, roles } from '../../../../core/access.ts';
import { changeMember } from '../../api-team.ts';
import { focusSection } from '../../focus-section.ts';
import { strings } from '../../language.ts';
import { useDeed } from '../../use-deed.ts';
import { SelectField } from '../select-field.tsx';

interface RoleFormProps {
  site: string;
  member: Member;
  onChange: () => void;
  checkAccess: () => void;
}

/** The role of a member. Keys choose another one in passing, so it is changed by a button of its own. */
export function RoleForm({ site, member: { id, name, role }, onChange, checkAccess }: RoleFormProps) {
  const [chosen, setChosen] = useState(role);
  const { said, run } = useDeed(checkAccess);
  return (
    <form
      class="role"
      onSubmit={(event) => {
        event.preventDefault();
        focusSection(event.currentTarget);
        void run(changeMember(site, { id, role: chosen }), () => {
          checkAccess();
          onChange();
        });
      }}
    >
      <SelectField
        name={`role-${id}`}
        label={strings.roleOf(name)}
        isBare
        value={chosen}
        options={roles.map((value) => ({ value, text: strings.roles[value] }))}
        onText={(text) => isRole(text) && setChosen(text)}
      />
      {chosen !== role && (
        <button type="submit" class="primary" aria-label={strings.changeRoleOf(name, strings.roles[chosen])}>
          {strings.changeRole}
        </button>
      )}
      <p role="status" class="warning">
        {said}
      </p>
    </form>
  );
}
