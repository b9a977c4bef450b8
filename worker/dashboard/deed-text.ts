/** Entries of the audit log in words. */

import { type AuditEntry, isRole } from '../../core/access.ts';
import { strings } from './language.ts';

/** Who it was, as they were called then. */
export function actorText({ actor, actorName }: AuditEntry): string {
  if (actor === '') return actorName || strings.nobodyKnown;
  return actor.startsWith('key:') ? strings.viaKey(actorName) : actorName;
}

/** What something was done to, as in `Ana as a viewer`; '' for the site itself. `nameOf` knows some people by their ids. */
export function objectOf({ subject }: AuditEntry, nameOf: (person: string) => string | undefined): string {
  const [path = '', after] = subject.split(/ (?:as|by) (?=[^ ]+$)/u);
  const [room, name = '', part, id] = path.split('/');
  if (room === 'members') {
    const whom = nameOf(name) ?? name;
    return after !== undefined && isRole(after) ? strings.asRole(whom, strings.asRoles[after]) : whom;
  }
  if (room === 'keys' || room === 'shares')
    return after === undefined ? `opina_${name}` : strings.replacedBy(`opina_${name}`, `opina_${after}`);
  if (room === 'surveys')
    return [name, part === 'responses' && id ? id : part?.split('.')[1]].filter(Boolean).join(', ');
  return '';
}
