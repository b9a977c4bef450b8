/** Members of sites, the invitations that make them, and administrators. */

import { type Member, type Role, roles } from '../../core/access.ts';
import { makeId } from '../../core/id.ts';
import { hashOf, makeToken } from '../token.ts';
import { linkMs, type SigningIn } from './people.ts';
import { endEarlier, insertSession } from './sessions.ts';

/** What an invitation is to: a role on a site, or, with no site, to be an administrator. */
export interface Invitation {
  site: string;
  role: Role;
  /** Whom it is for, as a note. */
  email: string;
}

/** Makes a link that works once, for 15 minutes. */
export async function invite(
  db: Pick<D1Database, 'prepare'>,
  { site, role, email }: Invitation,
  now: number,
): Promise<string> {
  const token = makeToken();
  await db
    .prepare('INSERT INTO invitation (hash, site, role, email, expires_at) VALUES (?1, ?2, ?3, ?4, ?5)')
    .bind(await hashOf(token), site, role, email, now + linkMs)
    .run();
  return token;
}

const open = 'FROM invitation WHERE hash = ?1 AND expires_at > ?2';
/** Nobody loses a role by being invited to a lesser one. */
const join = `INSERT INTO member (site, person, role, since) SELECT site, ?3, role, ?2 ${open} AND site <> ''
  AND EXISTS (SELECT 1 FROM person WHERE id = ?3)
  ON CONFLICT DO UPDATE SET role = excluded.role
  WHERE ${rankOf('excluded.role')} > ${rankOf('member.role')}`;

/** In the transaction that makes them one; of an administrator in the log of no site. */
const recordJoin = `INSERT INTO audit (site, id, actor, actor_name, action, subject)
  SELECT site, ?4, 'person:' || ?3, (SELECT name FROM person WHERE id = ?3), 'member.join', 'members/' || ?3 || ' as ' || role
  ${open} AND EXISTS (SELECT 1 FROM person WHERE id = ?3)`;
const joined = (db: D1Database, hash: string, { person, now }: { person: string; now: number }) => [
  db.prepare(join).bind(hash, now, person),
  db.prepare(recordJoin).bind(hash, now, person, makeId(now, crypto.getRandomValues(new Uint8Array(10)))),
];

/** Gives a person who is signed in what the invitation is to, and uses it up; says what that was, if it was open. */
export async function acceptInvitation(
  db: D1Database,
  link: string,
  { person, now }: { person: string; now: number },
): Promise<Invitation | undefined> {
  const hash = await hashOf(link);
  const [found] = await db.batch<Invitation>([
    db.prepare(`SELECT site, role, email ${open}`).bind(hash, now),
    ...joined(db, hash, { person, now }),
    db
      .prepare(`UPDATE person SET is_admin = 1 WHERE id = ?3 AND EXISTS (SELECT 1 ${open} AND site = '')`)
      .bind(hash, now, person),
    db.prepare('DELETE FROM invitation WHERE hash = ?1').bind(hash),
  ]);
  return found?.results[0];
}

/** Makes a person of an invitation, signs them in, and uses it up; the token of their session, if it was open. */
export async function redeemInvitation(db: D1Database, link: string, by: SigningIn): Promise<string | undefined> {
  const hash = await hashOf(link);
  const person = crypto.randomUUID();
  const token = makeToken();
  const session = { hash: await hashOf(token), ...by };
  const { now } = by;
  const results = await db.batch([
    db
      .prepare(
        `INSERT INTO person (id, name, email, is_admin)
          SELECT ?3, substr(email, 1, instr(email || '@', '@') - 1), email, site = '' ${open}`,
      )
      .bind(hash, now, person),
    ...joined(db, hash, { person, now }),
    insertSession(db, session, { from: '(SELECT id AS person FROM person WHERE id = ?5)', bound: person }),
    db.prepare('DELETE FROM invitation WHERE hash = ?1').bind(hash),
    await endEarlier(db, by.earlier ?? '', session.hash),
  ]);
  return results[0]?.meta.changes ? token : undefined;
}

/** Those of a site in the order of their names. */
export async function listMembers(db: D1Database, site: string): Promise<Member[]> {
  const { results } = await db
    .prepare(
      `SELECT id, name, email, role, since FROM member JOIN person ON person.id = person
        WHERE site = ?1 ORDER BY name, id`,
    )
    .bind(site)
    .run<Member>();
  return results;
}

/** Where a site would be left without an owner nothing is changed, and `last-owner` is said. */
export type Changed = 'done' | 'last-owner' | 'unknown';

/** Whoever is no owner, or not the only one. */
const keepsOwner = `(role <> 'owner' OR (SELECT count(*) FROM member WHERE site = ?1 AND role = 'owner') > 1)`;

/**
 * SQL that ends the open invitations to site ?1 where person ?2 is an owner who is about to be none: they would let back in
 * whoever made them. Nobody wrote down who did, so those of the other owners have to be made again.
 */
const endInvitations = `DELETE FROM invitation WHERE site = ?1
  AND EXISTS (SELECT 1 FROM member WHERE site = ?1 AND person = ?2 AND role = 'owner' AND ${keepsOwner})`;

export async function changeRole(
  db: D1Database,
  { site, person }: { site: string; person: string },
  role: Role,
): Promise<Changed> {
  const [before, , changed] = await db.batch([
    selectMember(db, site, person),
    db.prepare(`${endInvitations} AND ?3 <> 'owner'`).bind(site, person, role),
    db
      .prepare(`UPDATE member SET role = ?3 WHERE site = ?1 AND person = ?2 AND (?3 = 'owner' OR ${keepsOwner})`)
      .bind(site, person, role),
  ]);
  return outcomeOf(before, changed);
}

/**
 * Also ends whatever signs the person in by now, in the same transaction: whoever looks on is told that they are signed
 * out, and never first that the site is gone. Who is then a member of nothing is there no more.
 */
export async function removeMember(db: D1Database, site: string, person: string): Promise<Changed> {
  const leaves = `EXISTS (SELECT 1 FROM member WHERE site = ?1 AND person = ?2 AND ${keepsOwner})`;
  const results = await db.batch([
    selectMember(db, site, person),
    db.prepare(endInvitations).bind(site, person),
    ...signIns.map((table) => db.prepare(`DELETE FROM ${table} WHERE person = ?2 AND ${leaves}`).bind(site, person)),
    db.prepare(`DELETE FROM member WHERE site = ?1 AND person = ?2 AND ${keepsOwner}`).bind(site, person),
    ...takeOut(db, person),
  ]);
  return outcomeOf(results[0], results[2 + signIns.length]);
}

const signIns = ['session', 'sign_in_link'];

/** SQL that ends whatever signs a person in, and takes them out where they are a member of nothing. */
export function signOut(db: D1Database, person: string): D1PreparedStatement[] {
  const all = signIns.map((table) => db.prepare(`DELETE FROM ${table} WHERE person = ?1`).bind(person));
  return [...all, ...takeOut(db, person)];
}

/** SQL that takes out a person, with their passkeys, who is a member of nothing. */
function takeOut(db: D1Database, person: string): D1PreparedStatement[] {
  const isGone = `id = ?1 AND is_admin = 0 AND NOT EXISTS (SELECT 1 FROM member WHERE person = ?1)`;
  return [
    db.prepare(`DELETE FROM passkey WHERE person = ?1 AND EXISTS (SELECT 1 FROM person WHERE ${isGone})`).bind(person),
    db.prepare(`DELETE FROM person WHERE ${isGone}`).bind(person),
  ];
}

const selectMember = (db: D1Database, site: string, person: string) =>
  db.prepare('SELECT 1 FROM member WHERE site = ?1 AND person = ?2').bind(site, person);

export function outcomeOf(before: D1Result | undefined, changed: D1Result | undefined): Changed {
  if (!before?.results.length) return 'unknown';
  return changed?.meta.changes ? 'done' : 'last-owner';
}

function rankOf(column: string): string {
  return `instr('${roles.join(' ')}', ${column})`;
}
