import { leaveSite } from '../../api-team.ts';
import { strings } from '../../language.ts';
import { useDeed } from '../../use-deed.ts';
import { Confirm } from '../confirm.tsx';

interface LeaveProps {
  site: { id: string; name: string };
  checkAccess: () => void;
}

/** A way out of a site, of which the last owner is told that there is none. */
export function Leave({ site: { id, name }, checkAccess }: LeaveProps) {
  const { said, run } = useDeed(checkAccess);
  return (
    <>
      <Confirm
        text={strings.leave}
        label={strings.leaveOf(name)}
        question={strings.leaveQuestion(name)}
        run={() => run(leaveSite(id), checkAccess)}
      />
      <p role="status" class="warning">
        {said}
      </p>
    </>
  );
}
