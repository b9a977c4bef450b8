import type { AuditEntry } from '../../../../core/access.ts';
import { actorText, objectOf } from '../../deed-text.ts';
import { strings, times } from '../../language.ts';
import { hrefOf, type Route } from '../../router.ts';

interface AuditRowsProps {
  route: Extract<Route, { page: 'audit' }>;
  entries: AuditEntry[];
  /** Names by actor. */
  people: ReadonlyMap<string, string>;
}

/** Who, what, when. Whoever is clicked is who is looked for. */
export function AuditRows({ route, entries, people }: AuditRowsProps) {
  const nameOf = (person: string) => people.get(`person:${person}`);
  return (
    <ul class="rows">
      {entries.map((entry) => (
        <li key={`${entry.at} ${entry.actor} ${entry.action} ${entry.subject}`} class="deed">
          <Actor route={route} entry={entry} />
          <p>
            {strings.actions[entry.action]} <span class="muted">{objectOf(entry, nameOf)}</span>
          </p>
          <time class="muted" dateTime={new Date(entry.at).toISOString()} title={times.moment(entry.at)}>
            {times.shortMoment(entry.at)}
          </time>
        </li>
      ))}
    </ul>
  );
}

function Actor({ route, entry }: { route: AuditRowsProps['route']; entry: AuditEntry }) {
  const name = actorText(entry);
  if (entry.actor === '') return <p class="muted">{name}</p>;
  return (
    <p>
      <a href={hrefOf({ ...route, actor: entry.actor })} aria-label={strings.onlyActor(name)}>
        {name}
      </a>
    </p>
  );
}
