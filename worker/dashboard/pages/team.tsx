import { useCallback } from 'preact/hooks';
import type { SiteListing } from '../../../core/results.ts';
import type { Session } from '../api.ts';
import { getMembers } from '../api-team.ts';
import { strings } from '../language.ts';
import { Section, WhatWasRead } from '../parts/section.tsx';
import { InviteForm } from '../parts/team/invite-form.tsx';
import { MemberRow } from '../parts/team/member-row.tsx';
import { useReading } from '../use-reading.ts';

interface TeamPageProps {
  site: SiteListing;
  person: Session | undefined;
  checkAccess: () => void;
}

/** Who may do what with a site. */
export function TeamPage({ site, person, checkAccess }: TeamPageProps) {
  const read = useCallback((signal: AbortSignal) => getMembers(site.id, signal), [site.id]);
  const [members, again] = useReading(read, checkAccess);
  return (
    <>
      <Section id="members" title={strings.members}>
        <WhatWasRead reading={members} again={again}>
          {(all) => (
            <ul class="rows">
              {all.map((member) => (
                <MemberRow
                  key={member.id}
                  {...{ site, member, checkAccess }}
                  isSelf={member.id === person?.id}
                  canLink={person?.isAdmin === true}
                  onChange={again}
                />
              ))}
              {all.length === 0 && <li class="none">{strings.noMembers}</li>}
            </ul>
          )}
        </WhatWasRead>
      </Section>
      <Section id="invite" title={strings.inviteTitle}>
        <InviteForm site={site.id} checkAccess={checkAccess} />
      </Section>
    </>
  );
}
