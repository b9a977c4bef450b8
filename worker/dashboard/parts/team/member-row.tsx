import { useState } from 'preact/hooks';
import type { Member } from '../../../../core/access.ts';
import type { SiteListing } from '../../../../core/results.ts';
import { linkMember, removeMember } from '../../api-team.ts';
import { strings, times } from '../../language.ts';
import { useDeed } from '../../use-deed.ts';
import { Confirm } from '../confirm.tsx';
import { MadeOnce } from '../made-once.tsx';
import { Leave } from './leave.tsx';
import { RoleForm } from './role-form.tsx';

interface MemberRowProps {
  site: SiteListing;
  member: Member;
  isSelf: boolean;
  /** Whether the reader may make a sign-in link for them. */
  canLink: boolean;
  onChange: () => void;
  checkAccess: () => void;
}

/** A member, and what can be done about them. */
export function MemberRow({ site, member, isSelf, canLink, onChange, checkAccess }: MemberRowProps) {
  const { id, name, email, since } = member;
  const { said, run } = useDeed(checkAccess);
  const [link, setLink] = useState<string>();
  const makeLink = () =>
    run(linkMember(site.id, id), ({ path }) => {
      setLink(location.origin + path);
    });
  return (
    <li class="item">
      <div class="of">
        <strong>{name}</strong> {isSelf && <span class="tag">{strings.you}</span>}
        <p class="muted">
          {email ?? strings.noAddress} · {strings.memberSince(times.shortDay(since))}
        </p>
      </div>
      <RoleForm key={member.role} {...{ site: site.id, member, onChange, checkAccess }} />
      <div class="buttons">
        {isSelf && <Leave {...{ site, checkAccess }} />}
        {!isSelf && canLink && (
          <Confirm
            text={strings.newLink}
            label={strings.newLinkOf(name)}
            question={strings.newLinkQuestion(name)}
            runText={strings.newLinkMake}
            run={makeLink}
          />
        )}
        {!isSelf && (
          <Confirm
            text={strings.remove}
            label={strings.removeOf(name)}
            question={strings.removeQuestion(name)}
            run={() => run(removeMember(site.id, id), onChange)}
          />
        )}
      </div>
      <p role="status" class="warning">
        {said}
      </p>
      {link && (
        <MadeOnce title={strings.newLinkTitle(name)} text={link} onDone={() => setLink(undefined)}>
          {strings.newLinkText}
        </MadeOnce>
      )}
    </li>
  );
}
