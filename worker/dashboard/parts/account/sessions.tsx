import { endOtherSessions, endSession, getSessions, type SessionListing } from '../../api-team.ts';
import { focusSection } from '../../focus-section.ts';
import { strings, times } from '../../language.ts';
import { useDeed } from '../../use-deed.ts';
import { useNow } from '../../use-now.ts';
import { useReading } from '../../use-reading.ts';
import { usedText } from '../../used-text.ts';
import { Section, WhatWasRead } from '../section.tsx';

/** Where one is signed in. */
export function Sessions({ checkAccess }: { checkAccess: () => void }) {
  const [sessions, again] = useReading(getSessions, checkAccess);
  const { said, run } = useDeed(checkAccess);
  const now = useNow();
  const others = sessions.data?.filter(({ isThis }) => !isThis) ?? [];
  return (
    <Section id="sessions" title={strings.sessions} hint={strings.sessionsHint}>
      <WhatWasRead reading={sessions} again={again}>
        {(all) => (
          <ul class="rows">
            {all.map((session) => (
              <SessionRow
                key={session.id}
                session={session}
                now={now}
                onEnd={() => void run(endSession(session.id), again)}
              />
            ))}
          </ul>
        )}
      </WhatWasRead>
      {others.length > 1 && (
        <button
          type="button"
          class="quiet"
          onClick={({ currentTarget }) => {
            focusSection(currentTarget);
            void run(endOtherSessions(), again);
          }}
        >
          {strings.endOthers}
        </button>
      )}
      <p role="status" class="warning">
        {said}
      </p>
    </Section>
  );
}

function SessionRow({ session, now, onEnd }: { session: SessionListing; now: number; onEnd: () => void }) {
  const { begunAt, seenAt, isThis } = session;
  const agent = session.agent || strings.unknownAgent;
  return (
    <li class="item">
      <div class="of">
        <strong>{agent}</strong> {isThis && <span class="tag">{strings.thisOne}</span>}
        <p class="muted">
          {strings.since(times.shortMoment(begunAt))} · {usedText(seenAt, now)}
        </p>
      </div>
      <div class="buttons">
        {!isThis && (
          <button
            type="button"
            class="quiet"
            aria-label={strings.endOf(agent)}
            onClick={({ currentTarget }) => {
              focusSection(currentTarget);
              onEnd();
            }}
          >
            {strings.end}
          </button>
        )}
      </div>
    </li>
  );
}
